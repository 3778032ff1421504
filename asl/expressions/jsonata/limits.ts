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

/** AWS's sentence, also for an evaluation that needs too much of the real stack. */
export const TOO_DEEP =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.'

/** An error in JSONata's own style: a code and a sentence. A limit that is reached has no code. */
export class QueryProblem extends Error {
  readonly code: string | undefined

  constructor(code: string | undefined, message: string) {
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
      throw new QueryProblem(undefined, 'Expression evaluation timeout: Check for infinite loop')
    }
    if (++this.#depth > MAX_DEPTH) {
      throw new QueryProblem(undefined, TOO_DEEP)
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
export function checkSize(size: number): void {
  if (size > MAX_SIZE) {
    throw new QueryProblem(
      undefined,
      'Expression evaluation memory limit exceeded: Check for excessive memory usage'
    )
  }
}
