import type { Activation } from '../../asl/interpreter/activation.ts'
import type { Advance } from '../../asl/interpreter/advance.ts'
import type { Execution } from '../../asl/interpreter/execution.ts'
import { advance } from '../../asl/interpreter/advance.ts'
import { appendHistory } from '../store/queries/history.ts'
import {
  deleteFrame,
  deleteSnapshot,
  saveFrame,
  saveHead,
  saveRedrivePoint
} from '../store/queries/snapshots.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { HostHooks } from './commands.ts'
import { carryOut } from './commands.ts'
import type { LiveExecution } from './live-executions.ts'

/**
 * The one loop's body: advances an execution and writes snapshot, history and commands in the
 * caller's transaction.
 */
export function takeStep(
  write: WriteDb,
  live: LiveExecution,
  activation: Activation,
  hooks: HostHooks
): void {
  const step = advance(live.machine, live.execution, activation)
  live.execution = step.execution
  appendHistory(write, live.id, step.events)
  if (step.execution.status === 'RUNNING') saveSnapshot(write, live, step)
  else endSnapshot(write, live.id, step.execution)
  const scope = { write, live, at: activation.at, hooks }
  for (const command of step.commands) carryOut(scope, command)
  if (step.events.length > 0) {
    write.afterCommit(() => live.logTo(live.executionArn, step.events, live.redriveCount))
  }
  tell(write, live, step, activation)
}

/** Of an execution that has not ended well, the head is kept aside: a redrive goes on from it. */
function endSnapshot(write: WriteDb, executionId: number, execution: Execution): void {
  deleteSnapshot(write, executionId)
  if (execution.redriveFrom !== undefined) {
    saveRedrivePoint(write, executionId, execution)
  }
}

/** Writes the frames that the step has touched, and the head. */
function saveSnapshot(write: WriteDb, live: LiveExecution, step: Advance): void {
  const { execution, changedFrames, commands } = step
  for (const frameId of changedFrames) {
    const frame = execution.frames[frameId]
    if (frame) {
      saveFrame(write, live.id, frame)
      live.storedFrames.add(frameId)
    } else if (live.storedFrames.delete(frameId)) {
      deleteFrame(write, live.id, frameId)
    }
  }
  const mustContinue = commands.some(({ type }) => type === 'continue')
  saveHead(write, live.id, execution, mustContinue)
}

function tell(
  write: WriteDb,
  live: LiveExecution,
  { events, execution }: Advance,
  activation: Activation
): void {
  const { executionArn } = live
  const lastEventId = events.at(-1)?.id
  if (lastEventId !== undefined) write.notify({ type: 'history', executionArn, lastEventId })
  const hasEnded = execution.status !== 'RUNNING'
  if (hasEnded || activation.type === 'execution-started') {
    notifyExecution(write, live, execution.status, hasEnded ? activation.at : undefined)
  }
}

/** Tells listeners of an execution's status. */
export function notifyExecution(
  write: WriteDb,
  live: Pick<LiveExecution, 'executionArn' | 'stateMachineArn' | 'name' | 'startedAt'>,
  status: string,
  stoppedAt: number | undefined
): void {
  write.notify({
    type: 'execution',
    executionArn: live.executionArn,
    stateMachineArn: live.stateMachineArn,
    name: live.name,
    status,
    startDate: live.startedAt / 1000,
    ...(stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 })
  })
}
