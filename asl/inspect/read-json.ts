import { isTooDeepText } from '../data/limit.ts'
import type { Json } from '../json.ts'

/** The value of a JSON text; undefined where it is none, or nested too deep to be written again. */
export function readJson(text: string): Json | undefined {
  if (isTooDeepText(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
