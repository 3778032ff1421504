import type { Definition } from '../../../asl/definition.ts'
import type { Activation } from '../../../asl/interpreter/activation.ts'
import { advance } from '../../../asl/interpreter/advance.ts'
import type { ScheduleTask } from '../../../asl/interpreter/command.ts'
import { detailsMember, type HistoryEvent } from '../../../asl/interpreter/history.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import { createExecution } from '../../../asl/interpreter/start.ts'
import type { Json } from '../../../asl/json.ts'
import type { HistoryEvent as WireEvent } from '../../../renderer/features/executions/visits.ts'

/** What a task does when it is tried: an output, an error, or `submitted` (it then waits). */
export type TaskAnswer = { output: Json } | { error: string; cause?: string } | 'submitted' | 'open'

type Moment = Omit<Activation, 'at' | 'seed'> & Record<string, unknown>

/** An event as the API shows it: seconds, details under their own member. */
function toWire({ id, previousEventId, type, timestamp, details }: HistoryEvent): WireEvent {
  const member = detailsMember[type]
  return {
    id,
    previousEventId,
    type,
    timestamp: timestamp / 1000,
    ...(member && details ? { [member]: details } : {})
  }
}

/**
 * Runs a definition with the real interpreter; `answer` stands for the actions. Each activation comes
 * one second after the one before. Ends where the execution does, or where only open tasks are left.
 */
export function historyOf(
  definition: Definition,
  answer: (task: ScheduleTask) => TaskAnswer = () => ({ output: {} }),
  options: { input?: Json; stopAfterEvents?: number } = {}
): WireEvent[] {
  const machine = compileMachine(definition)
  let execution = createExecution({
    context: {
      execution: { id: 'e', name: 'e', roleArn: 'r', startTime: '2026-11-23T12:00:00Z' },
      stateMachine: { id: 'arn:aws:states:us-east-1:000000000000:stateMachine:m', name: 'm' }
    },
    input: JSON.stringify(options.input ?? {})
  })
  const events: HistoryEvent[] = []
  const queue: Moment[] = [{ type: 'execution-started' }]
  let at = 1_000_000
  for (let moment = queue.shift(); moment; moment = queue.shift()) {
    const activation = { ...moment, at, seed: '0'.repeat(32) } as Activation
    const step = advance(machine, execution, activation)
    execution = step.execution
    events.push(...step.events)
    at += 1000
    for (const command of step.commands) {
      if (command.type === 'start-timer' && ['wait', 'retry'].includes(command.kind)) {
        queue.push({ type: 'timer-fired', timerId: command.timerId })
      }
      if (command.type === 'continue') queue.push({ type: 'execution-continued' })
      if (command.type === 'schedule-task') queue.push(...momentsOf(command, answer(command)))
    }
    if (options.stopAfterEvents !== undefined && events.length >= options.stopAfterEvents) {
      queue.length = 0
      const stopped = { type: 'execution-stopped', at, seed: '0'.repeat(32) } as const
      events.push(...advance(machine, execution, stopped).events)
    }
  }
  return events.map(toWire)
}

function momentsOf({ taskId }: ScheduleTask, answer: TaskAnswer): Moment[] {
  const started = { type: 'task-started', taskId } as const
  if (answer === 'open') return [started]
  if (answer === 'submitted') return [started, { type: 'task-submitted', taskId, output: {} }]
  if ('output' in answer) {
    return [started, { type: 'task-succeeded', taskId, output: answer.output }]
  }
  return [started, { type: 'task-failed', taskId, ...answer }]
}
