/**
 * Bounds on what one evaluation may cost. Counted, not timed: the interpreter has no clock, and
 * must end alike on each machine.
 */

/** Evaluations of syntax nodes, more where they nest: less than a second of work. */
const MAX_STEPS = 1_000_000
/** Nested evaluations; about a fifth of it is what a recursive function may nest. */
const MAX_DEPTH = 1_500
/** Items of one array or characters of one text that a function may make; `[1..873782]` works on AWS. */
export const MAX_SIZE = 873_782
/** JSONata's generators hand each step through all that are around it: depth costs time. */
const DEPTH_OF_ONE_STEP = 12
/** One comparison of JSONata's own `^( )` copies and nests as much as so many steps take. */
const STEPS_OF_A_COMPARISON = 12

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

  /**
   * Called on entry of each evaluation of a syntax node; `isCompared`: as the key of an order-by.
   * Throws a QueryProblem over the limit.
   */
  enter(isCompared: boolean): void {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new QueryProblem(undefined, TOO_DEEP)
    const extra = isCompared ? STEPS_OF_A_COMPARISON : 0
    this.#pay(1 + Math.floor(this.#depth / DEPTH_OF_ONE_STEP) + extra)
  }

  /** Called with what the evaluation has yielded: the items of an array will be copied. */
  leave(result: unknown): void {
    this.#depth -= 1
    if (Array.isArray(result)) this.spend(result.length)
  }

  /** Pays for work that is done besides evaluating: so many items copied. */
  spend(items: number): void {
    this.#pay(Math.ceil(items / 20))
  }

  #pay(steps: number): void {
    this.#steps -= steps
    if (this.#steps < 0) {
      throw new QueryProblem(undefined, 'Expression evaluation timeout: Check for infinite loop')
    }
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
