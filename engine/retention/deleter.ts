import { ApiError } from '../../api/errors.ts'
import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import type { Store } from '../store/open.ts'
import type { DeletedExecution } from '../store/queries/delete-execution.ts'
import {
  deleteExecutionRows,
  findObstacle,
  unfinishedDeletions
} from '../store/queries/delete-execution.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { ExecutionFiles } from './execution-files.ts'

export interface Deleted {
  /** With children of map runs. */
  executions: number
  bytes: number
}

/** Deletes executions in small slices: whoever else writes waits for a few milliseconds at most. */
export interface Deleter {
  /** All of an ended execution. Throws ApiError ExecutionDoesNotExist, ConflictException. */
  deleteOne: (executionId: number, executionArn: string) => Promise<Deleted>
  /** Those of them that can be deleted. `onDone`: so many of them are dealt with, after each slice. */
  deleteMany: (
    executionIds: readonly number[],
    onDone?: (executions: number, bytes: number) => void
  ) => Promise<Deleted>
  /** Goes on with what a crash has interrupted. */
  recover: () => Promise<void>
  /** Leaves the rest to the next start. */
  stop: () => void
}

export interface DeleterOptions {
  store: Store
  host: HostControl
  clock: Clock
  files: ExecutionFiles
}

/** A slice of one transaction, and the pause for others after it. */
const SLICE_MILLISECONDS = 4
const PAUSE_MILLISECONDS = 12

const MOST_UNFINISHED = 1000

export function createDeleter(options: DeleterOptions): Deleter {
  const { store, host, clock } = options
  let isStopped = false
  const pauses = new Set<() => void>()
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel()
        pauses.delete(end)
        resolve()
      }
      const cancel = clock.after(PAUSE_MILLISECONDS, end)
      pauses.add(end)
    })

  const deleteAll: Deleter['deleteMany'] = async (ids, onDone) => {
    const total = { executions: 0, bytes: 0 }
    let rest = ids
    while (rest.length > 0 && !isStopped) {
      const some = rest
      const slice = await host.persist((write) => deleteSlice(write, some, options))
      store.reached('deletion:slice')
      rest = rest.slice(slice.finished)
      total.executions += slice.deleted.executions
      total.bytes += slice.deleted.bytes
      onDone?.(slice.finished, slice.deleted.bytes)
      if (rest.length > 0) await pause()
    }
    return total
  }
  return {
    deleteOne: async (executionId, executionArn) => {
      const first = await host.enqueue((write) => {
        check(findObstacle(write, executionId), executionArn)
        return deleteSlice(write, [executionId], options)
      })
      store.reached('deletion:slice')
      if (first.finished === 1) return first.deleted
      const rest = await deleteAll([executionId])
      return {
        executions: first.deleted.executions + rest.executions,
        bytes: first.deleted.bytes + rest.bytes
      }
    },
    deleteMany: deleteAll,
    recover: async () => {
      await deleteAll(unfinishedDeletions(reader(store), MOST_UNFINISHED))
    },
    stop: () => {
      isStopped = true
      for (const end of pauses) end()
    }
  }
}

/** `finished`: how many of the ids are dealt with; the next one may have been begun. */
function deleteSlice(
  write: WriteDb,
  ids: readonly number[],
  { store, clock, files }: DeleterOptions
): { finished: number; deleted: Deleted } {
  const endsAt = clock.monotonic() + SLICE_MILLISECONDS
  const deleted = { executions: 0, bytes: 0 }
  const slice = {
    isOver: () => clock.monotonic() >= endsAt,
    deleted: (execution: DeletedExecution) => {
      deleted.executions++
      deleted.bytes += execution.bytes
      const { executionArn, stateMachineArn } = execution
      write.notify({ type: 'execution-deleted', executionArn, stateMachineArn })
      write.afterCommit(() => files.remove(execution))
    }
  }
  let finished = 0
  for (const id of ids) {
    const isFree = findObstacle(write, id) === undefined
    if (isFree && !deleteExecutionRows(write, id, slice)) break
    finished++
    if (slice.isOver()) break
  }
  store.reached('deletion:written')
  return { finished, deleted }
}

function check(obstacle: string | undefined | null, executionArn: string): void {
  if (obstacle === undefined) return
  if (obstacle === null) {
    throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`)
  }
  throw new ApiError('ConflictException', `Cannot delete '${executionArn}': ${obstacle}.`)
}
