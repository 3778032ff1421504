/**
 * Bounds on what one evaluation may cost. Counted, not timed: the interpreter has no clock, and
 * must end alike on each machine.
 */

/** Evaluations of syntax nodes, more where they nest: a quarter of a second's work, or less. */
const MAX_STEPS = 300_000
/** What takes about as long as one step. */
const ITEMS_LOOKED_AT = 50
const MEMBERS_LOOKED_AT = 20
const CHARACTERS_LOOKED_AT = 1000
/** One by one, as characters beyond 16 bits need it. */
const CHARACTERS_COUNTED = 40
const CHARACTERS_MATCHED = 15
const CHARACTERS_HASHED = 40
/** They need memory, too: all texts of one evaluation together stay below 30 MB. */
const CHARACTERS_MADE = 100
const VALUES_WRITTEN = 5

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
    this.pay(1 + Math.floor(this.#depth / DEPTH_OF_ONE_STEP) + extra)
  }

  /** Called with what the evaluation has yielded, and what is done with it. */
  leave(result: unknown, use: 'compared' | 'text' | undefined): void {
    this.#depth -= 1
    if (use === 'compared') this.payForAll(result)
    else if (use === 'text') this.payForMade(result)
    else if (Array.isArray(result)) this.spend(result.length)
  }

  /** Pays for work that is done besides evaluating: so many items looked at. */
  spend(items: number): void {
    this.pay(Math.ceil(items / ITEMS_LOOKED_AT))
  }

  /** Pays for a regular expression's look at a text. */
  payForMatch(characters: number): void {
    this.pay(1 + Math.floor(characters / CHARACTERS_MATCHED))
  }

  payForHash(characters: number): void {
    this.pay(5 + Math.floor(characters / CHARACTERS_HASHED))
  }

  payForCount(characters: number): void {
    this.pay(Math.floor(characters / CHARACTERS_COUNTED))
  }

  /** Pays for a look at a value's characters, items or members. */
  payFor(value: unknown): void {
    if (typeof value === 'string') this.pay(Math.floor(value.length / CHARACTERS_LOOKED_AT))
    else if (Array.isArray(value)) this.spend(value.length)
    else if (isPlainObject(value)) {
      this.pay(Math.ceil(Object.keys(value).length / MEMBERS_LOOKED_AT))
    }
  }

  /** Pays for a look at all that a value holds; `times`: for so many looks. */
  payForAll(value: unknown, times = 1): void {
    this.#visit(value, (part) => {
      for (let time = 0; time < times; time += 1) this.payFor(part)
    })
  }

  /** Pays for texts of a function's making, or about to be put into one. */
  payForMade(value: unknown): void {
    this.#visit(value, (part) => {
      if (typeof part === 'string') this.pay(Math.floor(part.length / CHARACTERS_MADE))
      else if (Array.isArray(part)) this.pay(Math.ceil(part.length / VALUES_WRITTEN))
      else if (isPlainObject(part)) {
        this.pay(Math.ceil(Object.keys(part).length / VALUES_WRITTEN))
      }
    })
  }

  #visit(value: unknown, pay: (part: unknown) => void): void {
    pay(value)
    if (typeof value !== 'object' || value === null) return
    const parts: unknown[] = Array.isArray(value)
      ? value
      : isPlainObject(value)
        ? Object.values(value)
        : []
    for (const part of parts) {
      if (typeof part === 'string' || typeof part === 'object') this.#visit(part, pay)
    }
  }

  pay(steps: number): void {
    this.#steps -= steps
    if (this.#steps < 0) {
      throw new QueryProblem(undefined, 'Expression evaluation timeout: Check for infinite loop')
    }
  }
}

/** Functions are objects too, within JSONata; what they hold is not looked at. */
function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !('_jsonata_lambda' in value) &&
    !('_jsonata_function' in value)
  )
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
