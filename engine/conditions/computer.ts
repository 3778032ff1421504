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

export interface ComputerConditions extends Conditions {
  /** Takes what only the desktop app can know. */
  tellFacts: (facts: ShellFacts) => void
  /** Whether `who` cares if the network is metered: while anybody does, it is asked now and every minute. */
  careForNetwork: (who: 'schedules' | 'triggers', isWanted: boolean) => void
}

const NETWORK_MILLISECONDS = 60_000

/** The conditions of this computer. */
export function createComputerConditions(
  clock: Clock,
  { powerFolder = POWER_FOLDER, readNetwork = readMetered } = {}
): ComputerConditions {
  let metered: Fact = {
    canTell: false,
    reason: 'It is asked once a schedule or trigger has this condition.'
  }
  let told: (ShellFacts & { at: number }) | undefined
  const refresh = async (): Promise<void> => {
    metered = await readNetwork()
  }
  let stopAsking: (() => void) | undefined
  const ask = (): void => {
    void refresh()
    stopAsking = clock.after(NETWORK_MILLISECONDS, ask)
  }
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
  const conditions = createConditions({ clock, readFacts, refresh })
  const caring = new Set<string>()
  const careForNetwork: ComputerConditions['careForNetwork'] = (who, isWanted) => {
    if (isWanted) caring.add(who)
    else caring.delete(who)
    if (caring.size > 0) {
      if (!stopAsking) ask()
      return
    }
    stopAsking?.()
    stopAsking = undefined
  }
  return {
    ...conditions,
    careForNetwork,
    stop: () => {
      caring.clear()
      stopAsking?.()
      conditions.stop()
    },
    tellFacts: (facts) => {
      told = { ...facts, at: clock.monotonic() }
    }
  }
}
