import { equalJson } from '../equality.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.ArrayContains($.list, $.value): whether an item equals the value. */
export const arrayContains: Intrinsic = {
  arity: [2, 2],
  call([list, value]) {
    if (!Array.isArray(list)) return intrinsicFailure(`expected an array, found ${shown(list)}`)
    return list.some((item) => equalJson(item, value))
  }
}
