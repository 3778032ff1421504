import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.ArrayLength($.list) */
export const arrayLength: Intrinsic = {
  arity: [1, 1],
  call: ([list]) =>
    Array.isArray(list) ? list.length : intrinsicFailure(`expected an array, found ${shown(list)}`)
}
