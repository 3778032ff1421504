/** Choice rules in a few readable characters, for edges of the graph and for tables. */
import { isJsonObject } from './json.ts'
import type { Json, JsonObject } from './json.ts'

const comparisonSigns: readonly (readonly [string, string])[] = [
  ['LessThanEquals', '≤'],
  ['GreaterThanEquals', '≥'],
  ['LessThan', '<'],
  ['GreaterThan', '>'],
  ['Equals', '='],
  ['Matches', '~']
]

const tests: Readonly<Record<string, readonly [string, string]>> = {
  IsPresent: ['is present', 'is absent'],
  IsNull: ['is null', 'is not null'],
  IsNumeric: ['is a number', 'is no number'],
  IsString: ['is a string', 'is no string'],
  IsBoolean: ['is true or false', 'is neither true nor false'],
  IsTimestamp: ['is a timestamp', 'is no timestamp']
}

/**
 * A choice rule as text: `$.accuracy ≥ $.threshold`, `$.a is present and not ($.b = "x")`.
 * A JSONata rule is its condition without the marks.
 */
export function choiceLabel(rule: JsonObject): string {
  const { And: and, Or: or, Not: not, Condition: condition } = rule
  if (typeof condition === 'string') return condition.replace(/^\{%\s*|\s*%\}$/g, '')
  if (typeof condition === 'boolean') return String(condition)
  if (Array.isArray(and)) return combined(and, 'and')
  if (Array.isArray(or)) return combined(or, 'or')
  if (isJsonObject(not)) return `not (${choiceLabel(not)})`
  return comparisonLabel(rule)
}

function combined(rules: readonly Json[], word: 'and' | 'or'): string {
  const parts = rules.filter(isJsonObject).map((rule) => {
    const label = choiceLabel(rule)
    const isMixed = Array.isArray(rule[word === 'and' ? 'Or' : 'And'])
    return isMixed ? `(${label})` : label
  })
  return parts.join(` ${word} `)
}

function comparisonLabel(rule: JsonObject): string {
  const variable = typeof rule['Variable'] === 'string' ? rule['Variable'] : '?'
  for (const [operator, operand] of Object.entries(rule)) {
    const wording = Object.hasOwn(tests, operator) ? tests[operator] : undefined
    if (wording) return `${variable} ${operand === false ? wording[1] : wording[0]}`
    const name = operator.replace(/Path$/, '')
    const sign = comparisonSigns.find(([suffix]) => name.endsWith(suffix))?.[1]
    if (sign === undefined) continue
    const isPath = name !== operator
    return `${variable} ${sign} ${isPath && typeof operand === 'string' ? operand : JSON.stringify(operand)}`
  }
  return variable
}
