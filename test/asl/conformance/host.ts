/** The smallest host: it holds one execution in memory and steps the time from timer to timer. */
import type { Activation } from '../../../asl/interpreter/activation.ts'
import { advance } from '../../../asl/interpreter/advance.ts'
import type { Command, ScheduleTask, StartTimer } from '../../../asl/interpreter/command.ts'
import type { Execution } from '../../../asl/interpreter/execution.ts'
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import { createExecution } from '../../../asl/interpreter/start.ts'
import type { Definition } from '../../../asl/definition.ts'
import type { Json } from '../../../asl/json.ts'
import { account, region, startedAt } from './corpus.ts'
import type { RecordedEvent } from './corpus.ts'

/** What the world outside did with one task. */
type Answer = DistributiveOmit<
  Extract<Activation, { type: `task-${string}` }>,
  'at' | 'seed' | 'taskId'
>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

export interface Outcome {
  status: string
  output?: string
  error?: string
  cause?: string
  events: HistoryEvent[]
}

const memberPattern =
  /^(Task|LambdaFunction|Activity)(Scheduled|Started|Submitted|Succeeded|Failed|TimedOut)$/

/** Reads from a recorded history what each scheduled task was answered, in order of scheduling. */
export function recordedAnswers(history: readonly RecordedEvent[]): Answer[][] {
  return history
    .filter((event) => memberPattern.exec(event.type)?.[2] === 'Scheduled')
    .map((scheduled) => {
      const answers: Answer[] = []
      let last: RecordedEvent | undefined = scheduled
      while (last !== undefined) {
        const id: number | number[] = last.id
        last = history.find(
          (event) => event.previousEventId === id && memberPattern.test(event.type)
        )
        const answer = last && answerOf(last)
        if (answer === undefined) return answers
        answers.push(answer)
      }
      return answers
    })
}

function answerOf(event: RecordedEvent): Answer | undefined {
  const details = Object.values(event).find(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  ) as Record<string, Json> | undefined
  switch (memberPattern.exec(event.type)?.[2]) {
    case 'Started': {
      const workerName = details?.['workerName']
      return typeof workerName === 'string'
        ? { type: 'task-started', workerName }
        : { type: 'task-started' }
    }
    case 'Submitted':
      return { type: 'task-submitted', output: valueOf(details?.['output']) }
    case 'Succeeded':
      return { type: 'task-succeeded', output: valueOf(details?.['output']) }
    case 'Failed':
      return {
        type: 'task-failed',
        ...(details?.['error'] === undefined ? {} : { error: textOf(details['error']) }),
        ...(details?.['cause'] === undefined ? {} : { cause: textOf(details['cause']) })
      }
    default:
      return undefined
  }
}

/** Recorded texts that were JSON objects are objects in the corpus, other texts are JSON text. */
function valueOf(recorded: Json | undefined): Json {
  if (typeof recorded !== 'string') return recorded ?? null
  try {
    return JSON.parse(recorded) as Json
  } catch {
    return recorded
  }
}

function textOf(recorded: Json): string {
  return typeof recorded === 'string' ? recorded : JSON.stringify(recorded)
}

interface Options {
  definition: Definition
  input: string
  name: string
  answers: Answer[][]
  /** Leave the timers alone: the execution was still running when it was recorded. */
  stopsAtTimers: boolean
}

/** Runs an execution to its end (or to where only timers would go on). */
export function runExecution(options: Options): Outcome {
  const machine = compileMachine(options.definition)
  const arn = `arn:aws:states:${region}:${account}`
  let execution: Execution = createExecution({
    context: {
      execution: {
        id: `${arn}:execution:conformance:${options.name}`,
        name: options.name,
        roleArn: `arn:aws:iam::${account}:role/conformance`,
        startTime: new Date(startedAt).toISOString()
      },
      stateMachine: { id: `${arn}:stateMachine:conformance`, name: 'conformance' }
    },
    input: options.input
  })
  const outcome: Outcome = { status: 'RUNNING', events: [] }
  const timers = new Map<number, StartTimer>()
  const queue: Activation[] = [{ type: 'execution-started', at: startedAt, seed: 'seed0' }]
  let now = startedAt
  let scheduled = 0

  function obey(command: Command): void {
    if (command.type === 'start-timer') timers.set(command.timerId, command)
    else if (command.type === 'cancel-timer') timers.delete(command.timerId)
    else if (command.type === 'schedule-task') answer(command)
    else if (command.type === 'continue')
      queue.push({ type: 'execution-continued', at: now, seed: 'c' })
    else if (command.type === 'complete-execution') {
      const { type: _type, ...end } = command
      Object.assign(outcome, end)
    }
  }

  function answer(command: ScheduleTask): void {
    const answers = options.answers[scheduled] ?? []
    scheduled += 1
    for (const item of answers) queue.push({ ...item, at: now, seed: 'a', taskId: command.taskId })
  }

  for (let steps = 0; steps < 100_000; steps += 1) {
    const activation = queue.shift() ?? nextTimer()
    if (activation === undefined) break
    const step = advance(machine, execution, activation)
    execution = JSON.parse(JSON.stringify(step.execution)) as Execution
    outcome.events.push(...step.events)
    step.commands.forEach(obey)
  }
  return outcome

  function nextTimer(): Activation | undefined {
    if (options.stopsAtTimers) return undefined
    const due = [...timers.values()].sort((a, b) => a.dueAt - b.dueAt || a.timerId - b.timerId)[0]
    if (due === undefined) return undefined
    timers.delete(due.timerId)
    now = Math.max(now, due.dueAt)
    return { type: 'timer-fired', timerId: due.timerId, at: now, seed: `t${due.timerId}` }
  }
}
