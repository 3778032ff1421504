/** Spec clauses "Retrying after error" and "Fallback states". Durations are in seconds. */
import { errorNames } from '../../errors.ts'
import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { StateRule, StateVisit } from '../check.ts'
import { suggestion } from '../nearest.ts'
import { child } from '../pointer.ts'

const MAX_INTEGER = 99_999_999
const MAX_DELAY = 31_622_400

const retrierFields = [
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy'
]
const catcherFields = {
  JSONPath: ['Comment', 'ErrorEquals', 'Next', 'ResultPath', 'Assign'],
  JSONata: ['Comment', 'ErrorEquals', 'Next', 'Output', 'Assign']
}

/** All others that start with `States.` are reserved. */
const reservedErrors: readonly string[] = Object.values(errorNames)
/** A family of http:invoke, one name a status code. */
const STATUS_CODE_PREFIX = 'States.Http.StatusCode.'

export const checkRetryAndCatch: StateRule = (visit) => {
  for (const field of ['Retry', 'Catch'] as const) {
    const { state, pointer, report } = visit
    if (!Object.hasOwn(state, field)) continue
    const list = state[field]
    const listPointer = `${pointer}/${field}`
    if (!Array.isArray(list)) {
      report.error(listPointer, `Expected an array for the field '${field}'`)
      continue
    }
    list.forEach((entry, index) => {
      const at = child(listPointer, index)
      if (!isJsonObject(entry)) {
        report.error(at, `Expected an object with 'ErrorEquals' in the field '${field}'`)
        return
      }
      checkErrorEquals(visit, entry, at, index === list.length - 1)
      if (field === 'Retry') checkRetrier(visit, entry, at)
      else checkCatcher(visit, entry, at)
    })
  }
}

function checkErrorEquals(
  { report }: StateVisit,
  entry: JsonObject,
  at: string,
  isLast: boolean
): void {
  const names = entry['ErrorEquals']
  if (!Object.hasOwn(entry, 'ErrorEquals')) {
    report.error(at, 'These fields are required: [ErrorEquals]')
    return
  }
  const pointer = `${at}/ErrorEquals`
  if (!Array.isArray(names)) {
    report.error(pointer, "Expected an array of error names for the field 'ErrorEquals'")
    return
  }
  if (names.length === 0) report.error(pointer, 'Value cannot be empty')
  names.forEach((name, index) => {
    const namePointer = child(pointer, index)
    if (typeof name !== 'string') {
      report.error(namePointer, "Expected an error name (a string) in the field 'ErrorEquals'")
    } else if (name === 'States.ALL') {
      if (names.length > 1 || !isLast) {
        report.error(namePointer, 'States.ALL must appear alone and at end of list')
      }
    } else if (isUnknownReserved(name)) {
      report.warning(
        namePointer,
        `No error of the name '${name}' exists; names that start with 'States.' are reserved`,
        { code: 'UNKNOWN_ERROR_NAME', hint: suggestion(name, reservedErrors) }
      )
    }
  })
}

function isUnknownReserved(name: string): boolean {
  if (!name.startsWith('States.') || name.startsWith(STATUS_CODE_PREFIX)) return false
  return !reservedErrors.includes(name)
}

function checkKnownFields(
  { report }: StateVisit,
  entry: JsonObject,
  at: string,
  known: readonly string[]
): void {
  for (const field of Object.keys(entry)) {
    if (known.includes(field)) continue
    report.error(at, `Field '${field}' is not supported`, {
      hint: suggestion(field, known, 2),
      at: child(at, field),
      isKey: true
    })
  }
}

interface NumberRange {
  isInteger: boolean
  min: number
  max: number
}

const retrierNumbers: Record<string, NumberRange> = {
  IntervalSeconds: { isInteger: true, min: 1, max: MAX_INTEGER },
  MaxAttempts: { isInteger: true, min: 0, max: MAX_INTEGER },
  BackoffRate: { isInteger: false, min: 1, max: Number.MAX_VALUE },
  MaxDelaySeconds: { isInteger: true, min: 1, max: MAX_DELAY }
}

function isInRange(value: Json | undefined, range: NumberRange): boolean {
  if (typeof value !== 'number') return false
  return (!range.isInteger || Number.isInteger(value)) && value >= range.min && value <= range.max
}

function checkRetrier(visit: StateVisit, retrier: JsonObject, at: string): void {
  const { report } = visit
  checkKnownFields(visit, retrier, at, retrierFields)
  for (const [field, range] of Object.entries(retrierNumbers)) {
    if (!Object.hasOwn(retrier, field) || isInRange(retrier[field], range)) continue
    const kind = range.isInteger ? 'a whole number' : 'a number'
    const limits =
      range.max === Number.MAX_VALUE
        ? `of at least ${String(range.min)}`
        : `from ${String(range.min)} to ${String(range.max)}`
    report.error(
      `${at}/${field}`,
      `Expected ${kind} ${limits} for the field '${field}', found ${JSON.stringify(retrier[field])}`
    )
  }
  const { IntervalSeconds: interval, MaxDelaySeconds: maxDelay, JitterStrategy: jitter } = retrier
  if (typeof maxDelay === 'number' && maxDelay <= (typeof interval === 'number' ? interval : 1)) {
    report.warning(
      `${at}/MaxDelaySeconds`,
      "'MaxDelaySeconds' must be greater than 'IntervalSeconds'"
    )
  }
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    report.error(
      `${at}/JitterStrategy`,
      `Expected "FULL" or "NONE" for the field 'JitterStrategy', found ${JSON.stringify(jitter)}`
    )
  }
}

function checkCatcher(visit: StateVisit, catcher: JsonObject, at: string): void {
  checkKnownFields(visit, catcher, at, catcherFields[visit.language])
  if (!Object.hasOwn(catcher, 'Next')) {
    visit.report.error(at, 'These fields are required: [Next]')
  } else if (typeof catcher['Next'] !== 'string') {
    visit.report.error(`${at}/Next`, "Expected the name of a state for the field 'Next'")
  }
}
