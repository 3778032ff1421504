import { digestCounts } from '../store/queries/absences.ts'
import {
  dueWaitingSlots,
  earliestHeldExpiry,
  earliestWaitingSlot,
  forgetOldSlots,
  openSlots
} from '../store/queries/schedule-slots.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import {
  deleteSchedule,
  dueScheduleIds,
  earliestDueSchedule,
  findScheduleById,
  hasSchedulesToSettle,
  schedulesAheadOf,
  schedulesToSettle
} from '../store/queries/schedules.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import type { WakeUp } from '../timers/wake-up.ts'
import { startWakeUp } from '../timers/wake-up.ts'
import type { DueSlots } from './due-slots.ts'
import type { HeldSlots } from './held-slots.ts'
import type { ScheduleParts } from './parts.ts'
import type { Starts } from './starts.ts'

export interface SchedulerOptions extends ScheduleParts {
  dueSlots: DueSlots
  starts: Starts
  held: HeldSlots
  /** Told of each portion of due schedules before its first start; for benchmarks. */
  onDispatch?: (count: number) => void
}

/** So many due schedules are dispatched at once; each is a unit of work of its own. */
const PORTION = 20_000
/** So many next times are found in one transaction, so that other work gets its turn in between. */
const SETTLE_PORTION = 50
/** How many slots of a schedule are remembered. */
const KEPT_SLOTS = 1000
/** Old slots are looked for once in so many slots of a schedule. */
const FORGET_EVERY = 64
/** How often a stopped execution is asked whether its tasks are over. */
const ASK_MILLISECONDS = 200

/**
 * Starts executions at the times that are due. A due time is a row, so neither sleep nor a crash
 * loses one. What is due is started first; when the schedules are due next is found afterwards.
 */
export function startScheduler(options: SchedulerOptions): WakeUp {
  const { clock, log, presence, starts, held } = options
  const check = (): void => wakeUp.check()
  const scheduler = new Scheduler(options, check)
  scheduler.takeBack(clock.now())
  held.start((...slot) => starts.take(...slot))
  const wakeUp = startWakeUp({
    ...{ clock, log },
    nextDueAt: () => scheduler.nextDueAt(),
    onDue: (now) => scheduler.runDue(now)
  })
  const endings = [
    presence.onSetBack((since) => {
      scheduler.takeBack(since)
      check()
    }),
    presence.onReturn(check),
    presence.onResume(check)
  ]
  return {
    check,
    stop: () => {
      wakeUp.stop()
      scheduler.stop()
      held.stop()
      for (const end of endings) end()
    }
  }
}

class Scheduler {
  readonly #options: SchedulerOptions
  readonly #db: ReadDb
  readonly #check: () => void
  /** There is something in the digest that nobody was told of. */
  #hasNews: boolean
  /** Schedules whose buffered slot waits for tasks that were told to end. */
  readonly #asking = new Set<number>()
  #cancelAsking: (() => void) | undefined

  constructor(options: SchedulerOptions, check: () => void) {
    this.#options = options
    this.#db = reader(options.store)
    this.#check = check
    this.#hasNews = digestCounts(this.#db).length > 0
  }

  nextDueAt(): number | undefined {
    const { starts, clock } = this.#options
    if (starts.hasReady() || hasSchedulesToSettle(this.#db)) return clock.now()
    if (this.#hasNews) return clock.now()
    const due = earliestDueSchedule(this.#db)
    const times = [due, earliestWaitingSlot(this.#db), earliestHeldExpiry(this.#db)]
    const known = times.filter((at) => at !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  }

  async runDue(now: number): Promise<void> {
    const { store, presence, starts, dueSlots } = this.#options
    // Before anything is judged late: why it is late.
    presence.look()
    store.reached('schedule:due')
    const ids = dueScheduleIds(this.#db, now, PORTION)
    this.#options.onDispatch?.(ids.length)
    await runAll(ids, this.#options, (write, id) => {
      if (dueSlots.process(write, id, now)) write.afterCommit(() => void (this.#hasNews = true))
    })
    await runAll(dueWaitingSlots(this.#db, now, PORTION), this.#options, (write, slot) =>
      dueSlots.takeWaiting(write, slot, now)
    )
    const expiry = earliestHeldExpiry(this.#db)
    if (expiry !== undefined && expiry <= now) {
      await this.#options.host.persist((write) => this.#options.held.expire(write, now))
    }
    if (starts.hasReady()) await this.#drainReady()
    if (ids.length > 0) return
    await settle(this.#options)
    if (!this.#hasNews) return
    this.#hasNews = false
    inTransaction(store, (write) => tellDigest(write))
  }

  /** The clock was set back, now or while the engine was off: from `since` on all is lived again. */
  takeBack(since: number): void {
    const { store, dueSlots } = this.#options
    inTransaction(store, (write) => {
      for (const schedule of schedulesAheadOf(write, since)) {
        dueSlots.takeBack(write, schedule, since)
      }
    })
  }

  stop(): void {
    this.#cancelAsking?.()
  }

  async #drainReady(): Promise<void> {
    const { starts, clock } = this.#options
    await runAll(starts.takeReady(), this.#options, (write, id) => {
      if (!starts.drain(write, id)) write.afterCommit(() => void this.#asking.add(id))
    })
    if (this.#asking.size === 0 || this.#cancelAsking) return
    this.#cancelAsking = clock.after(ASK_MILLISECONDS, () => {
      this.#cancelAsking = undefined
      for (const id of this.#asking) starts.makeReady(id)
      this.#asking.clear()
      this.#check()
    })
  }
}

/** Each item is a unit of its own: what fails is told and tried again, the others are stored. */
async function runAll<Item>(
  items: readonly Item[],
  { host }: SchedulerOptions,
  work: (write: WriteDb, item: Item) => void
): Promise<void> {
  const ends = await Promise.allSettled(
    items.map((item) => host.persist((write) => work(write, item)))
  )
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}

/** Finds the next times of a portion of the schedules whose slot was decided. */
async function settle(options: SchedulerOptions): Promise<void> {
  const { store, host } = options
  if (!hasSchedulesToSettle(reader(store))) return
  await host.persist((write) => {
    for (const schedule of schedulesToSettle(write, SETTLE_PORTION)) {
      settleOne(write, schedule, options)
    }
  })
}

function settleOne(write: WriteDb, schedule: Schedule, { dueSlots }: SchedulerOptions): void {
  const { id, settleFrom = 0, more } = schedule
  dueSlots.setNext(write, schedule, settleFrom)
  if ((Math.floor(settleFrom / 60_000) + id) % FORGET_EVERY === 0) {
    forgetOldSlots(write, id, KEPT_SLOTS)
  }
  if (!more.deletesItself || !schedule.isEnabled) return
  const isOver = findScheduleById(write, id)?.nextSlotAt === undefined
  if (isOver && openSlots(write, id).length === 0) {
    deleteSchedule(write, id)
    write.notify({ type: 'schedule', name: schedule.name })
  }
}

/** One notice for all that was missed: "while you were away". */
export function tellDigest(write: WriteDb): void {
  const counts = digestCounts(write)
  write.notify({
    type: 'digest',
    missedCount: counts.reduce((sum, { missed }) => sum + missed, 0),
    caughtUpCount: counts.reduce((sum, { caughtUp }) => sum + caughtUp, 0),
    scheduleCount: counts.length
  })
}
