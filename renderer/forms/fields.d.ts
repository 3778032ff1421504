/**
 * From a JSON Schema (draft 2020-12, as plugins publish their settings) to the fields of a form and
 * back to a value. Pure: no DOM, no framework. Whatever a plain control can't edit becomes a JSON field.
 */
import type { Json, JsonObject } from '../../asl/json.ts'
export type JsonSchema = Record<string, unknown>
export type FieldKind = 'text' | 'multiline' | 'number' | 'boolean' | 'choice' | 'list' | 'json'
export interface Field {
  name: string
  label: string
  description?: string
  kind: FieldKind
  isRequired: boolean
  /** Which keyboard and autofill a text field asks for. */
  format?: 'url' | 'email'
  /** Choices in the order of the schema; their JSON values are `values[index]`. */
  choices?: {
    label: string
    value: Json
  }[]
  isInteger?: boolean
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  default?: Json
  placeholder?: string
}
/** What the controls hold: text as typed, or the state of a switch. */
export type FieldText = string | boolean
export type FieldTexts = Record<string, FieldText>
export type ReadResult =
  | {
      ok: true
      value: JsonObject
    }
  | {
      ok: false
      errors: Record<string, string>
    }
/** `accessKeyId` → `Access key ID`, `pathStyle` → `Path style`. */
export declare function labelOf(name: string): string
/** The fields of an object schema, in the order of its properties. `except`: members kept elsewhere, such as secrets. */
export declare function fieldsOf(schema: JsonSchema, except?: readonly string[]): Field[]
/** What the controls show for a value; members that are absent show their default. */
export declare function textsOf(
  fields: readonly Field[],
  value?: Record<string, unknown>
): FieldTexts
/** Reads the controls back: the value, or one error per wrong field. Empty controls are left out. */
export declare function readFields(fields: readonly Field[], texts: FieldTexts): ReadResult
