import type { Execution } from '../../asl/interpreter/execution.ts'
import type { StateMachine } from '../../asl/interpreter/machine.ts'
import { executionArn, stateMachineArn } from '../arns.ts'
import type { Machines } from '../machines/machines.ts'
import type { ExecutionLogs, LogTo } from '../logs/execution-logs.ts'
import type { ExecutionSummary } from '../store/queries/executions.ts'
import type { NewExecutionRow } from '../store/queries/executions.ts'
import { findExecutionById } from '../store/queries/executions.ts'
import { loadSnapshot } from '../store/queries/snapshots.ts'
import { findStateMachineById } from '../store/queries/state-machines.ts'
import { findVersion } from '../store/queries/versions.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { createLru } from './lru.ts'

/** A running execution in memory: never ahead of its rows but within a transaction. */
export interface LiveExecution {
  readonly id: number
  readonly name: string
  readonly executionArn: string
  readonly stateMachineArn: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly machine: StateMachine
  execution: Execution
  /** Ids of the frames that have a row. */
  readonly storedFrames: Set<number>
  /** What its snapshot says of being continued; undefined: it has none, or nobody has looked. */
  storedContinue?: boolean
  /** The head that its snapshot has, where that is known. */
  storedHead?: string
  /** Where its events are logged, by its state machine's configuration. */
  readonly logTo: LogTo
  readonly redriveCount: number
  /** About what its events take; undefined where it was read from its rows: then they know. */
  historyBytes: number | undefined
}

/** An execution that has no rows yet: its first step writes them. */
export interface NewExecution extends Omit<LiveExecution, 'id'> {
  readonly row: NewExecutionRow
  /** Writes what else is to be known of it, once it has an id. */
  readonly inserted?: (write: WriteDb, id: number) => void
}

/** Running executions, those used last kept in memory, all others read from their rows. */
export interface LiveExecutions {
  /** Undefined where there is no such execution, or it has ended. */
  load: (db: ReadDb, executionId: number) => LiveExecution | undefined
  add: (live: LiveExecution) => void
  /** Memory may differ from the rows, or is not needed any more. */
  forget: (executionId: number) => void
}

export interface LiveExecutionsOptions {
  machines: Machines
  logs: ExecutionLogs
}

export function createLiveExecutions(
  options: LiveExecutionsOptions,
  limit: number
): LiveExecutions {
  const cache = createLru<number, LiveExecution>(limit)
  return {
    add: (live) => cache.set(live.id, live),
    forget: (executionId) => cache.delete(executionId),
    load: (db, executionId) => {
      const cached = cache.get(executionId)
      if (cached) return cached
      const live = read(db, options, executionId)
      if (live) cache.set(executionId, live)
      return live
    }
  }
}

/** Of its version, or of the state machine as it is now. */
function configurationOf(
  db: ReadDb,
  { stateMachineId, version }: ExecutionSummary
): { logging?: string } {
  const frozen = version === undefined ? undefined : findVersion(db, stateMachineId, version)
  return frozen ?? findStateMachineById(db, stateMachineId) ?? {}
}

function read(
  db: ReadDb,
  { machines, logs }: LiveExecutionsOptions,
  executionId: number
): LiveExecution | undefined {
  const summary = findExecutionById(db, executionId)
  const execution = summary?.status === 'RUNNING' ? loadSnapshot(db, executionId) : undefined
  if (!summary || !execution) return undefined
  return {
    id: executionId,
    name: summary.name,
    executionArn: executionArn(summary.stateMachineName, summary.name),
    stateMachineArn: stateMachineArn(summary.stateMachineName),
    startedAt: summary.startedAt,
    machine: machines.compiled(db, summary.revisionId),
    execution,
    storedFrames: new Set(Object.keys(execution.frames).map(Number)),
    redriveCount: summary.redriveCount,
    historyBytes: undefined,
    logTo: logs.of(summary.stateMachineName, configurationOf(db, summary))
  }
}
