import type { Activation } from '../../asl/interpreter/activation.ts'
import type { Advance } from '../../asl/interpreter/advance.ts'
import type { Execution } from '../../asl/interpreter/execution.ts'
import { advance } from '../../asl/interpreter/advance.ts'
import type { ExecutionEnd } from '../store/queries/executions.ts'
import { insertExecution, nextExecutionId } from '../store/queries/executions.ts'
import { appendHistory } from '../store/queries/history.ts'
import {
  deleteFrame,
  deleteSnapshot,
  headText,
  rewriteFrame,
  rewriteHead,
  saveFrame,
  saveHead,
  saveRedrivePoint
} from '../store/queries/snapshots.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { HostHooks } from './commands.ts'
import { carryOut } from './commands.ts'
import type { LiveExecution, NewExecution } from './live-executions.ts'

export interface StepOptions {
  hooks: HostHooks
  /** So many transitions at most are committed together; the interpreter's own limit where absent. */
  transitionLimit?: number | undefined
}

/**
 * The one loop's body: advances an execution and writes snapshot, history and commands in the
 * caller's transaction.
 */
export function takeStep(
  write: WriteDb,
  live: LiveExecution,
  activation: Activation,
  { hooks, transitionLimit }: StepOptions
): void {
  const step = advance(live.machine, live.execution, activation, transitionLimit)
  live.execution = step.execution
  const bytes = appendHistory(write, live.id, step.events)
  if (live.historyBytes !== undefined) live.historyBytes += bytes
  if (step.execution.status === 'RUNNING') saveSnapshot(write, live, step)
  else endSnapshot(write, live.id, step.execution)
  const scope = { write, live, at: activation.at, hooks }
  for (const command of step.commands) carryOut(scope, command)
  follow(write, live, step, activation)
}

/**
 * The body's first round: the execution's own rows are written once, as the step leaves them. One that
 * ends here never has a snapshot. `begun` is told of it before its commands are carried out.
 */
export function takeFirstStep(
  write: WriteDb,
  { row, inserted, ...rest }: NewExecution,
  activation: Activation,
  { hooks, transitionLimit, begun }: StepOptions & { begun: (live: LiveExecution) => void }
): LiveExecution {
  const step = advance(rest.machine, rest.execution, activation, transitionLimit)
  const id = nextExecutionId(write)
  const bytes = appendHistory(write, id, step.events)
  const end = endOf(step, activation.at, bytes)
  insertExecution(write, id, row, end)
  inserted?.(write, id)
  const live: LiveExecution = { id, ...rest, execution: step.execution, historyBytes: bytes }
  begun(live)
  if (end === undefined) saveSnapshot(write, live, step)
  else keepRedrivePoint(write, id, step.execution)
  const scope = { write, live, at: activation.at, hooks }
  for (const command of step.commands) {
    if (command.type === 'complete-execution') hooks.executionEnded(write, live)
    else carryOut(scope, command)
  }
  follow(write, live, step, activation)
  return live
}

/** The rows of an execution whose first step is yet to come: it may have to wait for its turn. */
export function insertWaiting(
  write: WriteDb,
  { row, inserted, ...rest }: NewExecution
): LiveExecution {
  const id = nextExecutionId(write)
  insertExecution(write, id, row)
  inserted?.(write, id)
  return { id, ...rest }
}

function endOf({ commands }: Advance, at: number, historyBytes: number): ExecutionEnd | undefined {
  const complete = commands.find((command) => command.type === 'complete-execution')
  return complete && { ...complete, at, historyBytes }
}

/** What comes after the commit: the log of events, and word to listeners. */
function follow(write: WriteDb, live: LiveExecution, step: Advance, activation: Activation): void {
  if (step.events.length > 0) {
    write.afterCommit(() => live.logTo(live.executionArn, step.events, live.redriveCount))
  }
  tell(write, live, step, activation)
}

function endSnapshot(write: WriteDb, executionId: number, execution: Execution): void {
  deleteSnapshot(write, executionId)
  keepRedrivePoint(write, executionId, execution)
}

/** Of an execution that has not ended well, the head is kept aside: a redrive goes on from it. */
function keepRedrivePoint(write: WriteDb, executionId: number, execution: Execution): void {
  if (execution.redriveFrom !== undefined) saveRedrivePoint(write, executionId, execution)
}

/** Writes the frames that the step has touched, and the head. */
function saveSnapshot(write: WriteDb, live: LiveExecution, step: Advance): void {
  const { execution, changedFrames, commands } = step
  for (const frameId of changedFrames) {
    const frame = execution.frames[frameId]
    if (frame) {
      if (live.storedFrames.has(frameId)) rewriteFrame(write, live.id, frame)
      else saveFrame(write, live.id, frame)
      live.storedFrames.add(frameId)
    } else if (live.storedFrames.delete(frameId)) {
      deleteFrame(write, live.id, frameId)
    }
  }
  const mustContinue = commands.some(({ type }) => type === 'continue')
  const head = headText(execution)
  if (live.storedContinue !== mustContinue) saveHead(write, live.id, execution, mustContinue)
  else if (live.storedHead !== head) rewriteHead(write, live.id, head)
  live.storedContinue = mustContinue
  live.storedHead = head
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
