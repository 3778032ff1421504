/** What an approval is about, as lines of a table where its data is simple enough. Pure. */
import type { Json } from '../../../asl/json.ts'
import { isJsonObject } from '../../../asl/json.ts'

export interface Fact {
  /** The members that lead to the value, outermost first. */
  path: readonly string[]
  text: string
  kind: 'text' | 'number' | 'truth' | 'nothing' | 'link' | 'json'
}

const MAX_DEPTH = 3
const MAX_FACTS = 60
const MAX_LIST_TEXT = 120

function isScalar(value: Json): value is string | number | boolean | null {
  return value === null || typeof value !== 'object'
}

function factOf(path: readonly string[], value: string | number | boolean | null): Fact {
  if (value === null) return { path, text: 'none', kind: 'nothing' }
  if (typeof value === 'boolean') return { path, text: value ? 'yes' : 'no', kind: 'truth' }
  if (typeof value === 'number') return { path, text: String(value), kind: 'number' }
  const kind = /^https?:\/\/\S+$/.test(value) ? 'link' : 'text'
  return { path, text: value, kind }
}

function listFact(path: readonly string[], values: readonly Json[]): Fact {
  const text = values.map(String).join(', ')
  return values.every(isScalar) && text.length <= MAX_LIST_TEXT
    ? { path, text: values.length > 0 ? text : 'none', kind: 'text' }
    : { path, text: JSON.stringify(values), kind: 'json' }
}

function collect(path: readonly string[], value: Json, facts: Fact[]): void {
  if (isScalar(value)) facts.push(factOf(path, value))
  else if (Array.isArray(value)) facts.push(listFact(path, value))
  else if (path.length >= MAX_DEPTH || Object.keys(value).length === 0) {
    facts.push({ path, text: JSON.stringify(value), kind: 'json' })
  } else {
    for (const [name, member] of Object.entries(value)) collect([...path, name], member, facts)
  }
}

/**
 * The facts of an object, or undefined where a table would not help: no object, an empty one, too
 * many members, or little but nested JSON.
 */
export function factsOf(data: unknown): Fact[] | undefined {
  if (!isJsonObject(data) || Object.keys(data).length === 0) return undefined
  const facts: Fact[] = []
  collect([], data, facts)
  const nested = facts.filter((fact) => fact.kind === 'json').length
  return facts.length <= MAX_FACTS && nested * 2 <= facts.length ? facts : undefined
}

/** `valAccuracy`, `val_accuracy` → `Val accuracy`: a name that reads like words. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])(?=[a-z])/g, (_all, before: string, first: string) =>
      [before, first.toLowerCase()].join(' ')
    )
    .replace(/[_-]+/g, ' ')
    .replace(/^./, (first) => first.toUpperCase())
}
