import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

const LINUX_BOOT_ID = '/proc/sys/kernel/random/boot_id'
const MINUTE = 60_000

/**
 * The same for all processes between two starts of the computer. Elsewhere than on Linux it is the
 * minute of the start, reckoned from the wall clock: a clock that was set makes it another one.
 */
export function readBootId(now: number): string {
  if (process.platform === 'linux') return readFileSync(LINUX_BOOT_ID, 'utf8').trim()
  return `started-at-${String(Math.round((now - uptime() * 1000) / MINUTE))}`
}
