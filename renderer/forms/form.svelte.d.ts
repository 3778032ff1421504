import type { JsonObject } from '../../asl/json.ts'
import type { Field, FieldText, FieldTexts, JsonSchema } from './fields.ts'
/** The state of one form: what is typed, which errors may be shown, and the value once it is whole. */
export declare class FormState {
  #private
  readonly fields: readonly Field[]
  texts: FieldTexts
  constructor(schema: JsonSchema, value?: Record<string, unknown>, except?: readonly string[])
  set(name: string, typed: FieldText): void
  /** A field's error is shown after the person has left it, or has asked to save. */
  touch(name: string): void
  errorOf(name: string): string | undefined
  /** The value, or undefined where a field is wrong; from then on all errors show. */
  submit(): JsonObject | undefined
  /** The first field with an error, to move the focus to. */
  get firstError(): string | undefined
}
