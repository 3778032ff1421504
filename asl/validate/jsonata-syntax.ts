/**
 * What AWS finds wrong with a JSONata expression before it is ever evaluated: it cannot be parsed, or
 * reads something that does not exist where it stands. Codes and words are AWS's.
 */
import jsonata from 'jsonata'

export interface ExpressionProblem {
  code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION'
  message: string
  /** Where in the expression, as an offset of characters. */
  offset: number
}

/** What `$states` holds at a place besides input and context. */
export interface Available {
  result?: boolean
  errorOutput?: boolean
}

/** The nodes of JSONata's syntax tree, as far as they are read here. */
interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly position?: number
  readonly steps?: readonly Node[]
}

/** All problems of an expression, each name once. Never throws. */
export function problemsOfExpression(source: string, available: Available): ExpressionProblem[] {
  try {
    const search = new Search(available)
    search.visit(jsonata(source).ast(), true)
    return search.problems
  } catch (error) {
    return [syntaxProblem(error, source)]
  }
}

function syntaxProblem(error: unknown, source: string): ExpressionProblem {
  const code = 'INVALID_JSONATA_EXPRESSION'
  if (error instanceof RangeError) {
    return { code, message: 'The expression is nested too deep', offset: 0 }
  }
  const { message, position = 0, token } = error as Partial<jsonata.JsonataError>
  const tokenLength = token === undefined || token === '(end)' ? 0 : token.length
  const offset = Math.min(Math.max(0, position - tokenLength), source.length)
  return { code, message: message ?? String(error), offset }
}

/** Members of a node that are evaluated against what the node before has yielded. */
const innerMembers: ReadonlySet<string> = new Set([
  'stages',
  'predicate',
  'group',
  'terms',
  'pattern',
  'update',
  'delete'
])

class Search {
  readonly problems: ExpressionProblem[] = []
  readonly #available: Available

  constructor(available: Available) {
    this.#available = available
  }

  /** `isTop`: a plain name here would be read from the input of the whole expression, which has none. */
  visit(value: unknown, isTop: boolean): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, isTop)
    } else if (typeof value === 'object' && value !== null) {
      this.#visitNode(value, isTop)
    }
  }

  #visitNode(node: Node, isTop: boolean): void {
    if (node.type === 'path') this.#checkStates(node.steps ?? [])
    else if (node.type === 'variable' && node.value === '$') {
      this.#report(node, "Reference to '$$' is not supported.")
    } else if (node.type === 'name' && isTop) {
      this.#report(node, `Reference to '${String(node.value)}' at the top level is not supported.`)
    }
    for (const [name, member] of Object.entries(node)) {
      if (name === 'steps') this.#visitSteps(node.steps ?? [], isTop)
      else if (typeof member === 'object') this.visit(member, isTop && !innerMembers.has(name))
    }
  }

  #visitSteps(steps: readonly Node[], isTop: boolean): void {
    steps.forEach((step, index) => {
      this.visit(step, isTop && index === 0)
    })
  }

  /** `$states.result` and the like, where there is none. */
  #checkStates([first, second]: readonly Node[]): void {
    if (first?.type !== 'variable' || first.value !== 'states' || second?.type !== 'name') return
    const name = String(second.value)
    if (name === 'input' || name === 'context') return
    if (name === 'result' && this.#available.result === true) return
    if (name === 'errorOutput' && this.#available.errorOutput === true) return
    this.#report(first, `Field '$states.${name}' does not exist.`)
  }

  #report(node: Node, message: string): void {
    if (this.problems.some((problem) => problem.message === message)) return
    const length = String(node.value).length
    const offset = Math.max(0, (node.position ?? 0) - length - (node.type === 'variable' ? 1 : 0))
    this.problems.push({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, offset })
  }
}
