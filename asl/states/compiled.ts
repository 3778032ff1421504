/** What a state is compiled to: everything that can be decided before it is ever entered. */
import type { StateType } from '../definition.ts'
import type { DataPath } from '../data/input.ts'
import type { OutputFlow } from '../data/output.ts'
import type { Retrier, State, StatesBlock } from '../definition.ts'
import type { Query } from '../expressions/query.ts'
import type { CompiledCatcher } from '../retry/catcher.ts'
import type { CompiledChoice } from './choice.ts'
import type { CompiledFail } from './fail.ts'
import type { CompiledMap } from './map.ts'
import type { CompiledParallel } from './parallel.ts'
import type { CompiledPass } from './pass.ts'
import type { CompiledTask } from './task.ts'
import type { CompiledWait } from './wait.ts'

/** A sequence of states: the whole machine, a branch of Parallel, the processor of a Map. */
export interface Block {
  readonly startAt: string
  readonly states: ReadonlyMap<string, CompiledState>
}

/** What all state types have in common. */
export interface CompiledCommon {
  readonly name: string
  /** Null where the state ends its block. */
  readonly next: string | null
  readonly inputPath: DataPath
  readonly output: OutputFlow
  readonly assign: Query | undefined
  readonly retriers: readonly Retrier[]
  readonly catchers: readonly CompiledCatcher[]
}

/** What is particular to each state type. */
export interface CompiledParts {
  Pass: CompiledPass
  Task: CompiledTask
  Choice: CompiledChoice
  Wait: CompiledWait
  Succeed: object
  Fail: CompiledFail
  Parallel: CompiledParallel
  Map: CompiledMap
}

export type CompiledState<T extends StateType = StateType> = {
  [K in T]: CompiledCommon & CompiledParts[K] & { readonly type: K }
}[T]

export type StateOf<T extends StateType> = Extract<State, { Type: T }>

/** Compiles a nested block; handed to the state types that have some. */
export type CompileBlock = (block: StatesBlock) => Block
