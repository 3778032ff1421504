import type { EngineEvent } from '../../api/events.ts'
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
import type { Deleter } from './deleter.ts'
import { createDeleter } from './deleter.ts'
import { createExecutionFiles } from './execution-files.ts'
import { createGiveBack } from './give-back.ts'
import { keepLogFiles } from './log-files.ts'
import type { Measure } from './measure.ts'
import { createMeasure } from './measure.ts'
import { createPruner } from './pruner.ts'
import type { Pruning } from './pruning.ts'
import { createPruning } from './pruning.ts'
import type { Usage } from './storage.ts'
import { usageOf } from './storage.ts'
import { createWarningWatch } from './warning-watch.ts'

/** Executions that may be deleted, and how much the data folder takes. */
export interface Retention {
  deleter: Deleter
  usage: () => Usage
  /** What the user should know of it, in plain sentences. */
  warnings: () => string[]
  pruning: Pruning
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
  /** Tells listeners of what is not kept. */
  tell: (event: EngineEvent) => void
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
  const pruning = createPruning(options, pruner)
  const usage = (): Usage => usageOf(options, { heldLog: giveBack.heldLog() })
  const warningWatch = createWarningWatch(options, () => usage().warnings)
  let isStopped = false
  let cancel: (() => void) | undefined
  const complain = (error: unknown): void => {
    if (!isStopped) log.error('Retention has failed', { error: String(error) })
  }
  const again = (milliseconds: number): void => {
    if (isStopped) return
    cancel = clock.after(milliseconds, () => {
      void tend(options, { pruning, measure })
        .catch(complain)
        .then(() => again(EVERY_MILLISECONDS))
    })
  }
  return {
    ...{ deleter, pruning, usage },
    tend: () => tend(options, { pruning, measure }),
    warnings: () => usage().warnings.map(({ text }) => text),
    taskEnded: (write, { executionId }) => write.afterCommit(() => measure.note(executionId)),
    start: () => {
      again(FIRST_MILLISECONDS)
      giveBack.start()
      warningWatch.start()
      void deleter
        .recover()
        .then(() => files.sweep())
        .catch(complain)
    },
    stop: async () => {
      isStopped = true
      cancel?.()
      for (const part of [giveBack, warningWatch, pruner, deleter]) part.stop()
      await files.idle()
    }
  }
}

/** What is done each time. */
async function tend(
  options: RetentionOptions,
  { pruning, measure }: { pruning: Pruning; measure: Measure }
): Promise<void> {
  const { store, clock, log, folder } = options
  await measureAll(options, measure)
  await pruning.prune()
  const { usedBytes, database, budget } = usageOf(options)
  const isDue = budget.enforcedAt !== undefined && clock.now() >= budget.enforcedAt
  // Free pages are on their way back to the disk.
  const excess = usedBytes - database.freeBytes - budget.bytes
  if (isDue && excess > 0) {
    const deleted = await pruning.free(excess + budget.bytes * (1 - CALM_SHARE))
    log.warn('The oldest executions were deleted to keep the budget', { ...deleted })
  }
  await keepLogFiles(folder, { now: clock.now(), daysOf: daysOf(store) })
}

/** All task folders once a day, else those of tasks that have ended; the other folders each time. */
async function measureAll(options: RetentionOptions, measure: Measure): Promise<void> {
  const { store, host, clock } = options
  const last = storageDays(reader(store)).at(-1)?.measuredAt ?? 0
  await measure.tasks(Math.floor(last / DAY) !== Math.floor(clock.now() / DAY))
  const folders = await measure.folders()
  await host.persist((write) => {
    const { usedBytes, budget } = usageOf(options, { measured: folders })
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
