import type { Json, JsonObject } from '../../asl/json.ts'

/** What is asked about, as people read it: a table where the data is flat, else JSON. */
export type Facts =
  | { type: 'none' }
  | { type: 'table'; rows: { label: string; value: string }[] }
  | { type: 'json'; text: string }

/** Longer data belongs on the page of the approval, not into a mail. */
const longestJson = 8000

export function factsOf(data: Json): Facts {
  if (data === null || (isObject(data) && Object.keys(data).length === 0)) return { type: 'none' }
  if (isObject(data) && Object.values(data).every(isFlat)) {
    const rows = Object.entries(data).map(([name, value]) => ({
      label: labelOf(name),
      value: valueText(value)
    }))
    return { type: 'table', rows }
  }
  if (typeof data !== 'object') return { type: 'json', text: String(data) }
  const text = JSON.stringify(data, null, 2)
  const isLong = text.length > longestJson
  return {
    type: 'json',
    text: isLong
      ? `${text.slice(0, longestJson)}\n… (all of it is on the page of the approval)`
      : text
  }
}

/** `heldOutRows` and `held_out_rows` as `Held out rows`; names that are no identifiers stay. */
export function labelOf(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return name
  const words = name
    .replaceAll('_', ' ')
    .replace(
      /([a-z0-9])([A-Z])/g,
      (_, end: string, start: string) => `${end} ${start.toLowerCase()}`
    )
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFlat(value: Json): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object' || item === null)
  return typeof value !== 'object' || value === null
}

function valueText(value: Json): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
