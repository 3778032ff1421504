import type { Json } from '../json.ts'

/** What an expression can see and draw from while it is evaluated. */
export interface Scope {
  /** What `$` stands for. */
  readonly data: Json
  /** The context object, what `$$` stands for. */
  context(): Json
  /** The value of a workflow variable, undefined where it was never assigned. */
  variable(name: string): Json | undefined
  /** 256 fresh bits as hexadecimal, derived from the activation's seed. */
  draw(): string
}
