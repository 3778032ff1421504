import type { EngineEvent } from '../../api/events.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Deleted } from './deleter.ts'
import type { Pruned, Pruner } from './pruner.ts'

/** How far a pruning has come. */
export interface Progress {
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Dealt with so far, of so many; children of map runs are not counted. */
  doneExecutions: number
  expectedExecutions: number
  /** Of these and their children. */
  deletedBytes: number
}

/** Prunes, one after the other, and says how far it is. */
export interface Pruning {
  /** What the rules let go. */
  prune: () => Promise<Pruned[]>
  /** The same, and nobody waits for it. */
  pruneInBackground: () => void
  /** The same, not yet done: only what it would be. */
  foresee: () => Promise<Pruned[]>
  /** The oldest, for the budget's sake. */
  free: (bytes: number) => Promise<Deleted>
  /** Of the one that is under way. */
  progress: () => Progress | undefined
  /** Since the start: when it was last pruned, and what was deleted. */
  pruned: () => Deleted & { at?: number }
}

export interface PruningOptions {
  clock: Clock
  log: Log
  /** Told of the progress, twice a second at most. */
  tell: (event: EngineEvent) => void
}

const TOLD_MILLISECONDS = 500

export function createPruning({ clock, log, tell }: PruningOptions, pruner: Pruner): Pruning {
  const pruned: Deleted & { at?: number } = { executions: 0, bytes: 0 }
  let progress: Progress | undefined
  const turns = createTurns()
  let toldAt = -Infinity
  const say = (isRunning: boolean, { startedAt: _, ...sums }: Progress): void => {
    toldAt = clock.monotonic()
    tell({ type: 'pruning', isRunning, ...sums })
  }
  const follow = async <T>(
    expected: Deleted,
    work: (onDone: (executions: number, bytes: number) => void) => Promise<T>
  ): Promise<T> => {
    const current = { ...beginning(clock.now()), expectedExecutions: expected.executions }
    if (expected.executions > 0) {
      progress = current
      say(true, current)
    }
    try {
      return await work((executions, bytes) => {
        current.doneExecutions += executions
        current.deletedBytes += bytes
        if (clock.monotonic() - toldAt >= TOLD_MILLISECONDS) say(true, current)
      })
    } finally {
      progress = undefined
      pruned.at = clock.now()
      if (expected.executions > 0) say(false, current)
    }
  }
  const add = <T extends Deleted>(deleted: T): T => {
    pruned.executions += deleted.executions
    pruned.bytes += deleted.bytes
    return deleted
  }
  const prune = (): Promise<Pruned[]> =>
    turns.take(async () => {
      const expected = sumOf(await pruner.prune({ isDryRun: true }))
      const found = await follow(expected, (onDone) => pruner.prune({ onDone }))
      return found.map(add)
    })
  return {
    foresee: () => pruner.prune({ isDryRun: true }),
    prune,
    pruneInBackground: () => {
      prune().catch((error: unknown) => log.error('Pruning has failed', { error: String(error) }))
    },
    free: (bytes) =>
      turns.take(async () => {
        const expected = await pruner.free(bytes, { isDryRun: true })
        return add(await follow(expected, (onDone) => pruner.free(bytes, { onDone })))
      }),
    progress: () => progress ?? (turns.areTaken() ? beginning(clock.now()) : undefined),
    pruned: () => pruned
  }
}

/** Two prunings at once would look at the same executions. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  /** With those that wait for their turn. */
  let underWay = 0
  return {
    areTaken: () => underWay > 0,
    take: <T>(work: () => Promise<T>): Promise<T> => {
      underWay += 1
      const mine = last.then(work).finally(() => (underWay -= 1))
      last = mine.catch(() => undefined)
      return mine
    }
  }
}

function beginning(startedAt: number): Progress {
  return { startedAt, doneExecutions: 0, expectedExecutions: 0, deletedBytes: 0 }
}

function sumOf(found: readonly Deleted[]): Deleted {
  return {
    executions: found.reduce((sum, one) => sum + one.executions, 0),
    bytes: found.reduce((sum, one) => sum + one.bytes, 0)
  }
}
