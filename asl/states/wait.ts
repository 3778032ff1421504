/** Wait: lets time pass. Spec clause "Wait State". */
import { applyDataPath } from '../data/input.ts'
import { evaluationFailure, isFailure, runtimeFailure } from '../errors.ts'
import type { WaitState } from '../definition.ts'
import type { Outcome } from '../errors.ts'
import { compileJsonataField } from '../expressions/jsonata-query.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import type { Path } from '../expressions/jsonpath.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Query } from '../expressions/query.ts'
import { parseTimestamp } from '../expressions/timestamp.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Json } from '../json.ts'
import type { StateProcessor } from './processor.ts'

export type CompiledWait = { readonly until: Until }

type Until =
  | { for: 'seconds'; seconds: number }
  | { for: 'timestamp'; at: number }
  | { for: 'seconds-path'; path: Path }
  | { for: 'timestamp-path'; path: Path }
  | { for: 'seconds-query'; query: Query }
  | { for: 'timestamp-query'; query: Query }

/** The longest wait that AWS accepts: 2^31 - 1 seconds, rounded to days (24,855). */
const LONGEST_WAIT_MILLISECONDS = 2_147_483_647_000

/** When the wait is over, in milliseconds since the epoch. */
function dueAt(until: Until, scope: Scope, now: number): Outcome<number> {
  switch (until.for) {
    case 'seconds':
      return now + until.seconds * 1000
    case 'timestamp':
      return until.at
    case 'seconds-path':
      return secondsFrom(until.path, scope, now)
    case 'timestamp-path':
      return timestampFrom(until.path, scope)
    case 'seconds-query':
      return secondsOf(until.query.evaluate(scope), now)
    case 'timestamp-query':
      return timestampOf(until.query.evaluate(scope))
  }
}

function secondsOf(value: Outcome<Json>, now: number): Outcome<number> {
  if (isFailure(value)) return value
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return evaluationFailure(
      `The Seconds field cannot be parsed as a long value: ${JSON.stringify(value)}`,
      'Seconds'
    )
  }
  if (value < 0) {
    return evaluationFailure(`The Seconds field is a negative value: ${value}`, 'Seconds')
  }
  return now + value * 1000
}

function timestampOf(value: Outcome<Json>): Outcome<number> {
  if (isFailure(value)) return value
  const at = typeof value === 'string' ? parseTimestamp(value) : undefined
  if (at !== undefined) return at
  const found = typeof value === 'string' ? value : JSON.stringify(value)
  return evaluationFailure(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${found}`,
    'Timestamp'
  )
}

function secondsFrom(path: Path, scope: Scope, now: number): Outcome<number> {
  const value = path.read(scope)
  if (value === undefined) {
    return runtimeFailure(
      `The SecondsPath parameter does not reference an input value: ${path.text}`
    )
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return runtimeFailure(
      `The SecondsPath parameter cannot be parsed as a long value: ${shown(path, value)}`
    )
  }
  if (value < 0) {
    return runtimeFailure(
      `The SecondsPath parameter references a negative value: ${shown(path, value)}`
    )
  }
  return now + value * 1000
}

function timestampFrom(path: Path, scope: Scope): Outcome<number> {
  const value = path.read(scope)
  if (value === undefined) {
    return runtimeFailure(
      `The TimestampPath parameter does not reference an input value: ${path.text}`
    )
  }
  const at = typeof value === 'string' ? parseTimestamp(value) : undefined
  if (at !== undefined) return at
  return runtimeFailure(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${shown(path, value)}`
  )
}

function shown(path: Path, value: Json): string {
  return `${path.text} == ${typeof value === 'string' ? value : JSON.stringify(value)}`
}

/** A Wait whose Seconds or Timestamp is an expression. */
function compileUntil({ Seconds: seconds, Timestamp: timestamp }: WaitState): Until | undefined {
  const secondsQuery = compileJsonataField(seconds ?? null, 'Seconds', 'number')
  if (secondsQuery !== undefined) return { for: 'seconds-query', query: secondsQuery }
  const timestampQuery = compileJsonataField(timestamp ?? null, 'Timestamp', 'string')
  if (timestampQuery === undefined) return undefined
  return { for: 'timestamp-query', query: timestampQuery }
}

export const wait: StateProcessor<'Wait'> = {
  compile(state, _compileBlock, language) {
    const query = language.name === 'JSONata' ? compileUntil(state) : undefined
    if (query !== undefined) return { until: query }
    if (state.SecondsPath !== undefined) {
      return { until: { for: 'seconds-path', path: compilePath(state.SecondsPath) } }
    }
    if (state.TimestampPath !== undefined) {
      return { until: { for: 'timestamp-path', path: compilePath(state.TimestampPath) } }
    }
    if (typeof state.Seconds === 'number')
      return { until: { for: 'seconds', seconds: state.Seconds } }
    const at = parseTimestamp(state.Timestamp ?? '')
    if (at === undefined) {
      throw new DefinitionError(
        `A Wait state needs Seconds, SecondsPath, TimestampPath or a Timestamp such as "2030-01-01T00:00:00Z", found Timestamp ${JSON.stringify(state.Timestamp)}.`
      )
    }
    return { until: { for: 'timestamp', at } }
  },
  enter(frame, state, step) {
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(input)) return input
    const due = dueAt(state.until, step.scope(frame, input), step.at)
    if (isFailure(due)) return due
    if (due - step.at > LONGEST_WAIT_MILLISECONDS) {
      return runtimeFailure('Wait state delay is too long.')
    }
    const kind = state.until.for.startsWith('timestamp') ? 'wait-until' : 'wait'
    const timerId = step.startTimer(kind, Math.max(due, step.at))
    return step.wait(frame, { for: 'timer', timerId, purpose: 'wait' })
  },
  resume(frame, state, step) {
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(input)) return input
    return step.succeed(frame, state, input)
  },
  abort(frame, _state, step, previousEventId) {
    if (frame.waiting?.for !== 'timer') return
    step.cancelTimer(frame.waiting.timerId)
    step.appendLeaf(previousEventId, 'WaitStateAborted')
  }
}
