/** The size limit on what states take and give. Source: developer guide "Service quotas". */
import { errorNames, Failure } from '../errors.ts'

/** 256 KiB of UTF-8. */
export const LARGEST_DATA_BYTES = 262_144

/** Whether a JSON text has more bytes than a state may give. Counts only where it may matter. */
export function isTooLarge(text: string): boolean {
  if (text.length * 3 <= LARGEST_DATA_BYTES) return false
  let bytes = text.length
  for (let at = 0; at < text.length && bytes <= LARGEST_DATA_BYTES; at += 1) {
    const unit = text.charCodeAt(at)
    // A surrogate is two units of two bytes each, any other unit from U+0800 on has three.
    if (unit > 0x7f) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return bytes > LARGEST_DATA_BYTES
}

/** `name` is the state's, `lambda` for an integration, the ARN for a function or activity. */
export function dataLimitFailure(name: string): Failure {
  return new Failure(
    errorNames.dataLimitExceeded,
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`
  )
}
