import type { Clock } from '../../clock.ts'
import { timingOf } from '../../schedules/timing-of.ts'
import type { Timetable } from '../../schedules/timing/timetable.ts'
import type { Slot } from '../../store/queries/schedule-slots.ts'
import type { Schedule } from '../../store/queries/schedules.ts'
import type { ReadDb } from '../../store/transaction.ts'

/** The slots that a pause has swallowed so far, as one row; they are stored when the pause ends. */
export function pausedStretch(
  db: ReadDb,
  schedule: Schedule,
  { clock, timetable }: { clock: Clock; timetable: Timetable }
): Slot[] {
  if (!schedule.pause) return []
  const timing = timingOf(db, schedule)
  const until = clock.now()
  const first = timetable.next(timing, schedule.pause.at)
  if (first === undefined || first > until) return []
  const { early, recent } = timetable.due(timing, { first, until, limit: 1 })
  const missed = { status: 'MISSED', reason: 'PAUSED', cause: 'SCHEDULED' } as const
  const slotAt = recent.at(-1) ?? first
  if (!early) return [{ ...missed, slotAt }]
  const { count, isLeast } = early
  return [{ ...missed, slotAt, firstAt: early.first, count: count + recent.length, isLeast }]
}
