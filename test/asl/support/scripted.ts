import type { Definition, State } from '../../../asl/definition.ts'
import type { Activation } from '../../../asl/interpreter/activation.ts'
import type { Command } from '../../../asl/interpreter/command.ts'
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import { StoredHost } from './stored-host.ts'

/** An activation without what the script adds: the time and a seed. */
type Move = Activation extends infer A
  ? A extends Activation
    ? Omit<A, 'at' | 'seed'>
    : never
  : never

/** Drives one execution by hand, second by second, and keeps all that it has recorded. */
export class Script {
  readonly events: HistoryEvent[] = []
  readonly commands: Command[] = []
  readonly host: StoredHost
  now = 0
  private moves = 0

  constructor(definition: Definition | State, input = '{}') {
    const machine =
      'StartAt' in definition ? definition : { StartAt: 'S', States: { S: definition } }
    this.host = new StoredHost(compileMachine(machine), input)
  }

  start(): this {
    return this.do({ type: 'execution-started' })
  }

  /** One activation; before it the host is restarted, so that every test also proves the snapshot. */
  do(move: Move, seconds = 0): this {
    this.now += seconds * 1000
    this.moves += 1
    this.host.restart()
    const result = this.host.step({ ...move, at: this.now, seed: `seed-${this.moves}` })
    this.events.push(...result.events)
    this.commands.push(...result.commands)
    return this
  }

  /** Redrives the execution and lets it go on. */
  redrive(): this {
    this.host.restart()
    const redriven = this.host.redrive(this.now)
    if (redriven === undefined) throw new Error('the execution cannot be redriven')
    this.events.push(...redriven.events)
    this.commands.push(...redriven.commands)
    return this.do({ type: 'execution-continued' })
  }

  /** The last command of a type. */
  last<T extends Command['type']>(type: T): Extract<Command, { type: T }> {
    const found = this.commands.findLast((command) => command.type === type)
    if (found === undefined) throw new Error(`no command ${type}`)
    return found as Extract<Command, { type: T }>
  }

  /** Lets the last timer of a kind be due. */
  fire(kind: string): this {
    const timer = this.commands.findLast(
      (command) => command.type === 'start-timer' && command.kind === kind
    )
    if (timer?.type !== 'start-timer') throw new Error(`no timer ${kind}`)
    this.now = Math.max(this.now, timer.dueAt)
    return this.do({ type: 'timer-fired', timerId: timer.timerId })
  }

  /** `id<-previous Type` of each event. */
  get history(): string[] {
    return this.events.map((event) => `${event.id}<-${event.previousEventId} ${event.type}`)
  }

  get types(): string[] {
    return this.events.map((event) => event.type)
  }

  detail(type: string): unknown {
    return this.events.findLast((event) => event.type === type)?.details
  }
}
