import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { Absence } from '../store/queries/absences.ts'
import {
  absenceAt,
  forgetOldAbsences,
  insertAbsence,
  lastSeenAt,
  setSeenAt
} from '../store/queries/absences.ts'
import { inTransaction, reader } from '../store/transaction.ts'

/** The two clocks are compared this often; a sleep is noticed at the latest then. */
const LOOK_MILLISECONDS = 30_000
/** A timer that is later than this was held up by a sleep or a stopped process. */
const HELD_UP_MILLISECONDS = 20_000
/** The wall clock may drift by this between two looks (time services slew it). */
const DRIFT_MILLISECONDS = 5_000
/** The last sign of life is stored this often, to say since when the engine was off after a crash. */
const SEEN_MILLISECONDS = 15 * 60_000
const KEPT_ABSENCES = 200

export interface Presence {
  /** Compares the clocks now: call it before anything is judged late. */
  look: () => void
  /** The desktop tells that the computer is about to sleep. */
  suspended: () => void
  /** The desktop tells that the computer has woken up. */
  resumed: () => void
  /** The absence in which this instant lies. */
  absenceAt: (instant: number) => Absence | undefined
  /** Called once per return, after its row is stored. The answer ends it. */
  onReturn: (listener: (absence: Absence) => void) => () => void
  /**
   * The wall clock was set back: what was to come may come again, from `since` on, for it is noticed only some
   * time later. The answer ends it.
   */
  onSetBack: (listener: (since: number) => void) => () => void
  /** The desktop has told of a return; there may have been no absence worth a row. */
  onResume: (listener: () => void) => () => void
  /** Begins to look; notes the time since the last engine run. */
  start: () => void
  stop: () => void
}

interface Look {
  wall: number
  monotonic: number
}

interface PresenceOptions {
  store: Store
  clock: Clock
  log: Log
}

/**
 * Whether the engine was there: it notices sleep, stopped processes and clocks that were set, and
 * remembers when it was away.
 *
 * @example
 * const presence = createPresence({ store, clock, log })
 * presence.onReturn(({ kind, from, to }) => …)
 * presence.start()
 */
export function createPresence(options: PresenceOptions): Presence {
  const { store } = options
  const watch = new PresenceWatch(options)
  return {
    look: () => watch.look(),
    suspended: () => watch.suspended(),
    resumed: () => watch.resumed(),
    absenceAt: (instant) => absenceAt(reader(store), instant),
    onReturn: (listener) => subscribe(watch.returned, listener),
    onSetBack: (listener) => subscribe(watch.setBack, listener),
    onResume: (listener) => subscribe(watch.resumes, listener),
    start: () => watch.start(),
    stop: () => watch.stop()
  }
}

class PresenceWatch {
  readonly returned = new Set<(absence: Absence) => void>()
  readonly setBack = new Set<(since: number) => void>()
  readonly resumes = new Set<() => void>()
  readonly #options: PresenceOptions
  #last: Look
  #seenAt = 0
  /** Whether the desktop tells of sleep: then a jump without a word is a clock that was set. */
  #isTold = false
  #hasSlept = false
  #cancel: (() => void) | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
    this.#last = this.#now()
  }

  look(): void {
    const now = this.#now()
    const { wall: from, monotonic } = this.#last
    const passed = now.monotonic - monotonic
    const drift = now.wall - from - passed
    const isSet = this.#isTold && !this.#hasSlept
    this.#last = now
    this.#hasSlept = false
    if (drift > DRIFT_MILLISECONDS) {
      this.#note({ kind: isSet ? 'CLOCK_CHANGED' : 'ASLEEP', from, to: now.wall })
    } else if (passed > LOOK_MILLISECONDS + HELD_UP_MILLISECONDS) {
      this.#note({ kind: 'ASLEEP', from, to: now.wall })
    } else if (drift < -DRIFT_MILLISECONDS) {
      this.#options.log.warn('The clock was set back', { byMilliseconds: -drift })
      for (const listener of this.setBack) listener(now.wall - passed)
    }
    const isOld = now.wall - this.#seenAt >= SEEN_MILLISECONDS
    if (isOld || now.wall < this.#seenAt) this.#keepSeen(now.wall)
  }

  suspended(): void {
    this.look()
    this.#isTold = true
    this.#hasSlept = true
  }

  resumed(): void {
    this.#isTold = true
    this.#hasSlept = true
    this.look()
    for (const listener of this.resumes) listener()
  }

  start(): void {
    const seen = lastSeenAt(reader(this.#options.store))
    this.#last = this.#now()
    const { wall } = this.#last
    if (seen !== undefined && seen < wall) this.#note({ kind: 'ENGINE_OFF', from: seen, to: wall })
    else this.#keepSeen(wall)
    this.#cancel = this.#options.clock.after(LOOK_MILLISECONDS, () => this.#tick())
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    try {
      this.#keepSeen(this.#now().wall)
    } catch (error) {
      // It only says later than need be since when the engine was off.
      this.#options.log.error('The last sign of life could not be stored', { error: String(error) })
    }
  }

  #now(): Look {
    const { clock } = this.#options
    return { wall: clock.now(), monotonic: clock.monotonic() }
  }

  #tick(): void {
    this.#cancel = this.#options.clock.after(LOOK_MILLISECONDS, () => this.#tick())
    try {
      this.look()
    } catch (error) {
      // The disk refuses: what is due is judged all the same, and the next look tries again.
      this.#options.log.error('An absence could not be stored', { error: String(error) })
    }
  }

  #note(absence: Omit<Absence, 'id'>): void {
    const id = inTransaction(this.#options.store, (write) => {
      const made = insertAbsence(write, absence)
      forgetOldAbsences(write, KEPT_ABSENCES)
      setSeenAt(write, absence.to)
      return made
    })
    this.#seenAt = absence.to
    this.#options.log.info('The engine was away', { ...absence })
    for (const listener of this.returned) listener({ ...absence, id })
  }

  #keepSeen(at: number): void {
    this.#seenAt = at
    inTransaction(this.#options.store, (write) => setSeenAt(write, at))
  }
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
