/** JSONata expressions. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
import { readMarked } from '../../expressions/jsonata-marks.ts'
import { isJsonObject } from '../../json.ts'
import type { Json } from '../../json.ts'
import type { Report, StateRule, StateVisit } from '../check.ts'
import { problemsOfExpression } from '../jsonata-syntax.ts'
import type { Available } from '../jsonata-syntax.ts'
import { child } from '../pointer.ts'

/** Fields that are, or hold, expressions. */
const expressionFields = [
  'Arguments',
  'Output',
  'Assign',
  'Credentials',
  'Items',
  'ItemSelector',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Seconds',
  'Timestamp',
  'Error',
  'Cause'
]
/** The fields that are evaluated when the state has its result. */
const resultFields: readonly string[] = ['Output', 'Assign']
const typesWithResult: ReadonlySet<unknown> = new Set(['Task', 'Parallel', 'Map'])

export const checkExpressions: StateRule = (visit) => {
  const { language, type, state, pointer, report } = visit
  if (language !== 'JSONata') return
  for (const field of expressionFields) {
    const available = { result: resultFields.includes(field) && typesWithResult.has(type) }
    checkWithin(report, state[field], `${pointer}/${field}`, available)
  }
  checkEntries(visit, 'Choices', ['Condition', 'Output', 'Assign'], {})
  checkEntries(visit, 'Catch', ['Output', 'Assign'], { errorOutput: true })
  checkItems(visit)
}

function checkEntries(
  { state, pointer, report }: StateVisit,
  field: string,
  members: readonly string[],
  available: Available
): void {
  const list = state[field]
  if (!Array.isArray(list)) return
  list.forEach((entry, index) => {
    if (!isJsonObject(entry)) return
    const at = child(`${pointer}/${field}`, index)
    for (const member of members) checkWithin(report, entry[member], `${at}/${member}`, available)
  })
}

/** Checks all expressions in a value, at any depth. */
function checkWithin(
  report: Report,
  value: Json | undefined,
  pointer: string,
  available: Available
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkWithin(report, item, child(pointer, index), available)
    })
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      checkWithin(report, member, child(pointer, name), available)
    }
  } else {
    checkText(report, value, pointer, available)
  }
}

function checkText(
  report: Report,
  value: Json | undefined,
  pointer: string,
  available: Available
): void {
  const marked = readMarked(value)
  if (marked === undefined) return
  for (const { code, message, offset } of problemsOfExpression(marked.source, available)) {
    report.error(pointer, message, { code, textOffset: marked.offset + offset })
  }
}

function checkItems({ type, state, pointer, report }: StateVisit): void {
  const { Items: items } = state
  if (type !== 'Map' || items === undefined || Array.isArray(items)) return
  if (readMarked(items) !== undefined) return
  report.error(`${pointer}/Items`, 'Expected an array or a JSONata expression between {% and %}')
}
