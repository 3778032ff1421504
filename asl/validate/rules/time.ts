/** Fields with seconds, timestamps, counts and percentages, and the pairs of which only one may be given. */
import { readMarked } from '../../expressions/jsonata-marks.ts'
import type { Json } from '../../json.ts'
import type { BlockRule, StateRule, StateVisit } from '../check.ts'
import { isTimestamp } from '../timestamp.ts'

const MAX_SECONDS = 99_999_999

interface NumberField {
  min: number
  max: number
  isInteger: boolean
}

const numberFields: Readonly<Record<string, NumberField>> = {
  Seconds: { min: 0, max: MAX_SECONDS, isInteger: true },
  TimeoutSeconds: { min: 1, max: MAX_SECONDS, isInteger: true },
  HeartbeatSeconds: { min: 1, max: MAX_SECONDS, isInteger: true },
  MaxConcurrency: { min: 0, max: Number.MAX_SAFE_INTEGER, isInteger: true },
  ToleratedFailureCount: { min: 0, max: Number.MAX_SAFE_INTEGER, isInteger: true },
  ToleratedFailurePercentage: { min: 0, max: 100, isInteger: false }
}

/** Of each group, one at most. */
const alternatives: readonly (readonly string[])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemProcessor', 'Iterator'],
  ['ItemSelector', 'Parameters'],
  ['Items', 'ItemsPath']
]
const waitFields = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']

export const checkTimeFields: StateRule = (visit) => {
  const { type, state, pointer, report } = visit
  for (const group of alternatives) checkOnlyOne(visit, group)
  if (type === 'Wait') {
    checkOnlyOne(visit, waitFields)
    if (!waitFields.some((field) => Object.hasOwn(state, field))) {
      report.error(pointer, `One of these fields is required: [${waitFields.join(', ')}]`, {
        isKey: true
      })
    }
  }
  for (const [field, limits] of Object.entries(numberFields)) {
    if (Object.hasOwn(state, field)) checkNumber(visit, field, limits)
  }
  checkTimestamp(visit)
  checkHeartbeat(visit)
}

/** The machine's own time limit. */
export const checkMachineTimeout: BlockRule = ({ kind, block, report }) => {
  const value = block['TimeoutSeconds']
  if (kind !== 'machine' || value === undefined) return
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > MAX_SECONDS) {
    report.error(
      '/TimeoutSeconds',
      numberMessage('TimeoutSeconds', { min: 1, max: MAX_SECONDS, isInteger: true }, value)
    )
  }
}

function checkOnlyOne({ state, pointer, report }: StateVisit, group: readonly string[]): void {
  const present = group.filter((field) => Object.hasOwn(state, field))
  if (present.length < 2) return
  const names = present.map((field) => `'${field}'`).join(', ')
  report.error(pointer, `A state may have only one of [${names}]: remove the other`, {
    at: `${pointer}/${present.at(-1) ?? ''}`,
    isKey: true
  })
}

function numberMessage(field: string, limits: NumberField, value: Json): string {
  const kind = limits.isInteger ? 'a whole number' : 'a number'
  const range =
    limits.max === Number.MAX_SAFE_INTEGER
      ? `of at least ${String(limits.min)}`
      : `from ${String(limits.min)} to ${String(limits.max)}`
  return `Expected ${kind} ${range} for the field '${field}', found ${JSON.stringify(value)}`
}

/** Whether `value` is a JSONata expression in its marks. */
export function isJsonataText(value: Json | undefined): boolean {
  return readMarked(value) !== undefined
}

function checkNumber(
  { language, state, pointer, report }: StateVisit,
  field: string,
  limits: NumberField
): void {
  const value = state[field] ?? null
  if (language === 'JSONata' && isJsonataText(value)) return
  const isGood =
    typeof value === 'number' &&
    value >= limits.min &&
    value <= limits.max &&
    (!limits.isInteger || Number.isInteger(value))
  if (!isGood) report.error(`${pointer}/${field}`, numberMessage(field, limits, value))
}

function checkTimestamp({ language, state, pointer, report }: StateVisit): void {
  const value = state['Timestamp']
  if (typeof value !== 'string') return
  if (language === 'JSONata' && isJsonataText(value)) return
  if (!isTimestamp(value)) {
    report.error(`${pointer}/Timestamp`, 'String does not match RFC3339 timestamp')
  }
}

function checkHeartbeat({ state, pointer, report }: StateVisit): void {
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = state
  if (typeof heartbeat !== 'number' || typeof timeout !== 'number' || heartbeat < timeout) return
  report.error(
    pointer,
    `'HeartbeatSeconds' (${String(heartbeat)}) must be smaller than 'TimeoutSeconds' (${String(timeout)})`,
    { at: `${pointer}/HeartbeatSeconds` }
  )
}
