/** Choice rules: And, Or, Not and the comparison operators, compiled to tests. */
import { runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { isFailure } from '../errors.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import { compileJsonataField } from '../expressions/jsonata-query.ts'
import type { Path } from '../expressions/jsonpath.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { comparisonOf, typeTestOf } from './choice-operators.ts'

export type RuleTest = (scope: Scope) => Outcome<boolean>

const fieldsBeside = new Set(['Variable', 'Next', 'Comment', 'Assign'])

/** Compiles one rule; throws a DefinitionError where the operator is missing or unknown. */
export function compileRule(rule: JsonObject): RuleTest {
  const operators = Object.keys(rule).filter((key) => !fieldsBeside.has(key))
  const operator = operators[0]
  if (operator === undefined || operators.length > 1) {
    throw new DefinitionError(
      `A choice rule needs exactly one operator beside Variable and Next, found ${operators.join(', ') || 'none'}.`
    )
  }
  const operand = rule[operator] ?? null
  if (operator === 'And' || operator === 'Or') return combine(operator, operand)
  if (operator === 'Not') {
    const negated = compileRule(asRule(operator, operand))
    return (scope) => {
      const value = negated(scope)
      return isFailure(value) ? value : !value
    }
  }
  const variable = rule['Variable']
  if (typeof variable !== 'string') {
    throw new DefinitionError(
      `A choice rule with ${operator} needs Variable, a path, found ${JSON.stringify(variable)}.`
    )
  }
  return compileComparison(compilePath(variable), operator, operand)
}

/** Compiles the Condition of a JSONata rule: an expression, or true or false. */
export function compileCondition(condition: Json | undefined, location: string): RuleTest {
  if (typeof condition === 'boolean') return () => condition
  const query = compileJsonataField(condition ?? null, location, 'boolean')
  if (query === undefined) {
    throw new DefinitionError(
      `A choice rule needs Condition, true, false or an expression in {% %}, found ${JSON.stringify(condition)}.`
    )
  }
  return (scope) => {
    const value = query.evaluate(scope)
    return isFailure(value) ? value : value === true
  }
}

function asRule(operator: string, value: Json): JsonObject {
  if (isJsonObject(value)) return value
  throw new DefinitionError(`${operator} needs a choice rule, found ${JSON.stringify(value)}.`)
}

function combine(operator: 'And' | 'Or', operand: Json): RuleTest {
  if (!Array.isArray(operand)) {
    throw new DefinitionError(
      `${operator} needs a list of choice rules, found ${JSON.stringify(operand)}.`
    )
  }
  const tests = operand.map((rule) => compileRule(asRule(operator, rule)))
  const decisive = operator === 'Or'
  return (scope) => {
    for (const test of tests) {
      const value = test(scope)
      if (isFailure(value) || value === decisive) return value
    }
    return !decisive
  }
}

function compileComparison(variable: Path, operator: string, operand: Json): RuleTest {
  const typeTest = typeTestOf(operator)
  if (typeTest !== undefined) {
    const isNeeded = operator === 'IsPresent'
    return (scope) => {
      const value = variable.read(scope)
      if (value === undefined && !isNeeded) return missing(variable, scope)
      return typeTest(value) === (operand === true)
    }
  }
  const isPath = operator.endsWith('Path')
  const compare = comparisonOf(isPath ? operator.slice(0, -'Path'.length) : operator)
  if (compare === undefined)
    throw new DefinitionError(`${operator} is no operator of a choice rule.`)
  if (!isPath) {
    const fixed = compare(operand)
    return (scope) => {
      const value = variable.read(scope)
      return value === undefined ? missing(variable, scope) : fixed(value)
    }
  }
  const other = compilePath(typeof operand === 'string' ? operand : '')
  return (scope) => {
    const value = variable.read(scope)
    if (value === undefined) return missing(variable, scope)
    const expected = other.read(scope)
    return expected === undefined ? missing(other, scope) : compare(expected)(value)
  }
}

function missing(path: Path, scope: Scope): Outcome<boolean> {
  return runtimeFailure(`Invalid path '${path.text}': ${path.explain(scope)}`)
}
