import type { Absence } from '../store/queries/absences.ts'
import {
  acknowledgeAbsences,
  digestCounts,
  digestSlotTimes,
  openAbsences
} from '../store/queries/absences.ts'
import type { Slot } from '../store/queries/schedule-slots.ts'
import { findSlot } from '../store/queries/schedule-slots.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import { findScheduleById } from '../store/queries/schedules.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { tellDigest } from './scheduler.ts'

const LISTED_SLOTS = 50

export interface DigestOfSchedule {
  schedule: Schedule
  missed: number
  caughtUp: number
  /** Newest first. */
  slots: Slot[]
  hasMore: boolean
}

/** "While you were away": what was missed, and what was made up for. */
export interface Digest {
  /** Newest first; at least one. */
  absences: readonly [Absence, ...Absence[]]
  schedules: DigestOfSchedule[]
}

/** Undefined: nothing was missed since the last one was put away. */
export function readDigest(db: ReadDb): Digest | undefined {
  const [newest, ...others] = openAbsences(db)
  if (!newest) return undefined
  const schedules = digestCounts(db).flatMap(({ scheduleId, missed, caughtUp }) => {
    const schedule = findScheduleById(db, scheduleId)
    if (!schedule) return []
    const times = digestSlotTimes(db, scheduleId, LISTED_SLOTS + 1)
    const slots = times.slice(0, LISTED_SLOTS).flatMap((slotAt) => {
      const slot = findSlot(db, scheduleId, slotAt)
      return slot ? [slot] : []
    })
    return [{ schedule, missed, caughtUp, slots, hasMore: times.length > LISTED_SLOTS }]
  })
  return { absences: [newest, ...others], schedules }
}

/** Puts the digest away, up to this absence. */
export function acknowledgeDigest(write: WriteDb, id: number): void {
  acknowledgeAbsences(write, id)
  tellDigest(write)
}
