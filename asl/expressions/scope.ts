import type { Json, JsonObject } from '../json.ts'

/** What an expression can see and draw from while it is evaluated. */
export interface Scope {
  /** JSONPath: what `$` stands for. */
  readonly data: Json
  /** JSONata: what `$states` holds besides the context, which is asked for apart. */
  readonly states: StatesVariable
  /** JSONata: what `$now` and `$millis` tell, in milliseconds since the epoch. */
  readonly now: number
  /** The context object, `$$` in JSONPath and `$states.context` in JSONata. */
  context(): Json
  /** The value of a workflow variable, undefined where it was never assigned. */
  variable(name: string): Json | undefined
  /** 256 fresh bits as hexadecimal, derived from the activation's seed. */
  draw(): string
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html, "$states" */
export interface StatesVariable {
  /** The state's raw input. */
  readonly input: Json
  /** What a Task, Parallel or Map has yielded, once it has. */
  readonly result?: Json
  /** In a Catch only. */
  readonly errorOutput?: JsonObject
}
