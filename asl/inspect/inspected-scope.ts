import { FrameScope } from '../interpreter/frame-scope.ts'
import type { Surroundings } from '../interpreter/frame-scope.ts'
import type { Frame } from '../interpreter/execution.ts'
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import type { ScopeOptions } from '../states/processor.ts'
import { TESTED_STATE_NAME } from './subject.ts'

export interface TestedContext {
  /** Given by the caller: shown as it is. */
  given: JsonObject | undefined
  roleArn: string | undefined
  retryCount: number
}

/** What expressions see while a state is inspected: as in its execution, but for the context object. */
export class InspectedScope extends FrameScope {
  private readonly tested: TestedContext
  private readonly item: ScopeOptions['item']

  constructor(
    tested: TestedContext,
    frame: Frame,
    data: Json,
    around: Surroundings,
    options?: ScopeOptions
  ) {
    super(frame, data, around, options)
    this.tested = tested
    this.item = options?.item
  }

  override context(): Json {
    const { given, roleArn, retryCount } = this.tested
    if (given !== undefined) return this.withItem(given)
    const context = super.context()
    if (!isJsonObject(context)) return context
    const { Execution: execution, State: state, ...rest } = context
    if (!isJsonObject(execution) || !isJsonObject(state)) return context
    const { RedriveCount: _none, ...named } = execution
    return {
      Execution: { ...named, RoleArn: roleArn ?? null },
      State: {
        ...state,
        Name: TESTED_STATE_NAME,
        ...(Object.hasOwn(state, 'RetryCount') ? { RetryCount: retryCount } : {})
      },
      ...rest
    }
  }

  /** Each item has its place in the context object, whoever gave the rest. */
  private withItem(given: JsonObject): Json {
    if (this.item === undefined) return given
    const { index, value } = this.item
    return { ...given, Map: { Item: { Index: index, Value: value } } }
  }
}
