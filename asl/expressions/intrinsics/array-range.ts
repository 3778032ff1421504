import { intrinsicFailure, roundedInteger, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** AWS's limit on the length of a range. */
const LONGEST_RANGE = 1000

/** States.ArrayRange(1, 9, 2): from the first to the last number, both included, by a step. */
export const arrayRange: Intrinsic = {
  arity: [3, 3],
  call(args) {
    const [first, last, step] = args.map(roundedInteger)
    if (first === undefined || last === undefined || step === undefined || step === 0) {
      return intrinsicFailure(
        `expected a first and last number and a step that is not 0, found ${shown([...args])}`
      )
    }
    const count = Math.max(0, Math.floor((last - first) / step) + 1)
    if (count > LONGEST_RANGE) {
      return intrinsicFailure(
        `a range can have ${LONGEST_RANGE} items at most, this one has ${count}`
      )
    }
    return Array.from({ length: count }, (_, at) => first + at * step)
  }
}
