import { RE2JS } from 're2js'
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
