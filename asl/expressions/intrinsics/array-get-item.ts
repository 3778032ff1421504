import { intrinsicFailure, roundedInteger, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.ArrayGetItem($.list, 5): the item at an index that counts from 0. */
export const arrayGetItem: Intrinsic = {
  arity: [2, 2],
  call([list, position]) {
    const index = roundedInteger(position)
    if (!Array.isArray(list)) return intrinsicFailure(`expected an array, found ${shown(list)}`)
    const item = index === undefined || index < 0 ? undefined : list[index]
    if (item !== undefined) return item
    return intrinsicFailure(
      `expected an index from 0 to ${list.length - 1}, found ${shown(position)}`
    )
  }
}
