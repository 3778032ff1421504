import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

/** States.StringSplit('1,2;3', ',;'): splits at any of the delimiter's characters; no empty pieces. */
export const stringSplit: Intrinsic = {
  arity: [2, 2],
  call([text, delimiters]) {
    if (typeof text !== 'string' || typeof delimiters !== 'string') {
      return intrinsicFailure(`expected two texts, found ${shown(text)} and ${shown(delimiters)}`)
    }
    const pieces: string[] = []
    let piece = ''
    for (const character of text) {
      if (!delimiters.includes(character)) piece += character
      else {
        if (piece !== '') pieces.push(piece)
        piece = ''
      }
    }
    if (piece !== '') pieces.push(piece)
    return pieces
  }
}
