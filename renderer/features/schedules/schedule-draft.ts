/** A schedule as its editor holds it, out of what the engine knows and back into what it takes. */
import type { Input, Output } from '../../../api/index.ts'
import type { Conditions } from '../conditions/conditions.ts'
import { conditionsOfWire, wireConditionsOf } from '../conditions/conditions.ts'
import type { ExclusionRules } from './exclusions.ts'
import { rulesOf, wireRulesOf } from './exclusions.ts'
import type { MissedMode, OverlapPolicy, WhenUnmet } from './policies.ts'
import type { Recurrence } from './recurrence.ts'
import { expressionOf, recurrenceOf } from './recurrence.ts'
import { secondsOfWallClock, wallClockOf } from './time-zone-clock.ts'

export type ScheduleSummary = Output<'ListSchedules'>['Schedules'][number]
type Settings = Input<'CreateSchedule'>
type Exclusions = NonNullable<Settings['Exclusions']>

/** Times are texts as fields hold them: `2026-12-01T09:00` on the clocks of the zone, numbers as typed. */
export interface ScheduleDraft {
  name: string
  description: string
  stateMachineArn: string
  recurrences: Recurrence[]
  timeZone: string
  start: string
  end: string
  /** Within how many minutes after its time each start may come; empty: at once. */
  jitterMinutes: string
  remainingRuns: string
  calendars: string[]
  exclusions: ExclusionRules
  overlapPolicy: OverlapPolicy
  missedMode: MissedMode
  spacingSeconds: string
  cap: string
  catchUpHours: string
  pausesOnFailure: boolean
  conditions: Conditions
  whenUnmet: WhenUnmet
  deletesItself: boolean
  input: string
  isEnabled: boolean
}

export function emptyDraft(timeZone: string, stateMachineArn = ''): ScheduleDraft {
  return {
    name: '',
    description: '',
    stateMachineArn,
    recurrences: [{ kind: 'daily', time: '09:00' }],
    timeZone,
    start: '',
    end: '',
    jitterMinutes: '',
    remainingRuns: '',
    calendars: [],
    exclusions: rulesOf(undefined),
    overlapPolicy: 'SKIP',
    missedMode: 'LAST',
    spacingSeconds: '',
    cap: '',
    catchUpHours: '',
    pausesOnFailure: false,
    conditions: {},
    whenUnmet: 'SKIP',
    deletesItself: false,
    input: '{}',
    isEnabled: true
  }
}

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value))

/** What the engine knows of a schedule, for the editor. */
export function draftOf(schedule: ScheduleSummary): ScheduleDraft {
  const timeZone = schedule.ScheduleExpressionTimezone ?? 'UTC'
  const empty = emptyDraft(timeZone, schedule.Target.Arn)
  const { StartDate, EndDate, Exclusions, MissedPolicy, CatchUpWindowSeconds } = schedule
  const expressions = [schedule.ScheduleExpression, ...(schedule.AdditionalExpressions ?? [])]
  return {
    ...empty,
    name: schedule.Name,
    description: schedule.Description ?? '',
    recurrences: expressions.map(recurrenceOf),
    start: StartDate === undefined ? '' : wallClockOf(StartDate, timeZone),
    end: EndDate === undefined ? '' : wallClockOf(EndDate, timeZone),
    jitterMinutes: jitterOf(schedule),
    remainingRuns: textOf(schedule.RemainingRuns),
    calendars: Exclusions?.Calendars ?? [],
    exclusions: rulesOf(Exclusions),
    overlapPolicy: schedule.OverlapPolicy ?? 'SKIP',
    missedMode: MissedPolicy?.Mode ?? 'LAST',
    spacingSeconds: textOf(MissedPolicy?.SpacingSeconds),
    cap: textOf(MissedPolicy?.Cap),
    catchUpHours: textOf(
      CatchUpWindowSeconds === undefined ? undefined : CatchUpWindowSeconds / 3600
    ),
    pausesOnFailure: schedule.PauseOnFailure ?? false,
    conditions: conditionsOfWire(schedule.Conditions),
    whenUnmet: schedule.WhenConditionsUnmet ?? 'SKIP',
    deletesItself: schedule.ActionAfterCompletion === 'DELETE',
    input: schedule.Target.Input ?? '{}',
    isEnabled: schedule.State === 'ENABLED'
  }
}

function jitterOf({ FlexibleTimeWindow }: ScheduleSummary): string {
  if (FlexibleTimeWindow?.Mode !== 'FLEXIBLE') return ''
  const { MaximumWindowInMinutes, MaximumWindowInSeconds } = FlexibleTimeWindow
  return textOf(
    MaximumWindowInSeconds === undefined ? MaximumWindowInMinutes : MaximumWindowInSeconds / 60
  )
}

const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text)

function exclusionsOf(draft: ScheduleDraft): Exclusions | undefined {
  const exclusions: Exclusions = {
    ...(draft.calendars.length > 0 ? { Calendars: draft.calendars } : {}),
    ...wireRulesOf(draft.exclusions)
  }
  return Object.keys(exclusions).length > 0 ? exclusions : undefined
}

/** What decides when it is due: for the preview, and a part of what is saved. */
export function timingOf(draft: ScheduleDraft): Input<'PreviewSchedule'> {
  const [first = '', ...others] = draft.recurrences.map(expressionOf)
  const jitter = numberOf(draft.jitterMinutes)
  const start = secondsOfWallClock(draft.start, draft.timeZone)
  const end = secondsOfWallClock(draft.end, draft.timeZone)
  const exclusions = exclusionsOf(draft)
  return {
    ScheduleExpression: first,
    ScheduleExpressionTimezone: draft.timeZone,
    ...(others.length > 0 ? { AdditionalExpressions: others } : {}),
    ...(start === undefined ? {} : { StartDate: start }),
    ...(end === undefined ? {} : { EndDate: end }),
    ...(jitter === undefined ? {} : { FlexibleTimeWindow: flexibleWindow(jitter) }),
    ...(exclusions ? { Exclusions: exclusions } : {})
  }
}

function flexibleWindow(minutes: number): NonNullable<Settings['FlexibleTimeWindow']> {
  return { Mode: 'FLEXIBLE', MaximumWindowInSeconds: Math.round(minutes * 60) }
}

function missedPolicyOf(draft: ScheduleDraft): NonNullable<Settings['MissedPolicy']> {
  if (draft.missedMode !== 'ALL') return { Mode: draft.missedMode }
  const spacing = numberOf(draft.spacingSeconds)
  const cap = numberOf(draft.cap)
  return {
    Mode: 'ALL',
    ...(spacing === undefined ? {} : { SpacingSeconds: spacing }),
    ...(cap === undefined ? {} : { Cap: cap })
  }
}

/** All that is saved; what the editor does not show stays as it was. */
export function settingsOf(draft: ScheduleDraft, previous?: ScheduleSummary): Settings {
  const catchUpHours = numberOf(draft.catchUpHours)
  const remaining = numberOf(draft.remainingRuns)
  const description = draft.description.trim()
  const conditions = wireConditionsOf(draft.conditions)
  return {
    Name: draft.name,
    ...timingOf(draft),
    State: draft.isEnabled ? 'ENABLED' : 'DISABLED',
    Target: { ...previous?.Target, Arn: draft.stateMachineArn, Input: draft.input },
    OverlapPolicy: draft.overlapPolicy,
    MissedPolicy: missedPolicyOf(draft),
    PauseOnFailure: draft.pausesOnFailure,
    ActionAfterCompletion: draft.deletesItself ? 'DELETE' : 'NONE',
    ...(conditions ? { Conditions: conditions, WhenConditionsUnmet: draft.whenUnmet } : {}),
    ...(description ? { Description: description } : {}),
    ...(remaining === undefined ? {} : { RemainingRuns: remaining }),
    ...(catchUpHours === undefined ? {} : { CatchUpWindowSeconds: Math.round(catchUpHours * 3600) })
  }
}
