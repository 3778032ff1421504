import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { deletedAmong, deletedMapRunsAmong } from '../store/queries/delete-execution.ts'
import type { ReadDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'

/** The folders of executions that are deleted. */
export interface ExecutionFiles {
  /** Once the rows are gone for good. */
  remove: (deleted: { id: number; mapRunIds: readonly number[] }) => void
  /** Removes what a crash has left between the rows and their files. */
  sweep: () => Promise<void>
  /** Resolves once all that was asked for is done. Never rejects. */
  idle: () => Promise<void>
}

const LOOKED_UP_AT_ONCE = 500

export function createExecutionFiles({
  store,
  folder,
  log
}: {
  store: Store
  folder: DataFolder
  log: Log
}): ExecutionFiles {
  // One after the other: a deletion of thousands must not take the disk from all else.
  let removing = Promise.resolve()
  const removeFolder = (path: string): void => {
    removing = removing
      .then(() => rm(path, { recursive: true, force: true, maxRetries: 3 }))
      .catch((error: unknown) => {
        log.warn('A folder could not be removed', { path, error: String(error) })
      })
  }
  const sweepFolder = async (
    path: string,
    deleted: (db: ReadDb, ids: readonly number[]) => number[]
  ): Promise<void> => {
    const names = await readdir(path).catch(() => [])
    const ids = names.filter((name) => /^\d{1,15}$/.test(name)).map(Number)
    for (let at = 0; at < ids.length; at += LOOKED_UP_AT_ONCE) {
      if (!store.db.open) return
      const gone = deleted(reader(store), ids.slice(at, at + LOOKED_UP_AT_ONCE))
      for (const id of gone) removeFolder(join(path, String(id)))
      await removing
    }
  }
  return {
    remove: ({ id, mapRunIds }) => {
      removeFolder(folder.tasksOf(id))
      for (const mapRunId of mapRunIds) removeFolder(folder.mapRun(mapRunId))
    },
    sweep: async () => {
      await sweepFolder(folder.tasks, deletedAmong)
      await sweepFolder(folder.mapRuns, deletedMapRunsAmong)
    },
    idle: () => removing
  }
}
