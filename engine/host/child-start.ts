import { createExecution } from '../../asl/interpreter/start.ts'
import { executionArn, stateMachineArn as arnOfStateMachine } from '../arns.ts'
import type { ExecutionLogs } from '../logs/execution-logs.ts'
import type { Machines } from '../machines/machines.ts'
import { findStateMachineById } from '../store/queries/state-machines.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { NewExecution } from './live-executions.ts'
import { checkInput, contextOf } from './start.ts'

/** A child of a map run: of a certain revision of a state machine that no list shows. */
export interface ChildStart {
  stateMachineId: number
  revisionId: number
  /** The row of its map run. */
  mapRunId: number
  name: string
  /** JSON text. */
  input: string
  /** Writes what the run knows of it, before its first step counts: it may end there. */
  inserted: (write: WriteDb, id: number) => void
}

/** Makes a child ready for its first step. Throws ApiError InvalidExecutionInput. */
export function newChildExecution(
  write: WriteDb,
  { machines, logs }: { machines: Machines; logs: ExecutionLogs },
  { inserted, ...start }: ChildStart,
  startedAt: number
): NewExecution {
  const { stateMachineId, revisionId, name, input } = start
  const machine = findStateMachineById(write, stateMachineId)
  if (!machine) throw new Error(`State machine ${String(stateMachineId)} is not in the database`)
  checkInput(input)
  const arn = executionArn(machine.name, name)
  const stateMachineArn = arnOfStateMachine(machine.name)
  const context = contextOf(machine, stateMachineArn, { arn, name, startedAt })
  return {
    row: { ...start, startedAt },
    inserted,
    ...{ name, executionArn: arn, stateMachineArn, startedAt, redriveCount: 0, historyBytes: 0 },
    machine: machines.compiled(write, revisionId),
    execution: createExecution({ context, input }),
    storedFrames: new Set(),
    logTo: logs.of(machine.name, machine)
  }
}
