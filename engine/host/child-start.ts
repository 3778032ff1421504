import { createExecution } from '../../asl/interpreter/start.ts'
import { executionArn, stateMachineArn as arnOfStateMachine } from '../arns.ts'
import type { ExecutionLogs } from '../logs/execution-logs.ts'
import type { Machines } from '../machines/machines.ts'
import { insertExecution } from '../store/queries/executions.ts'
import { findStateMachineById } from '../store/queries/state-machines.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { LiveExecution } from './live-executions.ts'
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
}

/** Inserts a child's rows; it has not taken a step. Throws ApiError InvalidExecutionInput. */
export function insertChildExecution(
  write: WriteDb,
  { machines, logs }: { machines: Machines; logs: ExecutionLogs },
  { stateMachineId, revisionId, mapRunId, name, input }: ChildStart,
  startedAt: number
): LiveExecution {
  const machine = findStateMachineById(write, stateMachineId)
  if (!machine) throw new Error(`State machine ${String(stateMachineId)} is not in the database`)
  checkInput(input)
  const id = insertExecution(write, {
    ...{ stateMachineId, revisionId, mapRunId, name, startedAt, input }
  })
  const arn = executionArn(machine.name, name)
  const stateMachineArn = arnOfStateMachine(machine.name)
  const context = contextOf(machine, stateMachineArn, { arn, name, startedAt })
  return {
    ...{ id, name, executionArn: arn, stateMachineArn, startedAt, redriveCount: 0 },
    machine: machines.compiled(write, revisionId),
    execution: createExecution({ context, input }),
    storedFrames: new Set(),
    logTo: logs.of(machine.name, machine)
  }
}
