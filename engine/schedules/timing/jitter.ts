/**
 * How far into a window (milliseconds) a slot starts: by chance to look at, and yet always the same for the
 * same schedule and slot, so that neither a restart nor an edit of something else moves it.
 */
export function jitterOf(seed: string, slotAt: number, window: number): number {
  if (window <= 0) return 0
  return Math.floor((hash(`${seed}:${String(slotAt)}`) / 2 ** 32) * window)
}

/** FNV-1a with a last stir: neighbouring slots must not get neighbouring moments. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
