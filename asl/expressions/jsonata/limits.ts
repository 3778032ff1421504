/**
 * Bounds on what one evaluation may cost. Counted, not timed: the interpreter has no clock, and
 * must end alike on each machine.
 */

/** Evaluations of syntax nodes: some hundred milliseconds of work at the most. */
const MAX_STEPS = 400_000
/** Nested evaluations; about a fifth of it is what a recursive function may nest. */
const MAX_DEPTH = 1_500
/** Items of one array or characters of one text that a function may make. */
export const MAX_SIZE = 2_000_000

/** An error in JSONata's own style: a code and a sentence. */
export class QueryProblem extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What an evaluation has left; made anew for each one. */
export class Budget {
  #steps = MAX_STEPS
  #depth = 0

  /** Called on entry of each evaluation of a syntax node. Throws a QueryProblem over the limit. */
  enter(): void {
    if (--this.#steps < 0) {
      throw new QueryProblem(
        'D1012',
        `Expression evaluation exceeded ${String(MAX_STEPS)} steps. Check for infinite loop`
      )
    }
    if (++this.#depth > MAX_DEPTH) {
      throw new QueryProblem(
        'D1011',
        `Expression evaluation nests deeper than ${String(MAX_DEPTH)}. Check for non-terminating recursive function`
      )
    }
  }

  leave(): void {
    this.#depth--
  }

  /** Pays for work that a function does besides evaluating, such as items copied. */
  spend(steps: number): void {
    this.#steps -= Math.ceil(steps / 20)
    if (this.#steps < 0) this.enter()
  }
}

/** Refuses to make something that is too large. */
export function checkSize(size: number, what: string): void {
  if (size > MAX_SIZE) {
    throw new QueryProblem(
      'D3154',
      `The size of the ${what} must not exceed ${String(MAX_SIZE)}. Attempted to allocate ${String(size)}.`
    )
  }
}
