import { isJsonObject } from '../../json.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.JsonMerge($.first, $.second, false): the second's fields over the first's (shallow only). */
export const jsonMerge: Intrinsic = {
  arity: [3, 3],
  call([first, second, isDeep]) {
    if (!isJsonObject(first) || !isJsonObject(second)) {
      return intrinsicFailure(`expected two objects, found ${shown(first)} and ${shown(second)}`)
    }
    if (isDeep !== false)
      return intrinsicFailure(`the third argument must be false, found ${shown(isDeep)}`)
    return { ...first, ...second }
  }
}
