import type { Clock } from '../clock.ts'
import type { Conditions } from './conditions.ts'
import { createConditions } from './conditions.ts'
import type { Fact, Facts } from './facts.ts'
import { readMetered } from './network.ts'
import { POWER_FOLDER, readPower } from './power.ts'

/** What the desktop app tells of the computer. */
export interface ShellFacts {
  isOnBattery: boolean
  idleSeconds: number
}

/** Told facts are of no use after so long: the app may be gone. */
const LONGEST_USE_MILLISECONDS = 120_000

/** The conditions of this computer; `tellFacts` takes what only the desktop app can know. */
export function createComputerConditions(
  clock: Clock,
  { powerFolder = POWER_FOLDER, readNetwork = readMetered } = {}
): Conditions & { tellFacts: (facts: ShellFacts) => void } {
  let metered: Fact = { canTell: false, reason: 'It was not asked yet.' }
  let told: (ShellFacts & { at: number }) | undefined
  const refresh = async (): Promise<void> => {
    metered = await readNetwork()
  }
  void refresh()
  const readFacts = (): Facts => {
    const power = readPower(powerFolder)
    const fresh = told && clock.monotonic() - told.at < LONGEST_USE_MILLISECONDS ? told : undefined
    return {
      isOnAcPower:
        fresh && !power.isOnAcPower.canTell
          ? { canTell: true, value: !fresh.isOnBattery }
          : power.isOnAcPower,
      batteryPercent: power.batteryPercent,
      isOnMeteredNetwork: metered,
      idleMinutes: fresh
        ? { canTell: true, value: Math.floor(fresh.idleSeconds / 60) }
        : { canTell: false, reason: 'Only the desktop app can tell, and it does not run.' }
    }
  }
  return {
    ...createConditions({ clock, readFacts, refresh }),
    tellFacts: (facts) => {
      told = { ...facts, at: clock.monotonic() }
    }
  }
}
