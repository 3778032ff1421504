import { drawFrom, fractionOf } from '../../interpreter/seed.ts'
import { intrinsicFailure, roundedInteger, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.MathRandom(1, 999, 42): an integer from the first (included) to the second (excluded). */
export const mathRandom: Intrinsic = {
  arity: [2, 3],
  call([from, to, seed], scope) {
    const first = roundedInteger(from)
    const end = roundedInteger(to)
    if (first === undefined || end === undefined || end <= first) {
      return intrinsicFailure(
        `expected two numbers, the second above the first, found ${shown(from)} and ${shown(to)}`
      )
    }
    const draw = seed === undefined ? scope.draw() : drawFrom(JSON.stringify(seed), 0)
    return first + Math.floor(fractionOf(draw) * (end - first))
  }
}
