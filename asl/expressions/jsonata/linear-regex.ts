import { RE2JS } from 're2js'
import type { Budget } from './limits.ts'
import { QueryProblem } from './limits.ts'

/** What `RegExp.prototype.exec` answers, as far as JSONata reads it. */
type Match = string[] & { index: number }

/**
 * Stands in for RegExp inside JSONata, with matching in linear time: `/(a+)+$/` cannot stall the
 * engine. Look-around and back-references do not exist in RE2 and are refused by name.
 * https://github.com/google/re2/wiki/Syntax
 */
export class LinearRegex {
  lastIndex = 0
  readonly source: string
  readonly #pattern: RE2JS

  constructor(expression: RegExp) {
    this.source = expression.source
    let flags = 0
    if (expression.ignoreCase) flags |= RE2JS.CASE_INSENSITIVE
    if (expression.multiline) flags |= RE2JS.MULTILINE
    try {
      this.#pattern = RE2JS.compile(expression.source, flags)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new QueryProblem(
        'D3142',
        `The regular expression /${expression.source}/ cannot be run in linear time: ${reason}`
      )
    }
  }

  /** The next match from `lastIndex` on, which moves behind it; null where there is none. */
  exec(text: string): Match | null {
    const matcher = this.#pattern.matcher(text)
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0
      return null
    }
    const groups: string[] = []
    for (let group = 0; group <= matcher.groupCount(); group++)
      groups.push(matcher.group(group) ?? '')
    this.lastIndex = matcher.end()
    return Object.assign(groups, { index: matcher.start() })
  }
}

/** A match as JSONata hands it on. */
interface FoundMatch {
  start: number
  end: number
  next: () => FoundMatch | undefined
}

/** A regular expression as a function gets it: a generator, as all functions of JSONata. */
export type MatchFunction = (
  text: string,
  from?: number
) => Generator<unknown, FoundMatch | undefined>

/** Linear is not free: each look pays for the characters that it has passed. */
export function pricedMatcher(match: MatchFunction, budget: () => Budget): MatchFunction {
  const priced = (
    text: string,
    from: number,
    found: FoundMatch | undefined
  ): FoundMatch | undefined => {
    budget().payForMatch((found?.end ?? text.length) - from)
    if (found === undefined) return undefined
    return { ...found, next: () => priced(text, found.end, found.next()) }
  }
  return function* (text, from = 0) {
    return priced(text, from, yield* match(text, from))
  }
}
