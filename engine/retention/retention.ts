import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { ENGINE_RULE, retentionRules } from '../store/queries/retention.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import { noteStorage, setBudgetWarnedAt, storageDays } from '../store/queries/storage.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import { WARNED_SHARE } from './budget.ts'
import type { Deleted, Deleter } from './deleter.ts'
import { createDeleter } from './deleter.ts'
import { createExecutionFiles } from './execution-files.ts'
import { createGiveBack } from './give-back.ts'
import { keepLogFiles } from './log-files.ts'
import type { Measure } from './measure.ts'
import { createMeasure } from './measure.ts'
import type { Pruned, Pruner } from './pruner.ts'
import { createPruner } from './pruner.ts'
import type { Usage } from './storage.ts'
import { usageOf } from './storage.ts'

/** Executions that may be deleted, and how much the data folder takes. */
export interface Retention {
  deleter: Deleter
  usage: () => Usage
  /** What the user should know of it, in plain sentences. */
  warnings: () => string[]
  prune: (options: { isDryRun: boolean }) => Promise<Pruned[]>
  /** Since the start: when it was last pruned, and what was deleted by itself or on request. */
  pruned: () => Deleted & { at?: number }
  /** Measures, prunes and keeps the budget, as it does by itself each ten minutes. */
  tend: () => Promise<void>
  /** A task has ended: its files are to be measured after the commit. */
  taskEnded: (write: WriteDb, task: { executionId: number }) => void
  start: () => void
  /** Leaves what is under way to the next start; waits for folders that are being removed. */
  stop: () => Promise<void>
}

export interface RetentionOptions {
  store: Store
  host: HostControl
  folder: DataFolder
  clock: Clock
  log: Log
}

const FIRST_MILLISECONDS = 60_000
const EVERY_MILLISECONDS = 600_000
/** Below this share of the budget its warning is over; deletions go down to it. */
const CALM_SHARE = 0.75
const DAY = 24 * 3600 * 1000

export function createRetention(options: RetentionOptions): Retention {
  const { clock, log } = options
  const files = createExecutionFiles(options)
  const deleter = createDeleter({ ...options, files })
  const pruner = createPruner({ ...options, deleter })
  const measure = createMeasure(options)
  const giveBack = createGiveBack(options)
  const { prune, pruned, tend } = createTending(options, { pruner, measure })
  let isStopped = false
  let cancel: (() => void) | undefined
  const complain = (error: unknown): void => {
    if (!isStopped) log.error('Retention has failed', { error: String(error) })
  }
  const again = (milliseconds: number): void => {
    if (isStopped) return
    cancel = clock.after(milliseconds, () => {
      void tend()
        .catch(complain)
        .then(() => again(EVERY_MILLISECONDS))
    })
  }
  return {
    ...{ deleter, prune, pruned, tend },
    usage: () => usageOf(options),
    warnings: () => usageOf(options).warnings,
    taskEnded: (write, { executionId }) => write.afterCommit(() => measure.note(executionId)),
    start: () => {
      again(FIRST_MILLISECONDS)
      giveBack.start()
      void deleter
        .recover()
        .then(() => files.sweep())
        .catch(complain)
    },
    stop: async () => {
      isStopped = true
      cancel?.()
      for (const part of [giveBack, pruner, deleter]) part.stop()
      await files.idle()
    }
  }
}

/** What is done each time, and what came of it. */
function createTending(
  options: RetentionOptions,
  { pruner, measure }: { pruner: Pruner; measure: Measure }
): Pick<Retention, 'prune' | 'pruned' | 'tend'> {
  const { store, clock, log, folder } = options
  const pruned: Deleted & { at?: number } = { executions: 0, bytes: 0 }
  const add = (deleted: readonly Deleted[]): void => {
    for (const { executions, bytes } of deleted) {
      pruned.executions += executions
      pruned.bytes += bytes
    }
    pruned.at = clock.now()
  }
  const prune: Retention['prune'] = async ({ isDryRun }) => {
    const found = await pruner.prune({ isDryRun })
    if (!isDryRun) add(found)
    return found
  }
  return {
    prune,
    pruned: () => pruned,
    tend: async () => {
      await measureAll(options, measure)
      await prune({ isDryRun: false })
      const { usedBytes, database, budget } = usageOf(options)
      const isDue = budget.enforcedAt !== undefined && clock.now() >= budget.enforcedAt
      // Free pages are on their way back to the disk.
      const excess = usedBytes - database.freeBytes - budget.bytes
      if (isDue && excess > 0) {
        const deleted = await pruner.free(excess + budget.bytes * (1 - CALM_SHARE))
        add([deleted])
        log.warn('The oldest executions were deleted to keep the budget', { ...deleted })
      }
      await keepLogFiles(folder, { now: clock.now(), daysOf: daysOf(store) })
    }
  }
}

/** All task folders once a day, else those of tasks that have ended; the other folders each time. */
async function measureAll(options: RetentionOptions, measure: Measure): Promise<void> {
  const { store, host, clock } = options
  const last = storageDays(reader(store)).at(-1)?.measuredAt ?? 0
  await measure.tasks(Math.floor(last / DAY) !== Math.floor(clock.now() / DAY))
  const folders = await measure.folders()
  await host.persist((write) => {
    const { usedBytes, budget } = usageOf(options, folders)
    noteStorage(write, { measuredAt: clock.now(), usedBytes, folders })
    const share = usedBytes / budget.bytes
    if (share >= WARNED_SHARE && budget.warnedAt === null) setBudgetWarnedAt(write, clock.now())
    if (share < CALM_SHARE && budget.warnedAt !== null) setBudgetWarnedAt(write, null)
  })
}

/** How long the logs of a state machine stay, by its rule or the engine's. */
function daysOf(store: Store): (name: string) => number | undefined {
  const db = reader(store)
  const rules = retentionRules(db)
  return (name) => {
    const machine = findStateMachine(db, name)
    return (rules.get(machine?.id ?? ENGINE_RULE) ?? rules.get(ENGINE_RULE))?.days
  }
}
