import { timingSafeEqual } from 'node:crypto'

/** Whether two secrets are the same, in a time that tells nothing about where they differ. */
export function isSameSecret(expected: string, found: string): boolean {
  const right = Buffer.from(expected)
  const given = Buffer.from(found)
  const isAsLong = right.length === given.length
  return timingSafeEqual(right, isAsLong ? given : right) && isAsLong
}
