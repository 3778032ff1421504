/** What becomes of slots that are due: the policies for those that come late, as one pure function. */
import type { SlotReason } from '../store/queries/schedule-slots.ts'
import type { MoreSettings } from '../store/queries/schedules.ts'

/** A slot that is later than this is a missed one; up to it nobody notices. */
export const LATE_MILLISECONDS = 60_000
const DAY = 86_400_000
export const DEFAULT_CATCH_UP_WINDOW = 365 * DAY
export const DEFAULT_CAP = 100

export interface DueSlot {
  slotAt: number
  /** With jitter: when it should have started. */
  dueAt: number
}

export type Verdict = DueSlot &
  (
    | { fate: 'run'; isLate: boolean; startAt: number }
    /** Without a reason: for what it was late. */
    | { fate: 'missed'; reason?: Extract<SlotReason, 'OUTSIDE_WINDOW'> }
  )

/** Judges slots that are due, ascending; the answer is in the same order. */
export function judgeSlots(
  slots: readonly DueSlot[],
  now: number,
  { catchUpWindow = DEFAULT_CATCH_UP_WINDOW, missed = { mode: 'LAST' } }: MoreSettings
): Verdict[] {
  const lateness = ({ dueAt }: DueSlot): number => now - dueAt
  const late = slots.filter(
    (slot) => lateness(slot) > LATE_MILLISECONDS && lateness(slot) <= catchUpWindow
  )
  const chosen = new Set(chooseLate(late, slots.at(-1), missed))
  let place = 0
  return slots.map((slot): Verdict => {
    if (lateness(slot) > catchUpWindow) return { ...slot, fate: 'missed', reason: 'OUTSIDE_WINDOW' }
    if (lateness(slot) <= LATE_MILLISECONDS) {
      return { ...slot, fate: 'run', isLate: false, startAt: now }
    }
    if (!chosen.has(slot)) return { ...slot, fate: 'missed' }
    const startAt = now + place++ * (missed.spacing ?? 0)
    return { ...slot, fate: 'run', isLate: true, startAt }
  })
}

function chooseLate(
  late: readonly DueSlot[],
  last: DueSlot | undefined,
  { mode, cap = DEFAULT_CAP }: NonNullable<MoreSettings['missed']>
): readonly DueSlot[] {
  switch (mode) {
    case 'NONE':
      return []
    // The latest of all: where one is in time, it is that one, and nothing is made up for.
    case 'LAST':
      return late.filter((slot) => slot === last)
    case 'ALL':
      return late.slice(-cap)
  }
}
