import { ApiError } from '../../api/errors.ts'
import type { ScheduleSettings } from '../store/queries/schedules.ts'
import { findCalendar } from '../store/queries/exclusion-calendars.ts'
import type { ReadDb } from '../store/transaction.ts'
import { plainText } from './plain-text.ts'
import type { SlotInputs } from './slot-input.ts'
import { executionNameOf } from './slot-names.ts'
import { slotVariable } from './slot-variable.ts'
import { timingOf } from './timing-of.ts'
import type { Timetable } from './timing/timetable.ts'
import type { ExcludedTime, Timing } from './timing/timing.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const LISTED_EXCLUSIONS = 20

export interface Problem {
  member: string
  message: string
  isError: boolean
}

export interface PreviewSlot {
  slotAt: number
  dueAt: number
  clockChange?: 'GAP' | 'OVERLAP'
  isMoved: boolean
}

export interface Preview {
  description: string
  expressionDescriptions: string[]
  slots: PreviewSlot[]
  excluded: ExcludedTime[]
  input?: { text: string } | { error: string }
  problems: Problem[]
}

export interface PreviewRequest {
  draft: ScheduleSettings & { createdAt: number }
  count: number
  from: number
}

/** When a draft would run, and what is wrong with it; never throws for what is wrong. */
export function previewDraft(
  db: ReadDb,
  { draft, count, from }: PreviewRequest,
  parts: { timetable: Timetable; inputs: SlotInputs }
): Preview {
  const { timetable } = parts
  const problems = findProblems(db, draft, timetable)
  if (problems.some(({ isError }) => isError)) {
    const nothing = { description: '', expressionDescriptions: [], slots: [], excluded: [] }
    return { ...nothing, problems }
  }
  const timing = timingOf(db, draft)
  const excluded: ExcludedTime[] = []
  const slots: PreviewSlot[] = []
  for (let after: number | undefined = from; slots.length < count;) {
    after = timetable.next(timing, after, (time) => void excluded.push(time))
    if (after === undefined) break
    slots.push(markSlot(timetable, timing, after))
  }
  if (slots.length === 0) {
    const message = 'It never runs: none of its times is still to come, or all are excluded.'
    problems.push({ member: 'ScheduleExpression', message, isError: false })
  }
  return {
    description: plainText(timetable, timing),
    expressionDescriptions: timetable.describe(timing),
    ...{ slots, problems, excluded: excluded.slice(0, LISTED_EXCLUSIONS) },
    ...(draft.input === undefined ? {} : { input: previewInput(db, draft, slots[0], parts) })
  }
}

function markSlot(timetable: Timetable, timing: Timing, slotAt: number): PreviewSlot {
  const zone = timetable.zone(timing.timeZone)
  const local = zone.toLocal(slotAt)
  const midnight = Math.floor(local / DAY) * DAY
  const change = zone
    .changesIn(slotAt - DAY, slotAt + DAY)
    .find(({ at, before }) => Math.floor((at + before) / DAY) * DAY === midnight)
  const isGap = change !== undefined && change.after > change.before
  // The first minute after a gap may be a time of its own as well.
  const isMoved =
    isGap &&
    slotAt - change.at < MINUTE &&
    slotAt >= change.at &&
    !namesOwnTime(timetable, timing, slotAt)
  return {
    ...{ slotAt, dueAt: timetable.dueAt(timing, slotAt), isMoved },
    ...(change ? { clockChange: isGap ? 'GAP' : 'OVERLAP' } : {})
  }
}

/** Whether the day after, without a gap, has a slot at the same time of day. */
function namesOwnTime(timetable: Timetable, timing: Timing, slotAt: number): boolean {
  return timetable.next(timing, slotAt + DAY - 1) === slotAt + DAY
}

function previewInput(
  db: ReadDb,
  draft: PreviewRequest['draft'],
  slot: PreviewSlot | undefined,
  { timetable, inputs }: { timetable: Timetable; inputs: SlotInputs }
): { text: string } | { error: string } {
  const at = slot?.slotAt ?? draft.createdAt
  const name = executionNameOf(draft.name, at)
  const moment = { at, seed: '0'.repeat(64) }
  try {
    const due = { slotAt: at, cause: 'SCHEDULED' } as const
    const variable = slotVariable(db, draft, due, { timetable, name, now: at })
    return { text: inputs.of(draft.input, variable, moment) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { error: error.message }
  }
}

function findProblems(db: ReadDb, draft: PreviewRequest['draft'], timetable: Timetable): Problem[] {
  const problems: Problem[] = []
  const check = (member: string, work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      problems.push({ member, message: error.message, isError: true })
    }
  }
  check('ScheduleExpressionTimezone', () => timetable.zone(draft.timeZone))
  if (problems.length > 0) return problems
  const plain = { ...timingOf(db, { ...draft, more: {} }) }
  check('ScheduleExpression', () => timetable.check({ ...plain, endAt: Number.MAX_SAFE_INTEGER }))
  for (const [index, expression] of (draft.more.expressions ?? []).entries()) {
    const expressions = [expression]
    check(`AdditionalExpressions[${String(index)}]`, () =>
      timetable.check({ ...plain, expressions, endAt: Number.MAX_SAFE_INTEGER })
    )
  }
  for (const [index, name] of (draft.more.exclusions?.calendars ?? []).entries()) {
    if (findCalendar(db, name)) continue
    const member = `Exclusions.Calendars[${String(index)}]`
    problems.push({ member, message: `Exclusion calendar ${name} does not exist.`, isError: true })
  }
  const { exclusions } = timingOf(db, draft)
  const always = { ...plain, expressions: ['@daily'], exclusions }
  check('Exclusions', () => timetable.check({ ...always, endAt: Number.MAX_SAFE_INTEGER }))
  check('EndDate', () => timetable.check({ ...plain, expressions: ['@daily'] }))
  return problems
}
