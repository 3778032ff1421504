import type { Activation } from '../../asl/interpreter/activation.ts'
import { advance } from '../../asl/interpreter/advance.ts'
import type {
  Command,
  CompleteExecution,
  ScheduleTask,
  StartTimer
} from '../../asl/interpreter/command.ts'
import type { Execution } from '../../asl/interpreter/execution.ts'
import type { HistoryEvent } from '../../asl/interpreter/history.ts'
import type { StateMachine } from '../../asl/interpreter/machine.ts'
import type { Clock } from '../clock.ts'
import type { ActivationRequest } from '../host/host.ts'
import type { TaskOutcome } from '../tasks/tasks.ts'

export interface ExpressRunOptions {
  machine: StateMachine
  execution: Execution
  clock: Clock
  moment: () => { at: number; seed: string }
  /** Does a task; never rejects. `signal` aborts when its outcome is not wanted any more. */
  runTask: (
    task: ScheduleTask,
    options: { signal: AbortSignal; heartbeat: () => void }
  ) => Promise<TaskOutcome>
  /** New events, in order. */
  onEvents: (events: readonly HistoryEvent[]) => void
  onEnd: (end: Omit<CompleteExecution, 'type'>, at: number) => void
  /** The interpreter has thrown. */
  onBug: (error: unknown) => void
}

interface RunningTimer {
  timer: StartTimer
  cancel: () => void
}

/** One execution in memory: each activation is a step, its commands are carried out at once. */
export class ExpressRun {
  readonly #options: ExpressRunOptions
  readonly #timers = new Map<number, RunningTimer>()
  readonly #tasks = new Map<number, AbortController>()
  #execution: Execution
  #isOver = false

  constructor(options: ExpressRunOptions) {
    this.#options = options
    this.#execution = options.execution
  }

  /** Takes one step. After the end, does nothing. */
  give(request: ActivationRequest): void {
    if (this.#isOver) return
    const activation: Activation = { ...request, ...this.#options.moment() }
    try {
      const step = advance(this.#options.machine, this.#execution, activation)
      this.#execution = step.execution
      this.#options.onEvents(step.events)
      for (const command of step.commands) this.#carryOut(command, activation.at)
    } catch (error) {
      this.#options.onBug(error)
      this.#end({ status: 'FAILED', error: 'States.Runtime', cause: String(error) }, activation.at)
    }
  }

  #carryOut(command: Command, at: number): void {
    switch (command.type) {
      case 'schedule-task':
        this.#schedule(command)
        break
      case 'cancel-task':
        this.#tasks.get(command.taskId)?.abort(new Error(`The task is over: ${command.reason}.`))
        this.#tasks.delete(command.taskId)
        break
      case 'start-timer':
        this.#startTimer(command)
        break
      case 'cancel-timer':
        this.#timers.get(command.timerId)?.cancel()
        this.#timers.delete(command.timerId)
        break
      case 'continue':
        // Others get their turn of the event loop.
        this.#options.clock.after(0, () => this.give({ type: 'execution-continued' }))
        break
      case 'start-map-run':
      case 'stop-map-run':
        // AWS refuses distributed Maps in express state machines, and so does the validator.
        throw new Error(`An express execution cannot ${command.type}`)
      case 'complete-execution': {
        const { type: _type, ...end } = command
        this.#end(end, at)
        break
      }
    }
  }

  #schedule(task: ScheduleTask): void {
    const { taskId } = task
    const controller = new AbortController()
    this.#tasks.set(taskId, controller)
    const heartbeat = (): void => this.#beat(task)
    // The step that has scheduled the task is to be over before its outcome is the next one.
    queueMicrotask(() => {
      if (!this.#tasks.has(taskId)) return
      this.give({ type: 'task-started', taskId })
      const done = this.#options.runTask(task, { signal: controller.signal, heartbeat })
      void done.then((outcome) => {
        if (this.#tasks.delete(taskId)) this.#settle(taskId, outcome)
      })
    })
  }

  #settle(taskId: number, outcome: TaskOutcome): void {
    if (outcome.type === 'succeeded') {
      this.give({ type: 'task-succeeded', taskId, output: outcome.output })
      return
    }
    const { error, cause } = outcome
    this.give({
      ...{ type: 'task-failed', taskId },
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause })
    })
  }

  #startTimer(timer: StartTimer): void {
    const { clock } = this.#options
    const cancel = clock.after(Math.max(0, timer.dueAt - clock.now()), () => {
      this.#timers.delete(timer.timerId)
      this.give({ type: 'timer-fired', timerId: timer.timerId })
    })
    this.#timers.set(timer.timerId, { timer, cancel })
  }

  /** Starts the task's HeartbeatSeconds anew. */
  #beat({ taskId, heartbeatSeconds = 0 }: ScheduleTask): void {
    for (const { timer, cancel } of this.#timers.values()) {
      if (timer.kind !== 'heartbeat' || timer.taskId !== taskId) continue
      cancel()
      this.#startTimer({ ...timer, dueAt: this.#options.clock.now() + heartbeatSeconds * 1000 })
      return
    }
  }

  /** Ends without an end: the engine stops. */
  abandon(): void {
    this.#isOver = true
    for (const { cancel } of this.#timers.values()) cancel()
    for (const task of this.#tasks.values()) task.abort(new Error('The execution is over.'))
    this.#timers.clear()
    this.#tasks.clear()
  }

  #end(end: Omit<CompleteExecution, 'type'>, at: number): void {
    if (this.#isOver) return
    this.abandon()
    this.#options.onEnd(end, at)
  }
}
