/** A host that keeps what a real one would store: the head, one text per frame, open tasks and timers. */
import type { Activation } from '../../../asl/interpreter/activation.ts'
import { advance } from '../../../asl/interpreter/advance.ts'
import type { Advance } from '../../../asl/interpreter/advance.ts'
import type { Command } from '../../../asl/interpreter/command.ts'
import type { Execution } from '../../../asl/interpreter/execution.ts'
import type { StateMachine } from '../../../asl/interpreter/machine.ts'
import { redrive } from '../../../asl/interpreter/redrive.ts'
import { createExecution } from '../../../asl/interpreter/start.ts'

export const testContext = {
  execution: {
    id: 'arn:aws:states:eu-central-1:123456789012:execution:machine:name',
    name: 'name',
    roleArn: 'arn:aws:iam::123456789012:role/test',
    startTime: '2026-11-23T12:00:00.000Z'
  },
  stateMachine: {
    id: 'arn:aws:states:eu-central-1:123456789012:stateMachine:machine',
    name: 'machine'
  }
}

/** What is still to come back from the world. */
export interface Pending {
  tasks: Map<number, 'scheduled' | 'started' | 'submitted'>
  timers: Map<number, number>
  isToContinue: boolean
  isComplete: boolean
}

function obey(pending: Pending, command: Command): void {
  switch (command.type) {
    case 'schedule-task':
      pending.tasks.set(command.taskId, 'scheduled')
      break
    case 'cancel-task':
      if (!pending.tasks.delete(command.taskId)) throw new Error('cancelled a task that is over')
      break
    case 'start-timer':
      pending.timers.set(command.timerId, command.dueAt)
      break
    case 'cancel-timer':
      if (!pending.timers.delete(command.timerId)) throw new Error('cancelled a timer that is over')
      break
    case 'continue':
      pending.isToContinue = true
      break
    case 'complete-execution':
      pending.isComplete = true
      break
    case 'start-map-run':
    case 'stop-map-run':
      throw new Error('random machines have no Map in DISTRIBUTED mode')
  }
}

export class StoredHost {
  readonly pending: Pending = {
    tasks: new Map(),
    timers: new Map(),
    isToContinue: false,
    isComplete: false
  }
  execution: Execution
  private readonly machine: StateMachine
  private readonly frameTexts = new Map<string, string>()
  private head = ''

  constructor(machine: StateMachine, input: string) {
    this.machine = machine
    this.execution = createExecution({ context: testContext, input })
    this.store([])
  }

  /** Advances, notes the commands, and stores only what the step says it has changed. */
  step(activation: Activation): Advance {
    const { tasks, timers } = this.pending
    if (activation.type === 'timer-fired') timers.delete(activation.timerId)
    if (activation.type === 'execution-continued') this.pending.isToContinue = false
    if (activation.type === 'task-succeeded' || activation.type === 'task-failed') {
      tasks.delete(activation.taskId)
    }
    const result = advance(this.machine, this.execution, activation)
    this.execution = result.execution
    for (const command of result.commands) obey(this.pending, command)
    this.store(result.changedFrames)
    return result
  }

  /** Takes an execution up again that has not ended well; undefined where that cannot be. */
  redrive(at: number): Advance | undefined {
    const redriven = redrive(this.machine, this.stored(), at)
    if (redriven === undefined) return undefined
    this.execution = redriven.execution
    const { events, timer } = redriven
    const commands: Command[] = [...(timer === undefined ? [] : [timer]), { type: 'continue' }]
    this.pending.isComplete = false
    for (const command of commands) obey(this.pending, command)
    const changedFrames = Object.keys(this.execution.frames).map(Number)
    this.store(changedFrames)
    return { execution: this.execution, events, commands, changedFrames }
  }

  private store(changedFrames: readonly number[]): void {
    const { frames } = this.execution
    this.head = JSON.stringify({ ...this.execution, frames: {} })
    for (const id of changedFrames) {
      const frame = frames[id]
      if (frame === undefined) this.frameTexts.delete(String(id))
      else this.frameTexts.set(String(id), JSON.stringify(frame))
    }
  }

  /** The execution as it would be read from the store. */
  stored(): Execution {
    const frames = Object.fromEntries(
      [...this.frameTexts].map(([id, text]): [string, unknown] => [id, JSON.parse(text)])
    )
    return { ...(JSON.parse(this.head) as Execution), frames: frames as Execution['frames'] }
  }

  /** Forgets everything but what is stored. */
  restart(): void {
    this.execution = this.stored()
  }
}
