import { decodeBase64 } from '../base64.ts'
import { decodeUtf8 } from '../utf8.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** AWS's limit on the text, in characters. */
const LONGEST_TEXT = 10_000

/** States.Base64Decode('dGV4dA=='): the text behind a MIME Base64 text. */
export const base64Decode: Intrinsic = {
  arity: [1, 1],
  call([text]) {
    const bytes =
      typeof text === 'string' && text.length <= LONGEST_TEXT ? decodeBase64(text) : undefined
    if (bytes !== undefined) return decodeUtf8(bytes)
    return intrinsicFailure(
      `expected Base64 of at most ${LONGEST_TEXT} characters, found ${shown(text)}`
    )
  }
}
