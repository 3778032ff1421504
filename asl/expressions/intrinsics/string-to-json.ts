import { isTooDeepText } from '../../data/limit.ts'
import type { Json } from '../../json.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.StringToJson('{"a":1}'): reads JSON text; an empty text is null. */
export const stringToJson: Intrinsic = {
  arity: [1, 1],
  call([text]) {
    if (typeof text !== 'string') return intrinsicFailure(`expected a text, found ${shown(text)}`)
    if (text.trim() === '') return null
    if (isTooDeepText(text)) return intrinsicFailure('the JSON text is nested too deep')
    try {
      return JSON.parse(text) as Json
    } catch {
      return intrinsicFailure(`expected JSON text, found ${shown(text)}`)
    }
  }
}
