import jsonata from 'jsonata'
import type { Json, JsonObject } from '../../json.ts'
import type { Surroundings } from './functions.ts'
import { functions, literalRange } from './functions.ts'
import { Budget, QueryProblem, TOO_DEEP } from './limits.ts'
import { LinearRegex, pricedMatcher } from './linear-regex.ts'
import type { MatchFunction } from './linear-regex.ts'
import { pricedNatives } from './natives.ts'
import { toJson, unsupported } from './result.ts'
import { sortByKeys } from './sorting.ts'
import type { Callable } from './sorting.ts'
import { prepareTree, rangeFunction, regexFunction, sortFunction } from './syntax-tree.ts'

/** What an expression can see. */
export interface Bindings {
  /** `$states`: input, context, and where they exist result and errorOutput. */
  states: JsonObject
  /** Workflow variables by name, without `$`. */
  variables: Readonly<Record<string, Json>>
  /** What `$now` and `$millis` tell: milliseconds since the epoch. */
  now: number
  /** 256 fresh bits as hexadecimal, for `$random`, `$uuid` and `$shuffle`. */
  draw: () => string
}

/** How an evaluation ended. */
export type Evaluation =
  | { kind: 'value'; value: Json }
  /** It yielded nothing, which JSON cannot say. */
  | { kind: 'nothing' }
  /** It yielded a function or the like. */
  | { kind: 'unsupported' }
  /** It threw, with a code and text of JSONata's; without a code it was over a limit. */
  | { kind: 'error'; code: string | undefined; message: string }

export interface JsonataExpression {
  readonly source: string
  evaluate: (bindings: Bindings) => Evaluation
}

/** The expression cannot be parsed: JSONata's code and message, and where (0-based offset). */
export class JsonataSyntaxError extends Error {
  override name = 'JsonataSyntaxError'
  readonly code: string
  readonly position: number | undefined

  constructor(code: string, message: string, position: number | undefined) {
    super(message)
    this.code = code
    this.position = position
  }
}

/** The options of jsonata 1.8 that its type declarations leave out. */
type Compile = (
  source: string,
  options: { RegexEngine: new (expression: RegExp) => object }
) => jsonata.Expression
const compileSource: Compile = jsonata

function parse(source: string): jsonata.Expression {
  try {
    return compileSource(source, { RegexEngine: LinearRegex })
  } catch (error) {
    const { code, message, position } = describe(error)
    throw new JsonataSyntaxError(code ?? '', message, position)
  }
}

/** JSONata throws plain objects with a code, and JavaScript's own errors at its limits. */
function describe(error: unknown): {
  code: string | undefined
  message: string
  position?: number
} {
  if (error instanceof RangeError) {
    return { code: undefined, message: TOO_DEEP }
  }
  if (error instanceof QueryProblem) return { code: error.code, message: error.message }
  const { code, message, position } = error as Partial<jsonata.JsonataError>
  return {
    code: code ?? 'D3137',
    message: message ?? String(error),
    ...(typeof position === 'number' ? { position } : {})
  }
}

const formatTime = parse('$fromMillis($milliseconds, $picture, $timezone)')

/**
 * Compiles an expression (without its `{%` `%}`) once. Throws JsonataSyntaxError.
 *
 * @example compileJsonata('$states.input.price * 2').evaluate(bindings) // { kind: 'value', value: 84 }
 */
export function compileJsonata(source: string): JsonataExpression {
  const expression = parse(source)
  let running: Surroundings | undefined
  const current = (): Surroundings => {
    if (!running) throw new QueryProblem('D3137', 'A function was called outside of an evaluation')
    return running
  }
  const { keys, uses, names } = prepareTree(expression.ast())
  const budget = (): Budget => current().budget
  expression.assign('__evaluate_entry', (node: object) => {
    budget().enter(keys.has(node))
  })
  expression.assign('__evaluate_exit', (...[node, , , result]: [object, ...unknown[]]) => {
    budget().leave(result, uses.get(node))
  })
  expression.registerFunction(sortFunction, (...values: unknown[]) => {
    const [items, directions, ...keys] = values
    return sortByKeys(items as Json, directions as string, keys as Callable[], budget())
  })
  expression.registerFunction(rangeFunction, (from: unknown, to: unknown) =>
    literalRange(from, to, budget())
  )
  expression.registerFunction(regexFunction, (match: unknown) =>
    pricedMatcher(match as MatchFunction, budget)
  )
  for (const [name, priced] of pricedNatives(names, budget)) expression.assign(name, priced)
  expression.assign('eval', undefined)
  for (const [name, { signature, make }] of Object.entries(functions)) {
    const implementation = (...values: never[]): unknown => make(current())(...values)
    expression.registerFunction(
      name,
      implementation as (...values: unknown[]) => unknown,
      signature
    )
  }
  return {
    source,
    evaluate: ({ states, variables, now, draw }) => {
      running = {
        budget: new Budget(),
        now,
        draw,
        formatTime: (milliseconds, picture, timezone) =>
          formatTime.evaluate(undefined, { milliseconds, picture, timezone }) as string
      }
      try {
        return toEvaluation(expression.evaluate(undefined, { ...variables, states }))
      } catch (error) {
        return { kind: 'error', ...describe(error) }
      } finally {
        running = undefined
      }
    }
  }
}

function toEvaluation(result: unknown): Evaluation {
  const value = toJson(result)
  if (value === undefined) return { kind: 'nothing' }
  return value === unsupported ? { kind: 'unsupported' } : { kind: 'value', value }
}
