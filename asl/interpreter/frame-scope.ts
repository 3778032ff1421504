/** What expressions see from within a frame. */
import { contextObject } from '../data/context.ts'
import { isFailure } from '../errors.ts'
import type { Scope, StatesVariable } from '../expressions/scope.ts'
import type { Json } from '../json.ts'
import type { CompiledState } from '../states/compiled.ts'
import { itemsOf } from '../states/map-items.ts'
import type { ScopeOptions, Step } from '../states/processor.ts'
import type { Frame } from './execution.ts'
import { drawFrom } from './seed.ts'

/** What a scope needs to know of the execution around its frame. */
export interface Surroundings extends Step {
  stateOf(frame: Frame): CompiledState
  executionInput(): Json
}

export class FrameScope implements Scope {
  readonly data: Json
  private readonly frame: Frame
  private readonly around: Surroundings
  private readonly options: ScopeOptions | undefined
  private contextValue: Json | undefined
  private draws = 0

  constructor(frame: Frame, data: Json, around: Surroundings, options?: ScopeOptions) {
    this.frame = frame
    this.data = data
    this.around = around
    this.options = options
  }

  get now(): number {
    return this.options?.moment?.at ?? this.around.at
  }

  get states(): StatesVariable {
    const { result, errorOutput } = this.options ?? {}
    return {
      input: this.frame.input,
      ...(result === undefined ? {} : { result }),
      ...(errorOutput === undefined ? {} : { errorOutput })
    }
  }

  context(): Json {
    this.contextValue ??= this.makeContext()
    return this.contextValue
  }

  /** Looks in the frame's own scope, then outwards. */
  variable(name: string): Json | undefined {
    let frame: Frame | undefined = this.frame
    while (frame !== undefined) {
      if (Object.hasOwn(frame.variables, name)) return frame.variables[name]
      frame = frame.parentId === null ? undefined : this.around.findFrame(frame.parentId)
    }
    return undefined
  }

  draw(): string {
    const moment = this.options?.moment
    if (moment === undefined) return this.around.draw()
    this.draws += 1
    return drawFrom(moment.seed, this.draws)
  }

  private makeContext(): Json {
    const state = this.around.stateOf(this.frame)
    const canRetry = state.type === 'Task' || state.type === 'Parallel' || state.type === 'Map'
    return contextObject({
      execution: this.around.context,
      input: this.around.executionInput(),
      stateName: state.name,
      enteredAt: this.frame.enteredAt,
      retryCount: canRetry
        ? this.frame.retryCounts.reduce((sum, count) => sum + count, 0)
        : undefined,
      taskToken: this.options?.taskToken,
      item: this.options?.item ?? this.itemAround()
    })
  }

  /** The item of the closest Map iteration that the frame is part of. */
  private itemAround(): { index: number; value: Json } | undefined {
    let frame = this.frame
    while (frame.parentId !== null) {
      const parent = this.around.findFrame(frame.parentId)
      if (parent === undefined) return undefined
      const state = this.around.stateOf(parent)
      if (state.type === 'Map') {
        const items = itemsOf(parent, state, this.around)
        if (isFailure(items)) return undefined
        return { index: frame.index, value: items[frame.index] ?? null }
      }
      frame = parent
    }
    return undefined
  }
}
