/** Spec clause "Choice State": data-test expressions, And, Or, Not. */
import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { Report, StateRule, StateVisit } from '../check.ts'
import { suggestion } from '../nearest.ts'
import { child } from '../pointer.ts'
import { isTimestamp } from '../timestamp.ts'
import { checkPath } from './paths.ts'
import { isJsonataText } from './time.ts'

type OperandKind = 'string' | 'number' | 'boolean' | 'timestamp' | 'path'

const comparisons = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals']

function operatorTable(): ReadonlyMap<string, OperandKind> {
  const table = new Map<string, OperandKind>()
  const kinds: [string, OperandKind][] = [
    ['String', 'string'],
    ['Numeric', 'number'],
    ['Timestamp', 'timestamp']
  ]
  for (const [prefix, kind] of kinds) {
    for (const comparison of comparisons) {
      table.set(prefix + comparison, kind)
      table.set(`${prefix}${comparison}Path`, 'path')
    }
  }
  table
    .set('BooleanEquals', 'boolean')
    .set('BooleanEqualsPath', 'path')
    .set('StringMatches', 'string')
  for (const test of ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp']) {
    table.set(test, 'boolean')
  }
  return table
}

const operators = operatorTable()

export const checkChoice: StateRule = (visit) => {
  const { type, state, pointer, report } = visit
  if (type !== 'Choice' || !Object.hasOwn(state, 'Choices')) return
  const choices = state['Choices']
  if (!Array.isArray(choices)) {
    report.error(`${pointer}/Choices`, "Expected an array of choice rules for the field 'Choices'")
    return
  }
  if (choices.length === 0) report.error(`${pointer}/Choices`, 'Value cannot be empty')
  choices.forEach((rule, index) => {
    const at = child(`${pointer}/Choices`, index)
    if (!isJsonObject(rule)) {
      report.error(at, "Expected an object (a choice rule) in the field 'Choices'")
      return
    }
    checkNext(report, rule, at)
    if (visit.language === 'JSONata') checkCondition(visit, rule, at)
    else checkRule(report, rule, at, true)
  })
}

function checkNext(report: Report, rule: JsonObject, at: string): void {
  if (!Object.hasOwn(rule, 'Next')) {
    report.error(at, 'These fields are required: [Next]')
  } else if (typeof rule['Next'] !== 'string') {
    report.error(`${at}/Next`, "Expected the name of a state for the field 'Next'")
  }
}

function checkCondition({ report }: StateVisit, rule: JsonObject, at: string): void {
  const condition = rule['Condition']
  if (condition === undefined) report.error(at, 'These fields are required: [Condition]')
  else if (typeof condition !== 'boolean' && !isJsonataText(condition)) {
    report.error(
      `${at}/Condition`,
      'Expected a JSONata expression between {% and %}, or true or false'
    )
  }
  refuseOthers(report, rule, at, ['Condition', 'Next', 'Comment', 'Assign', 'Output'])
}

function refuseOthers(
  report: Report,
  rule: JsonObject,
  at: string,
  known: readonly string[]
): void {
  for (const field of Object.keys(rule)) {
    if (known.includes(field)) continue
    report.error(at, `Field '${field}' is not supported`, {
      at: child(at, field),
      isKey: true,
      hint: suggestion(field, [...known, ...operators.keys()], 3)
    })
  }
}

const combinators = ['And', 'Or', 'Not']

function checkRule(report: Report, rule: JsonObject, at: string, isTop: boolean): void {
  const topFields = isTop ? ['Next', 'Assign'] : []
  const tests = Object.keys(rule).filter(
    (field) => operators.has(field) || combinators.includes(field)
  )
  const [first] = tests
  if (first === undefined) {
    refuseOthers(report, rule, at, ['Variable', 'Comment', ...topFields])
    report.error(
      at,
      'A choice rule needs one comparison operator (such as NumericGreaterThan), or And, Or or Not'
    )
    return
  }
  if (tests.length > 1) {
    report.error(
      at,
      `A choice rule may have only one of [${tests.map((test) => `'${test}'`).join(', ')}]: combine them by And`,
      {
        at: child(at, tests[1] ?? first),
        isKey: true
      }
    )
  }
  if (!isTop && Object.hasOwn(rule, 'Next')) {
    report.error(
      at,
      "Field 'Next' is not supported inside of And, Or and Not: only the outermost rule names the next state",
      {
        at: `${at}/Next`,
        isKey: true
      }
    )
  }
  const known = ['Comment', 'Next', ...topFields, ...tests]
  if (combinators.includes(first)) {
    refuseOthers(report, rule, at, known)
    checkCombinator(report, rule, first, at)
  } else {
    refuseOthers(report, rule, at, [...known, 'Variable'])
    checkComparison(report, rule, first, at)
  }
}

function checkCombinator(report: Report, rule: JsonObject, name: string, at: string): void {
  const value = rule[name]
  const pointer = `${at}/${name}`
  if (name === 'Not') {
    if (isJsonObject(value)) checkRule(report, value, pointer, false)
    else report.error(pointer, "Expected an object (a choice rule) for the field 'Not'")
    return
  }
  if (!Array.isArray(value)) {
    report.error(pointer, `Expected an array of choice rules for the field '${name}'`)
    return
  }
  if (value.length === 0) report.error(pointer, 'Value cannot be empty')
  value.forEach((inner, index) => {
    const innerPointer = child(pointer, index)
    if (isJsonObject(inner)) checkRule(report, inner, innerPointer, false)
    else report.error(innerPointer, `Expected an object (a choice rule) in the field '${name}'`)
  })
}

function checkComparison(report: Report, rule: JsonObject, operator: string, at: string): void {
  if (!Object.hasOwn(rule, 'Variable')) report.error(at, 'These fields are required: [Variable]')
  else checkPath(report, `${at}/Variable`, 'Variable', rule['Variable'], {})
  const operand = rule[operator] ?? null
  const pointer = `${at}/${operator}`
  const kind = operators.get(operator)
  if (kind === 'path') checkPath(report, pointer, operator, operand, {})
  else if (!fits(operand, kind)) {
    const expected = kind === 'timestamp' ? 'an RFC3339 timestamp' : `a ${kind ?? 'string'}`
    report.error(
      pointer,
      `Expected ${expected} for the operator '${operator}', found ${JSON.stringify(operand)}`
    )
  }
}

function fits(operand: Json, kind: OperandKind | undefined): boolean {
  if (kind === 'timestamp') return typeof operand === 'string' && isTimestamp(operand)
  return typeof operand === kind
}
