import type { WantedConditions } from '../store/queries/triggers.ts'
import type { Clock } from '../clock.ts'
import type { Fact, Facts } from './facts.ts'

/** Whether the computer is in the state that a start asks for. */
export interface Conditions {
  /** What cannot be told counts as met. */
  check: (wanted: WantedConditions) => { isMet: true } | { isMet: false; reason: string }
  facts: () => Facts
  /** Calls back when facts have changed, while anybody listens. */
  onChange: (listener: () => void) => () => void
  stop: () => void
}

export interface ConditionsOptions {
  clock: Clock
  /** Reads what the computer tells now. */
  readFacts: () => Facts
  /** Asks for what takes longer to learn, such as the network's kind. */
  refresh: () => Promise<void>
}

/** How often it is looked while a start is held back. */
const LOOK_MILLISECONDS = 15_000

export function createConditions({ clock, readFacts, refresh }: ConditionsOptions): Conditions {
  const listeners = new Set<() => void>()
  let cancel: (() => void) | undefined
  let isStopped = false
  let last = ''
  const look = (): void => {
    cancel = clock.after(LOOK_MILLISECONDS, () => {
      void refresh().then(() => {
        if (isStopped) return
        const now = JSON.stringify(readFacts())
        if (now !== last) for (const listener of listeners) listener()
        last = now
        if (listeners.size > 0) look()
      })
    })
  }
  return {
    facts: readFacts,
    check: (wanted) => {
      const reason = unmet(wanted, readFacts())
      return reason === undefined ? { isMet: true } : { isMet: false, reason }
    },
    onChange: (listener) => {
      listeners.add(listener)
      if (listeners.size === 1 && !isStopped) look()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) cancel?.()
      }
    },
    stop: () => {
      isStopped = true
      cancel?.()
    }
  }
}

/** Why the conditions are not met; undefined where they are. */
function unmet(wanted: WantedConditions, facts: Facts): string | undefined {
  if (wanted.onAcPower && valueOf(facts.isOnAcPower) === false) {
    return 'Mains power is asked for, and the computer runs on its battery.'
  }
  const battery = valueOf(facts.batteryPercent)
  if (wanted.batteryAtLeast !== undefined && typeof battery === 'number') {
    if (battery < wanted.batteryAtLeast) {
      return `The battery has ${String(battery)} %; ${String(wanted.batteryAtLeast)} % are asked for.`
    }
  }
  if (wanted.notOnMeteredNetwork && valueOf(facts.isOnMeteredNetwork) === true) {
    return 'The network is metered, and another one is asked for.'
  }
  const idle = valueOf(facts.idleMinutes)
  if (wanted.idleMinutes !== undefined && typeof idle === 'number' && idle < wanted.idleMinutes) {
    return `The computer was used ${String(idle)} minutes ago; ${String(wanted.idleMinutes)} minutes without use are asked for.`
  }
  return undefined
}

function valueOf(fact: Fact): boolean | number | undefined {
  return fact.canTell ? fact.value : undefined
}
