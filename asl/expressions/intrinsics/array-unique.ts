import type { Json } from '../../json.ts'
import { equalJson } from '../equality.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.ArrayUnique($.list): the list without repetitions, first occurrences kept. */
export const arrayUnique: Intrinsic = {
  arity: [1, 1],
  call([list]) {
    if (!Array.isArray(list)) return intrinsicFailure(`expected an array, found ${shown(list)}`)
    const scalars = new Set<Json>()
    const structures: Json[] = []
    return list.filter((item) => {
      const isScalar = typeof item !== 'object' || item === null
      const isKnown = isScalar
        ? scalars.has(item)
        : structures.some((structure) => equalJson(structure, item))
      if (isKnown) return false
      if (isScalar) scalars.add(item)
      else structures.push(item)
      return true
    })
  }
}
