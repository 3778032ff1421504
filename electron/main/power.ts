import { powerMonitor } from 'electron'
import type { ComputerFacts, PowerEvent } from './engine-link.ts'

/**
 * Tells of the computer's sleep. Where the system tells nothing of it, the engine notices by its
 * clocks, within half a minute.
 */
export function watchPower(tell: (event: PowerEvent) => void): void {
  powerMonitor.on('suspend', () => tell('suspend'))
  powerMonitor.on('resume', () => tell('resume'))
}

const FACTS_MILLISECONDS = 30_000

/** Tells every now and then what only the desktop knows everywhere: battery, and how long nobody was there. */
export function watchComputer(tell: (facts: ComputerFacts) => void): void {
  setInterval(() => {
    tell({
      isOnBattery: powerMonitor.isOnBatteryPower(),
      idleSeconds: powerMonitor.getSystemIdleTime()
    })
  }, FACTS_MILLISECONDS)
}
