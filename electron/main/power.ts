import { powerMonitor } from 'electron'
import type { PowerEvent } from './engine-link.ts'

/**
 * Tells of the computer's sleep. Where the system tells nothing of it, the engine notices by its
 * clocks, within half a minute.
 */
export function watchPower(tell: (event: PowerEvent) => void): void {
  powerMonitor.on('suspend', () => tell('suspend'))
  powerMonitor.on('resume', () => tell('resume'))
}
