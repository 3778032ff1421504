/**
 * From a JSON Schema (draft 2020-12, as plugins publish their settings) to the fields of a form and
 * back to a value. Pure: no DOM, no framework. Whatever a plain control can't edit becomes a JSON field.
 */
import type { Json, JsonObject } from '../../asl/json.ts'
import { isJsonObject } from '../../asl/json.ts'

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
  choices?: { label: string; value: Json }[]
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
  { ok: true; value: JsonObject } | { ok: false; errors: Record<string, string> }

function isSchema(value: unknown): value is JsonSchema {
  return isJsonObject(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(value: unknown): number | undefined {
  // zod writes the safe-integer bounds for every `int()`: they say nothing to a person.
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined
}

/** `accessKeyId` → `Access key ID`, `pathStyle` → `Path style`. */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .split(' ')
    .map((word) =>
      ['id', 'url', 'tls', 'api', 'aws', 'ip'].includes(word) ? word.toUpperCase() : word
    )
    .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A nullable or single-member union is edited as the one thing it is; `null` is the empty control. */
function unwrap(schema: JsonSchema): JsonSchema {
  const members = [schema.anyOf, schema.oneOf].find(Array.isArray)?.filter(isSchema) ?? []
  const others = members.filter((member) => member.type !== 'null')
  const only = others[0]
  return only && others.length === 1 ? { ...only, ...withoutUnion(schema) } : schema
}

function withoutUnion(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => key !== 'anyOf' && key !== 'oneOf')
  )
}

function labelText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function choicesOf(schema: JsonSchema): Field['choices'] {
  if (Array.isArray(schema.enum)) {
    const names: unknown[] = Array.isArray(schema['enumNames']) ? schema['enumNames'] : []
    return schema.enum.map((value: Json, index) => ({
      label: text(names[index]) ?? labelText(value),
      value
    }))
  }
  const members = [schema.anyOf, schema.oneOf].find(Array.isArray)?.filter(isSchema) ?? []
  if (members.length > 0 && members.every((member) => 'const' in member)) {
    return members.map((member) => ({
      label: text(member.title) ?? labelText(member.const as Json),
      value: member.const as Json
    }))
  }
  return undefined
}

function isTextList(schema: JsonSchema): boolean {
  return (
    isSchema(schema.items) && schema.items.type === 'string' && !Array.isArray(schema.items.enum)
  )
}

function kindOf(schema: JsonSchema): FieldKind {
  if (choicesOf(schema)) return 'choice'
  switch (schema.type) {
    case 'string':
      return (number(schema.maxLength) ?? 0) > 1000 ? 'multiline' : 'text'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return isTextList(schema) ? 'list' : 'json'
    default:
      return 'json'
  }
}

function placeholderOf(schema: JsonSchema): string | undefined {
  const example = Array.isArray(schema.examples) ? (schema.examples[0] as unknown) : undefined
  return typeof example === 'string' || typeof example === 'number' ? String(example) : undefined
}

/** Leaves out what is undefined, so that the result fits exactOptionalPropertyTypes. */
function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined)
  ) as unknown as T
}

function fieldOf(name: string, raw: JsonSchema, isRequired: boolean): Field {
  const schema = unwrap(raw)
  const format = schema.format === 'uri' ? 'url' : schema.format === 'email' ? 'email' : undefined
  return present<Field>({
    name,
    label: text(schema.title) ?? labelOf(name),
    description: text(schema.description),
    kind: kindOf(schema),
    isRequired: isRequired && schema.default === undefined,
    format,
    choices: choicesOf(schema),
    isInteger: schema.type === 'integer' ? true : undefined,
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    minLength: number(schema.minLength),
    maxLength: number(schema.maxLength),
    pattern: text(schema.pattern),
    default: schema.default as Json | undefined,
    placeholder: placeholderOf(schema)
  })
}

/** The fields of an object schema, in the order of its properties. `except`: members kept elsewhere, such as secrets. */
export function fieldsOf(schema: JsonSchema, except: readonly string[] = []): Field[] {
  const properties = isSchema(schema.properties) ? schema.properties : {}
  const required = Array.isArray(schema.required) ? (schema.required as unknown[]) : []
  return Object.entries(properties)
    .filter(([name]) => !except.includes(name))
    .map(([name, property]) =>
      fieldOf(name, isSchema(property) ? property : {}, required.includes(name))
    )
}

function textOf(field: Field, value: Json | undefined): FieldText {
  if (field.kind === 'boolean') return value === true
  if (value === undefined || value === null) return ''
  switch (field.kind) {
    case 'choice':
      return String(field.choices?.findIndex((choice) => choice.value === value) ?? -1)
    case 'list':
      return Array.isArray(value) ? value.map(String).join('\n') : ''
    case 'json':
      return JSON.stringify(value, null, 2)
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** What the controls show for a value; members that are absent show their default. */
export function textsOf(fields: readonly Field[], value: Record<string, unknown> = {}): FieldTexts {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      textOf(field, field.name in value ? (value[field.name] as Json) : field.default)
    ])
  )
}

type Read = { value?: Json; error?: string }

function readNumber(field: Field, typed: string): Read {
  const value = Number(typed)
  const kind = field.isInteger ? 'a whole number' : 'a number'
  if (!Number.isFinite(value) || (field.isInteger && !Number.isInteger(value))) {
    return { error: `Expected ${kind}, found “${typed}”.` }
  }
  if (field.minimum !== undefined && value < field.minimum) {
    return { error: `Expected at least ${String(field.minimum)}.` }
  }
  if (field.maximum !== undefined && value > field.maximum) {
    return { error: `Expected at most ${String(field.maximum)}.` }
  }
  return { value }
}

function isUrl(typed: string): boolean {
  return URL.canParse(typed) && /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
}

function matches(pattern: string, typed: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(typed)
  } catch {
    return true // A pattern of another dialect: the engine checks it.
  }
}

function readText(field: Field, typed: string): Read {
  if (field.minLength !== undefined && typed.length < field.minLength) {
    return { error: `Expected at least ${String(field.minLength)} characters.` }
  }
  if (field.maxLength !== undefined && typed.length > field.maxLength) {
    return { error: `Expected at most ${String(field.maxLength)} characters.` }
  }
  if (field.format === 'url' && !isUrl(typed)) {
    return { error: 'Expected a full address, such as https://example.com.' }
  }
  if (field.format !== undefined || field.pattern === undefined) return { value: typed }
  return matches(field.pattern, typed)
    ? { value: typed }
    : { error: `Does not have the expected form (${field.pattern}).` }
}

function readJson(typed: string): Read {
  try {
    return { value: JSON.parse(typed) as Json }
  } catch {
    return { error: 'Expected JSON, such as {"key": "value"}.' }
  }
}

function readField(field: Field, typed: FieldText): Read {
  if (typeof typed === 'boolean') return { value: typed }
  const trimmed = typed.trim()
  if (trimmed === '' || (field.kind === 'choice' && trimmed === '-1')) {
    return field.isRequired ? { error: `${field.label} is needed.` } : {}
  }
  switch (field.kind) {
    case 'number':
      return readNumber(field, trimmed)
    case 'choice':
      return present<Read>({ value: field.choices?.[Number(trimmed)]?.value, error: undefined })
    case 'list':
      return {
        value: trimmed
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
      }
    case 'json':
      return readJson(trimmed)
    default:
      return readText(field, trimmed)
  }
}

/** Reads the controls back: the value, or one error per wrong field. Empty controls are left out. */
export function readFields(fields: readonly Field[], texts: FieldTexts): ReadResult {
  const value: JsonObject = {}
  const errors: Record<string, string> = {}
  for (const field of fields) {
    const read = readField(field, texts[field.name] ?? (field.kind === 'boolean' ? false : ''))
    if (read.error !== undefined) errors[field.name] = read.error
    else if (read.value !== undefined) value[field.name] = read.value
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}
