import { ApiError } from '../../api/errors.ts'
import type { JsonataExpression } from '../../asl/expressions/jsonata/expression.ts'
import { compileJsonata, JsonataSyntaxError } from '../../asl/expressions/jsonata/expression.ts'
import { drawFrom } from '../../asl/interpreter/seed.ts'
import type { Json } from '../../asl/json.ts'
import type { Claim } from '../store/queries/claims.ts'
import type { ConcurrencyRule, PoolUse } from '../store/queries/concurrency-rules.ts'

const LONGEST_KEY = 256

/** The pool that the limit of a state machine is. No pool of a user has a colon in its name. */
export function poolOfMachine(stateMachineId: number): string {
  return `:${String(stateMachineId)}`
}

/** The state machine whose limit the pool is. */
export function machineOfPool(pool: string): number | undefined {
  return pool.startsWith(':') ? Number(pool.slice(1)) : undefined
}

interface CompiledUse {
  pool: string
  units: number
  key?: JsonataExpression
}

/** A rule, ready to be asked at each start. */
export interface CompiledRule {
  readonly rule: ConcurrencyRule
  readonly uses: readonly CompiledUse[]
}

/** Throws ApiError ValidationException where a key is no JSONata. */
export function compileRule(rule: ConcurrencyRule): CompiledRule {
  return { rule, uses: (rule.pools ?? []).map(compileUse) }
}

function compileUse({ pool, units = 1, key }: PoolUse, index: number): CompiledUse {
  if (key === undefined) return { pool, units }
  try {
    return { pool, units, key: compileJsonata(key) }
  } catch (error) {
    if (!(error instanceof JsonataSyntaxError)) throw error
    throw new ApiError(
      'ValidationException',
      `1 validation error detected: Value '${key}' at 'rule.pools.${String(index + 1)}.member.key' failed to satisfy constraint: Expected JSONata over $input, such as $input.project: ${error.message}`
    )
  }
}

/**
 * What an execution of this input takes: a place of its state machine, always, and its shares of the
 * pools. Throws ApiError InvalidExecutionInput where a key cannot be found in the input.
 */
export function claimsFor(
  stateMachineId: number,
  { uses }: CompiledRule,
  { input, at, seed }: { input: string; at: number; seed: string }
): Claim[] {
  const own = { pool: poolOfMachine(stateMachineId), key: '', units: 1 }
  const shares = uses.map(({ pool, units, key }) => ({
    ...{ pool, units },
    key: key === undefined ? '' : keyOf(key, pool, { input: JSON.parse(input) as Json, at, seed })
  }))
  return [own, ...shares]
}

function keyOf(
  expression: JsonataExpression,
  pool: string,
  { input, at, seed }: { input: Json; at: number; seed: string }
): string {
  let draws = 0
  const result = expression.evaluate({
    states: {},
    variables: { input },
    now: at,
    draw: () => drawFrom(`${seed}:pool`, draws++)
  })
  const key = result.kind === 'value' && result.value !== null ? textOf(result.value) : ''
  if (key !== '' && key.length <= LONGEST_KEY) return key
  const found =
    result.kind === 'error'
      ? result.message
      : key === ''
        ? 'nothing'
        : `${String(key.length)} characters`
  throw new ApiError(
    'InvalidExecutionInput',
    `Invalid State Machine Execution Input: the concurrency rule takes the pool '${pool}' by the key ${expression.source}. Expected 1 to ${String(LONGEST_KEY)} characters from this input, found ${found}.`
  )
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
