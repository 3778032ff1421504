import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'
import type { HostControl } from '../host/host.ts'
import type { FolderSizes } from '../store/queries/storage.ts'
import { setFileBytes } from '../store/queries/storage.ts'
import { fileSize, folderSize } from './folder-size.ts'

/** Looks at files, off the event loop, and keeps what it has found. */
export interface Measure {
  /** An execution's task has ended: its folder is measured with the next `tasks`. */
  note: (executionId: number) => void
  /** Those that were noted; with `all`, every folder that there is. */
  tasks: (all: boolean) => Promise<void>
  folders: () => Promise<FolderSizes>
}

/** More are left to the next look at all. */
const MOST_NOTED = 10_000
const WRITTEN_AT_ONCE = 100
/** The database, and what is kept with executions, are known otherwise. */
const ELSEWHERE = /^(tasks|signalbox\.db(-wal|-shm)?)$/

export function createMeasure({
  folder,
  host
}: {
  folder: DataFolder
  host: Pick<HostControl, 'persist'>
}): Measure {
  let noted = new Set<number>()
  return {
    note: (executionId) => {
      if (noted.size < MOST_NOTED) noted.add(executionId)
    },
    tasks: async (all) => {
      const names = all ? await readdir(folder.tasks).catch(() => []) : []
      const ids = [...names.filter((name) => /^\d{1,15}$/.test(name)).map(Number), ...noted]
      noted = new Set()
      for (let at = 0; at < ids.length; at += WRITTEN_AT_ONCE) {
        const sizes: [number, number][] = []
        for (const id of ids.slice(at, at + WRITTEN_AT_ONCE)) {
          sizes.push([id, await folderSize(folder.tasksOf(id))])
        }
        await host.persist((write) => {
          // Nothing is lost with it: the next look finds it again.
          write.require('normal')
          for (const [id, bytes] of sizes) setFileBytes(write, id, bytes)
        })
      }
    },
    folders: async () => {
      const sizes = { logBytes: 0, pluginBytes: 0, workBytes: 0, otherBytes: 0 }
      const names = { logs: 'logBytes', plugins: 'pluginBytes', machines: 'workBytes' } as const
      for (const entry of await readdir(folder.path, { withFileTypes: true })) {
        if (ELSEWHERE.test(entry.name)) continue
        const place = join(folder.path, entry.name)
        const bytes = entry.isDirectory() ? await folderSize(place) : await fileSize(place)
        const isNamed =
          entry.name === 'logs' || entry.name === 'plugins' || entry.name === 'machines'
        sizes[isNamed ? names[entry.name as keyof typeof names] : 'otherBytes'] += bytes
      }
      return sizes
    }
  }
}
