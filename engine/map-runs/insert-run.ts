import { createHash } from 'node:crypto'
import type { Definition } from '../../asl/definition.ts'
import type { StartMapRun } from '../../asl/interpreter/command.ts'
import type { LiveExecution } from '../host/live-executions.ts'
import * as rows from '../store/queries/map-runs.ts'
import * as machineRows from '../store/queries/state-machines.ts'
import type { WriteDb } from '../store/transaction.ts'

/** The run's row, and the hidden state machine of its children. */
export function insertRun(
  write: WriteDb,
  parent: LiveExecution,
  command: StartMapRun,
  startedAt: number
): number {
  const { context } = parent.execution
  const name = `${context.stateMachine.name}/${command.label}`
  const roleArn = context.execution.roleArn
  const { QueryLanguage } = parent.machine.definition
  const processor = JSON.parse(command.processor) as Definition
  const definition = JSON.stringify(QueryLanguage ? { QueryLanguage, ...processor } : processor)
  const found = machineRows.findStateMachine(write, name)
  const stateMachineId =
    found?.id ??
    machineRows.insertStateMachine(write, {
      ...{ name, type: 'STANDARD', roleArn, createdAt: startedAt }
    })
  const digest = createHash('sha256').update(definition).digest('hex')
  const revisionId = machineRows.putRevision(write, {
    ...{ stateMachineId, definition, createdAt: startedAt, digest }
  })
  if (!found) {
    machineRows.updateStateMachine(write, stateMachineId, {
      ...{ revisionId, roleArn, updatedAt: startedAt, revisionName: '', isTraced: false }
    })
    machineRows.deleteStateMachine(write, stateMachineId, startedAt)
  }
  return rows.insertMapRun(write, {
    ...command,
    ...{ executionId: parent.id, stateMachineId, revisionId, startedAt }
  })
}
