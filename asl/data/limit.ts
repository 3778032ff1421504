/** The limits on what states take and give. Source: developer guide "Service quotas". */
import { errorNames, Failure } from '../errors.ts'
import type { Json } from '../json.ts'

/** 256 KiB of UTF-8. */
export const LARGEST_DATA_BYTES = 262_144

/** So many arrays and objects inside of each other; deeper JSON cannot be written safely. */
export const DEEPEST_DATA = 1000

/** Whether a JSON text is more than a state may give: too many bytes, or nested too deep. */
export function exceedsLimits(text: string): boolean {
  return hasMoreBytes(text, LARGEST_DATA_BYTES) || isTooDeepText(text)
}

/** Whether a text is longer than so many bytes of UTF-8; counts only where it may be. */
export function hasMoreBytes(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false
  let bytes = text.length
  for (let at = 0; at < text.length && bytes <= limit; at += 1) {
    const unit = text.charCodeAt(at)
    // A surrogate is two units of two bytes each, any other unit from U+0800 on has three.
    if (unit > 0x7f) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return bytes > limit
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Whether JSON text is nested too deep to be read and written. */
export function isTooDeepText(text: string): boolean {
  if (text.length <= DEEPEST_DATA * 2) return false
  let depth = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (isInText) {
      if (unit === BACKSLASH) at += 1
      else if (unit === QUOTE) isInText = false
    } else if (unit === QUOTE) {
      isInText = true
    } else if (unit === 0x5b || unit === 0x7b) {
      depth += 1
      if (depth > DEEPEST_DATA) return true
    } else if (unit === 0x5d || unit === 0x7d) {
      depth -= 1
    }
  }
  return false
}

/** The same for a value; level by level, so that depth costs no stack. */
export function isTooDeep(value: Json): boolean {
  let level: Json[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_DATA) return true
    const next: Json[] = []
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue
      for (const child of Array.isArray(item) ? item : Object.values(item)) {
        if (typeof child === 'object' && child !== null) next.push(child)
      }
    }
    level = next
  }
  return false
}

/** `name` is the state's, `lambda` for an integration, the ARN for a function or activity. */
export function dataLimitFailure(name: string): Failure {
  return new Failure(
    errorNames.dataLimitExceeded,
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`
  )
}
