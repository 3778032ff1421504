/** A slot's input: the schedule's, with EventBridge Scheduler's placeholders and JSONata filled in. */
import { ApiError } from '../../api/errors.ts'
import { isFailure } from '../../asl/errors.ts'
import { compileJsonataTemplate } from '../../asl/expressions/jsonata-template.ts'
import { DefinitionError } from '../../asl/expressions/query.ts'
import type { Query } from '../../asl/expressions/query.ts'
import type { Json, JsonObject } from '../../asl/json.ts'

/** What JSONata in an input sees as `$slot`. Times are ISO 8601. */
export interface SlotVariable extends JsonObject {
  /** In UTC. */
  scheduledTime: string
  /** In the schedule's zone, with its distance to UTC. */
  localTime: string
  /** The day of `localTime`. */
  scheduledDate: string
  timeZone: string
  name: string
  cause: string
  isLate: boolean
  startedTime: string
  executionName: string
}

/** What a fresh random value is drawn from, and what time it is. */
export interface InputMoment {
  at: number
  seed: string
}

const KEPT_TEMPLATES = 200

/** Inputs of schedules, each compiled once. */
export interface SlotInputs {
  /** Throws ApiError ValidationException: not JSON, or an expression that cannot be parsed. */
  check: (input: string) => void
  /** JSON text. Throws ApiError ValidationException where an expression fails. */
  of: (input: string | undefined, slot: SlotVariable, moment: InputMoment) => string
}

export function createSlotInputs(): SlotInputs {
  const kept = new Map<string, Query>()
  const compiled = (input: string): Query => {
    const found = kept.get(input)
    if (found) return found
    const query = compile(input)
    if (kept.size >= KEPT_TEMPLATES) kept.delete(kept.keys().next().value ?? '')
    kept.set(input, query)
    return query
  }
  return {
    check: (input) => {
      if (hasJsonata(input)) compiled(input)
      else parse(input)
    },
    of: (input, slot, moment) => {
      if (input === undefined) return '{}'
      if (!hasJsonata(input)) return fillIn(input, slot)
      const value = compiled(input).evaluate({
        data: null,
        states: { input: null },
        now: moment.at,
        context: () => null,
        variable: (name) => (name === 'slot' ? slot : undefined),
        draw: () => moment.seed
      })
      if (isFailure(value)) {
        throw new ApiError('ValidationException', value.cause ?? 'The input could not be computed.')
      }
      return fillIn(JSON.stringify(value), slot)
    }
  }
}

function hasJsonata(input: string): boolean {
  return input.includes('{%')
}

function parse(input: string): Json {
  try {
    return JSON.parse(input) as Json
  } catch (error) {
    throw new ApiError(
      'ValidationException',
      `Expected Target.Input to be JSON text: ${error instanceof Error ? error.message : String(error)}. Placeholders such as <aws.scheduler.scheduled-time> stand within quotes.`
    )
  }
}

function compile(input: string): Query {
  try {
    return compileJsonataTemplate(parse(input), 'Input')
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    throw new ApiError('ValidationException', error.message)
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function fillIn(input: string, slot: SlotVariable): string {
  if (!input.includes('<aws.scheduler.')) return input
  const values: Record<string, string> = {
    'scheduled-time': slot.scheduledTime,
    'execution-id': slot.executionName,
    'attempt-number': '1',
    'schedule-arn': scheduleArn(slot.name)
  }
  return input.replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (placeholder, name: string) => values[name] ?? placeholder
  )
}

export function scheduleArn(name: string): string {
  return `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}`
}
