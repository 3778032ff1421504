import { ApiError } from '../../api/errors.ts'
import { stateMachineArn } from '../arns.ts'
import { findCalendar } from '../store/queries/exclusion-calendars.ts'
import type { Pause, Schedule, ScheduleSettings } from '../store/queries/schedules.ts'
import * as rows from '../store/queries/schedules.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { DueSlots } from './due-slots.ts'
import type { HeldSlots } from './held-slots.ts'
import type { ScheduleParts } from './parts.ts'
import { pauseSchedule } from './pause.ts'
import { timingOf } from './timing-of.ts'

export interface SchedulesOptions extends ScheduleParts {
  dueSlots: DueSlots
  held: HeldSlots
  /** Called after a commit that may have moved the earliest due time. */
  onChange: () => void
}

/** What may be done with schedules. All throw ApiError. */
export class Schedules {
  readonly #options: SchedulesOptions

  constructor(options: SchedulesOptions) {
    this.#options = options
  }

  /** Throws ScheduleDoesNotExist. */
  find(db: ReadDb, name: string): Schedule {
    const found = rows.findSchedule(db, name)
    if (found) return found
    throw new ApiError('ScheduleDoesNotExist', `Schedule ${name} does not exist.`)
  }

  /**
   * Throws ScheduleAlreadyExists, StateMachineDoesNotExist, ExclusionCalendarDoesNotExist, InvalidArn,
   * ValidationException.
   */
  create(write: WriteDb, settings: ScheduleSettings): Schedule {
    const { clock, dueSlots } = this.#options
    if (rows.findSchedule(write, settings.name)) {
      throw new ApiError('ScheduleAlreadyExists', `Schedule ${settings.name} already exists.`)
    }
    const createdAt = clock.now()
    checkSettings(write, settings, createdAt, this.#options)
    rows.insertSchedule(write, { ...settings, createdAt })
    this.#noteConditions(write, settings)
    const made = this.find(write, settings.name)
    if (made.isEnabled) dueSlots.beginAt(write, made, createdAt)
    else this.#pauseNow(write, made, { by: 'USER' })
    return this.#changed(write, settings.name)
  }

  /** Replaces all settings. Throws as `create`, with ScheduleDoesNotExist. */
  update(write: WriteDb, settings: ScheduleSettings): Schedule {
    const { clock, dueSlots } = this.#options
    const old = this.#settle(write, settings.name)
    checkSettings(write, settings, old.createdAt, this.#options)
    rows.updateSchedule(write, { ...settings, modifiedAt: clock.now() })
    this.#noteConditions(write, old, settings)
    const updated = this.find(write, settings.name)
    if (settings.isEnabled) {
      rows.setPause(write, old.id)
      dueSlots.beginAt(write, updated, clock.now())
    } else this.#pauseNow(write, updated, old.pause ?? { by: 'USER' })
    return this.#changed(write, settings.name)
  }

  remove(write: WriteDb, name: string): void {
    const schedule = this.find(write, name)
    rows.deleteSchedule(write, schedule.id)
    this.#noteConditions(write, schedule)
    write.notify({ type: 'schedule', name })
    write.afterCommit(this.#options.onChange)
  }

  pause(write: WriteDb, name: string, note?: string): void {
    const schedule = this.#settle(write, name)
    this.#pauseNow(write, schedule, { by: 'USER', ...(note === undefined ? {} : { note }) })
    this.#changed(write, name)
  }

  /** Answers it as it is now. */
  resume(write: WriteDb, name: string): Schedule {
    const { clock, dueSlots, machines } = this.#options
    const schedule = this.#settle(write, name)
    if (schedule.isEnabled) return schedule
    machines.find(write, schedule.stateMachineArn)
    rows.setPause(write, schedule.id)
    dueSlots.beginAt(write, this.find(write, name), clock.now())
    return this.#changed(write, name)
  }

  /** Disables the schedules of a state machine that is deleted. */
  disableThoseOf(write: WriteDb, stateMachineName: string): void {
    const note = `Its state machine ${stateMachineName} was deleted.`
    for (const schedule of rows.schedulesOf(write, stateMachineArn(stateMachineName))) {
      if (!schedule.isEnabled) continue
      this.#pauseNow(write, schedule, { by: 'STATE_MACHINE_DELETED', note })
      this.#changed(write, schedule.name)
    }
  }

  /** Decides what is due, and finds the next slots anew: a calendar that they name has changed. */
  changeTimes(write: WriteDb, schedules: readonly Schedule[], change: () => void): void {
    const { clock, dueSlots } = this.#options
    for (const { name } of schedules) this.#settle(write, name)
    change()
    for (const { name } of schedules) {
      const schedule = this.find(write, name)
      const { pause } = schedule
      if (pause) rows.setPause(write, schedule.id, { ...pause, at: clock.now() })
      else dueSlots.beginAt(write, schedule, clock.now())
      this.#changed(write, name)
    }
  }

  /** Before anything changes: what is due is decided, and what was paused is noted, as it was set until now. */
  #settle(write: WriteDb, name: string): Schedule {
    const { clock, dueSlots } = this.#options
    const now = clock.now()
    const schedule = decideDue(write, this.find(write, name), now, dueSlots)
    if (schedule.pause) {
      const range = { after: schedule.pause.at, until: now, reason: 'PAUSED' } as const
      dueSlots.noteMissed(write, schedule, range)
    }
    return schedule
  }

  #pauseNow(write: WriteDb, schedule: Schedule, { by, note }: Omit<Pause, 'at'>): void {
    const at = this.#options.clock.now()
    pauseSchedule(write, schedule, { at, by, ...(note === undefined ? {} : { note }) })
  }

  /** The network's kind is asked for while a schedule cares. */
  #noteConditions(write: WriteDb, ...settings: Pick<ScheduleSettings, 'more'>[]): void {
    if (!settings.some(({ more }) => more.conditions?.notOnMeteredNetwork)) return
    write.afterCommit(() => this.#options.held.careForNetwork())
  }

  #changed(write: WriteDb, name: string): Schedule {
    write.notify({ type: 'schedule', name })
    write.afterCommit(this.#options.onChange)
    return this.find(write, name)
  }
}

/** A schedule's slots may have come due unseen, one after the other; more than these are no edit's business. */
const LONGEST_DECISION = 5

/** Decides what has come due before a change of the schedule, by its old settings. */
function decideDue(write: WriteDb, schedule: Schedule, now: number, dueSlots: DueSlots): Schedule {
  let current = schedule
  for (let count = 0; count < LONGEST_DECISION; count++) {
    if (current.settleFrom !== undefined) dueSlots.setNext(write, current, current.settleFrom)
    dueSlots.process(write, current.id, now)
    current = rows.findScheduleById(write, current.id) ?? current
    if (current.settleFrom === undefined) break
  }
  dueSlots.keepComing(write, current, now)
  return current
}

/** Throws ApiError where the settings cannot be. */
function checkSettings(
  write: WriteDb,
  settings: ScheduleSettings,
  createdAt: number,
  { machines, timetable, inputs }: SchedulesOptions
): void {
  checkName(settings.name)
  if (settings.input !== undefined) inputs.check(settings.input)
  machines.find(write, settings.stateMachineArn)
  for (const name of settings.more.exclusions?.calendars ?? []) {
    if (findCalendar(write, name)) continue
    throw new ApiError(
      'ExclusionCalendarDoesNotExist',
      `Exclusion calendar ${name} does not exist. Create it by PutExclusionCalendar first.`
    )
  }
  timetable.check(timingOf(write, { ...settings, createdAt }))
}

export function checkName(name: string): void {
  if (/^[0-9a-zA-Z-_.]+$/.test(name)) return
  throw new ApiError(
    'ValidationException',
    `1 validation error detected: Value '${name}' at 'Name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$`
  )
}
