import type { JsonObject } from '../../asl/json.ts'
import type { Field, FieldText, FieldTexts, JsonSchema } from './fields.ts'
import { fieldsOf, readFields, textsOf } from './fields.ts'

/** The state of one form: what is typed, which errors may be shown, and the value once it is whole. */
export class FormState {
  readonly fields: readonly Field[]
  texts: FieldTexts = $state({})
  #touched: Record<string, boolean> = $state({})
  #isSubmitted = $state(false)
  readonly #read = $derived.by(() => readFields(this.fields, this.texts))

  constructor(
    schema: JsonSchema,
    value: Record<string, unknown> = {},
    except: readonly string[] = []
  ) {
    this.fields = fieldsOf(schema, except)
    this.texts = textsOf(this.fields, value)
  }

  set(name: string, typed: FieldText): void {
    this.texts[name] = typed
  }

  /** A field's error is shown after the person has left it, or has asked to save. */
  touch(name: string): void {
    this.#touched[name] = true
  }

  errorOf(name: string): string | undefined {
    if (this.#read.ok || !(this.#isSubmitted || this.#touched[name])) return undefined
    return this.#read.errors[name]
  }

  /** The value, or undefined where a field is wrong; from then on all errors show. */
  submit(): JsonObject | undefined {
    this.#isSubmitted = true
    return this.#read.ok ? this.#read.value : undefined
  }

  /** The first field with an error, to move the focus to. */
  get firstError(): string | undefined {
    const read = this.#read
    return read.ok ? undefined : this.fields.find((field) => read.errors[field.name])?.name
  }
}
