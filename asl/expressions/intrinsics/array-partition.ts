import { intrinsicFailure, roundedInteger, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.ArrayPartition($.list, 4): the list in chunks of at most so many items. */
export const arrayPartition: Intrinsic = {
  arity: [2, 2],
  call([list, size]) {
    const length = roundedInteger(size)
    if (!Array.isArray(list)) return intrinsicFailure(`expected an array, found ${shown(list)}`)
    if (length === undefined || length < 1) {
      return intrinsicFailure(`expected a positive chunk size, found ${shown(size)}`)
    }
    const chunks = []
    for (let at = 0; at < list.length; at += length) chunks.push(list.slice(at, at + length))
    return chunks
  }
}
