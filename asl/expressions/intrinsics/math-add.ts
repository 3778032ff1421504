import { intrinsicFailure, roundedInteger, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.MathAdd(111, -1): the sum of two numbers, each rounded to an integer first. */
export const mathAdd: Intrinsic = {
  arity: [2, 2],
  call([left, right]) {
    const first = roundedInteger(left)
    const second = roundedInteger(right)
    if (first === undefined || second === undefined) {
      return intrinsicFailure(`expected two numbers, found ${shown(left)} and ${shown(right)}`)
    }
    return first + second
  }
}
