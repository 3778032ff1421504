import { utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeBase64 } from '../base64.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** AWS's limit on the text, in characters. */
const LONGEST_TEXT = 10_000

/** States.Base64Encode('text'): the MIME Base64 of its UTF-8 bytes. */
export const base64Encode: Intrinsic = {
  arity: [1, 1],
  call([text]) {
    if (typeof text !== 'string' || text.length > LONGEST_TEXT) {
      return intrinsicFailure(
        `expected a text of at most ${LONGEST_TEXT} characters, found ${shown(text)}`
      )
    }
    return encodeBase64(utf8ToBytes(text))
  }
}
