import type { Json, JsonObject } from '../../asl/json.ts'
import { LONGEST_INLINE } from './payload-codec.ts'

/** A column's details without what can be told from the event before; JSON never begins so. */
const MARK = '~'

/** The members whose text an event often has from the event before it. */
const TEXT_NAMES = ['input', 'output', 'parameters'] as const
type TextName = (typeof TEXT_NAMES)[number]

/** Said of nearly every text, so it is left out: this follows the text where it is not said. */
const NOT_TRUNCATED: JsonObject = { truncated: false }
const NOTES: Partial<Record<TextName, string>> = { input: 'inputDetails', output: 'outputDetails' }

/** The one of them that the details have, if its value is a text. */
function textNameOf(details: JsonObject): TextName | undefined {
  let found: TextName | undefined
  for (const name of TEXT_NAMES) {
    if (details[name] === undefined) continue
    if (found !== undefined || typeof details[name] !== 'string') return undefined
    found = name
  }
  return found
}

/** A text, and the event whose row has it. */
export interface CarriedText {
  text: string
  eventId: number
}

/**
 * An event's details as they are stored, with the text that goes on from it; undefined where they have no
 * text, are long, or are not as usual: then they are stored whole. `before`: the text that the
 * event before this one carries; the same one is said by how many events before this one it is.
 */
export function compactDetails(
  eventId: number,
  details: JsonObject,
  before: CarriedText | undefined
): { stored: string; carried: CarriedText } | undefined {
  const name = textNameOf(details)
  if (name === undefined) return undefined
  const text = details[name] as string
  if (text.length > LONGEST_INLINE) return undefined
  const note = NOTES[name]
  const isSame = before?.text === text
  const rest: Record<string, Json> = {}
  let last = ''
  for (const member in details) {
    const value = details[member] ?? null
    if (member === name) rest[member] = isSame ? eventId - before.eventId : value
    else if (member !== note) rest[member] = value
    else if (last !== name || !isNotTruncated(value)) return undefined
    last = member
  }
  if (note !== undefined && details[note] === undefined) return undefined
  const stored = MARK + JSON.stringify(rest)
  if (stored.length > LONGEST_INLINE) return undefined
  return { stored, carried: isSame ? before : { text, eventId } }
}

function isNotTruncated(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  return value.truncated === false && Object.keys(value).length === 1
}

export function isCompact(stored: string): boolean {
  return stored.startsWith(MARK)
}

/**
 * The details that `compactDetails` was given. `textOf` finds the text of an event that has one in its row;
 * where that row is lost, the text is left out.
 */
export function expandDetails(
  eventId: number,
  stored: string,
  textOf: (eventId: number) => string | undefined
): JsonObject {
  const details: Record<string, Json> = {}
  const rest = JSON.parse(stored.slice(MARK.length)) as JsonObject
  for (const member in rest) {
    const value = rest[member] ?? null
    const name = TEXT_NAMES.find((one) => one === member)
    const found = name && typeof value === 'number' ? textOf(eventId - value) : value
    if (found === undefined) continue
    details[member] = found
    const note = name && NOTES[name]
    if (note !== undefined) details[note] = { ...NOT_TRUNCATED }
  }
  return details
}

/** The text that is in a row itself. */
export function textIn(stored: string): string | undefined {
  if (!isCompact(stored)) return undefined
  const rest = JSON.parse(stored.slice(MARK.length)) as JsonObject
  const name = textNameOf(rest)
  return name && (rest[name] as string)
}
