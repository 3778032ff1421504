/** How schedules and slots look on the wire. */
import type { z } from 'zod'
import type { CheckedInput } from '../../../api/index.ts'
import type { scheduleSlot, scheduleSummary } from '../../../api/operations/schedule-shapes.ts'
import { LATE_MILLISECONDS } from '../../schedules/late-slots.ts'
import { plainText } from '../../schedules/plain-text.ts'
import { scheduleArn } from '../../schedules/slot-input.ts'
import { localText } from '../../schedules/slot-names.ts'
import { timingOf } from '../../schedules/timing-of.ts'
import type { Timetable } from '../../schedules/timing/timetable.ts'
import type { Slot, SlotReason } from '../../store/queries/schedule-slots.ts'
import { countOpenSlots, latestSlot } from '../../store/queries/schedule-slots.ts'
import type {
  ExclusionLists,
  MoreSettings,
  Schedule,
  ScheduleSettings
} from '../../store/queries/schedules.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { toMilliseconds, toSeconds } from './wire.ts'

type WireSettings = Omit<CheckedInput<'CreateSchedule'>, 'Name' | 'Target'> & {
  Target?: CheckedInput<'CreateSchedule'>['Target']
}

export function toSettings(input: WireSettings & { Name: string }): ScheduleSettings {
  return {
    name: input.Name,
    expression: input.ScheduleExpression,
    timeZone: input.ScheduleExpressionTimezone ?? 'UTC',
    isEnabled: input.State !== 'DISABLED',
    stateMachineArn: input.Target?.Arn ?? '',
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.StartDate === undefined ? {} : { startAt: toMilliseconds(input.StartDate) }),
    ...(input.EndDate === undefined ? {} : { endAt: toMilliseconds(input.EndDate) }),
    ...(input.Target?.Input === undefined ? {} : { input: input.Target.Input }),
    ...(input.RemainingRuns === undefined ? {} : { remainingRuns: input.RemainingRuns }),
    more: toMore(input)
  }
}

function toMore(input: WireSettings): MoreSettings {
  const window = windowOf(input.FlexibleTimeWindow)
  const { AdditionalExpressions: expressions, Exclusions, MissedPolicy } = input
  const { CatchUpWindowSeconds, Target, ActionAfterCompletion } = input
  const exclusions = Exclusions && toExclusions(Exclusions)
  return {
    ...(expressions && expressions.length > 0 ? { expressions } : {}),
    ...(window > 0 ? { window } : {}),
    ...(exclusions && Object.keys(exclusions).length > 0 ? { exclusions } : {}),
    ...(Target?.RoleArn === undefined ? {} : { roleArn: Target.RoleArn }),
    ...(input.OverlapPolicy === undefined ? {} : { overlap: input.OverlapPolicy }),
    ...(CatchUpWindowSeconds === undefined ? {} : { catchUpWindow: CatchUpWindowSeconds * 1000 }),
    ...(MissedPolicy === undefined ? {} : { missed: toMissed(MissedPolicy) }),
    ...toConditions(input),
    ...(input.PauseOnFailure ? { pausesOnFailure: true } : {}),
    ...(ActionAfterCompletion === 'DELETE' ? { deletesItself: true } : {})
  }
}

function toConditions({
  Conditions,
  WhenConditionsUnmet
}: WireSettings): Pick<MoreSettings, 'conditions' | 'waitsForConditions'> {
  const conditions = {
    ...(Conditions?.OnAcPower ? { onAcPower: true } : {}),
    ...(Conditions?.BatteryAtLeast === undefined
      ? {}
      : { batteryAtLeast: Conditions.BatteryAtLeast }),
    ...(Conditions?.NotOnMeteredNetwork ? { notOnMeteredNetwork: true } : {}),
    ...(Conditions?.IdleMinutes === undefined ? {} : { idleMinutes: Conditions.IdleMinutes })
  }
  return {
    ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
    ...(WhenConditionsUnmet === 'WAIT' ? { waitsForConditions: true } : {})
  }
}

function fromConditions({ conditions, waitsForConditions }: MoreSettings) {
  const { onAcPower, batteryAtLeast, notOnMeteredNetwork, idleMinutes } = conditions ?? {}
  return {
    ...(conditions
      ? {
          Conditions: {
            ...(onAcPower ? { OnAcPower: true } : {}),
            ...(batteryAtLeast === undefined ? {} : { BatteryAtLeast: batteryAtLeast }),
            ...(notOnMeteredNetwork ? { NotOnMeteredNetwork: true } : {}),
            ...(idleMinutes === undefined ? {} : { IdleMinutes: idleMinutes })
          }
        }
      : {}),
    ...(waitsForConditions ? { WhenConditionsUnmet: 'WAIT' as const } : {})
  }
}

function windowOf(window: WireSettings['FlexibleTimeWindow']): number {
  if (window?.Mode !== 'FLEXIBLE') return 0
  return (window.MaximumWindowInSeconds ?? (window.MaximumWindowInMinutes ?? 0) * 60) * 1000
}

function toMissed({
  Mode: mode,
  SpacingSeconds,
  Cap: cap
}: NonNullable<WireSettings['MissedPolicy']>): NonNullable<MoreSettings['missed']> {
  return {
    mode,
    ...(SpacingSeconds === undefined ? {} : { spacing: SpacingSeconds * 1000 }),
    ...(cap === undefined ? {} : { cap })
  }
}

type WireExclusions = NonNullable<WireSettings['Exclusions']>

function toExclusions({ Calendars: calendars, ...lists }: WireExclusions) {
  return { ...(calendars && calendars.length > 0 ? { calendars } : {}), ...toLists(lists) }
}

export function toLists({
  Dates: dates,
  Weekdays: weekdays,
  TimeRanges
}: Omit<WireExclusions, 'Calendars'>): ExclusionLists {
  const timeRanges = TimeRanges?.map(({ From: from, To: to, Weekdays: only }) => ({
    ...{ from, to },
    ...(only ? { weekdays: only } : {})
  }))
  return {
    ...(dates && dates.length > 0 ? { dates } : {}),
    ...(weekdays && weekdays.length > 0 ? { weekdays } : {}),
    ...(timeRanges && timeRanges.length > 0 ? { timeRanges } : {})
  }
}

export function fromLists({ dates, weekdays, timeRanges }: ExclusionLists) {
  return {
    ...(dates ? { Dates: [...dates] } : {}),
    ...(weekdays ? { Weekdays: [...weekdays] } : {}),
    ...(timeRanges
      ? {
          TimeRanges: timeRanges.map(({ from, to, weekdays: only }) => ({
            ...{ From: from, To: to },
            ...(only ? { Weekdays: [...only] } : {})
          }))
        }
      : {})
  }
}

export function nameAndNext({ name, nextDueAt }: Schedule) {
  return {
    Name: name,
    ScheduleArn: scheduleArn(name),
    ...(nextDueAt === undefined ? {} : { NextInvocationDate: toSeconds(nextDueAt) })
  }
}

export function fromSchedule(
  db: ReadDb,
  schedule: Schedule,
  timetable: Timetable
): z.output<typeof scheduleSummary> {
  const { pause, nextDueAt } = schedule
  const last = latestSlot(db, schedule.id)
  return {
    Name: schedule.name,
    Arn: scheduleArn(schedule.name),
    ...fromSettings(schedule),
    State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
    CreationDate: toSeconds(schedule.createdAt),
    LastModificationDate: toSeconds(schedule.modifiedAt),
    PlainText: plainText(timetable, timingOf(db, schedule)),
    ...(nextDueAt === undefined ? {} : { NextInvocationDate: toSeconds(nextDueAt) }),
    ...(pause
      ? {
          Pause: {
            ...{ PausedDate: toSeconds(pause.at), By: pause.by },
            ...(pause.note === undefined ? {} : { Note: pause.note })
          }
        }
      : {}),
    ...(last
      ? {
          LastInvocation: {
            ...{ ScheduledTime: toSeconds(last.slotAt), Status: last.status },
            ...(last.executionArn === undefined ? {} : { ExecutionArn: last.executionArn }),
            ...(last.error === undefined ? {} : { Error: last.error })
          }
        }
      : {}),
    BufferedCount: countOpenSlots(db, schedule.id)
  }
}

function fromSettings(schedule: Schedule) {
  const { more, description, startAt, endAt, input, remainingRuns } = schedule
  const { calendars, ...lists } = more.exclusions ?? {}
  return {
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    GroupName: 'default',
    ...(more.expressions ? { AdditionalExpressions: [...more.expressions] } : {}),
    ...(description === undefined ? {} : { Description: description }),
    ...(startAt === undefined ? {} : { StartDate: toSeconds(startAt) }),
    ...(endAt === undefined ? {} : { EndDate: toSeconds(endAt) }),
    FlexibleTimeWindow: fromWindow(more.window ?? 0),
    ...(more.exclusions
      ? { Exclusions: { ...(calendars ? { Calendars: [...calendars] } : {}), ...fromLists(lists) } }
      : {}),
    Target: {
      Arn: schedule.stateMachineArn,
      ...(more.roleArn === undefined ? {} : { RoleArn: more.roleArn }),
      ...(input === undefined ? {} : { Input: input })
    },
    ActionAfterCompletion: more.deletesItself ? ('DELETE' as const) : ('NONE' as const),
    ...(remainingRuns === undefined ? {} : { RemainingRuns: remainingRuns }),
    OverlapPolicy: more.overlap ?? 'SKIP',
    ...(more.catchUpWindow === undefined
      ? {}
      : { CatchUpWindowSeconds: more.catchUpWindow / 1000 }),
    MissedPolicy: fromMissed(more.missed ?? { mode: 'LAST' }),
    ...fromConditions(more),
    PauseOnFailure: more.pausesOnFailure ?? false
  }
}

function fromMissed({ mode, spacing, cap }: NonNullable<MoreSettings['missed']>) {
  return {
    Mode: mode,
    ...(spacing === undefined ? {} : { SpacingSeconds: spacing / 1000 }),
    ...(cap === undefined ? {} : { Cap: cap })
  }
}

function fromWindow(window: number) {
  if (window === 0) return { Mode: 'OFF' as const }
  const seconds = window / 1000
  return seconds % 60 === 0
    ? { Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: seconds / 60 }
    : { Mode: 'FLEXIBLE' as const, MaximumWindowInSeconds: seconds }
}

const explanations: Readonly<Record<SlotReason, string>> = {
  ASLEEP: 'The computer slept, or the engine was held up.',
  ENGINE_OFF: 'The engine did not run.',
  CLOCK_CHANGED: 'The clock was set forward over it.',
  DELAYED: 'The engine could not start it in time.',
  PAUSED: 'The schedule was paused.',
  OUTSIDE_WINDOW: 'It came later than the catch-up window.',
  OVERLAP: 'An execution of the schedule was still running.',
  BUFFER_FULL: 'As many slots as can were waiting already.',
  SUPERSEDED: 'A later slot took its place.',
  NO_RUNS_LEFT: 'The schedule had no runs left.',
  START_REFUSED: 'The start was refused.',
  CONDITIONS_UNMET: 'Its conditions were not met in time.',
  DROPPED_BY_USER: 'It was dropped.'
}

/** Of conditions: which one, as it was found. */
function explain(reason: SlotReason, found: string | undefined): string {
  return reason === 'CONDITIONS_UNMET' && found !== undefined ? found : explanations[reason]
}

export function fromSlot(
  slot: Slot,
  { name, timeZone }: Pick<Schedule, 'name' | 'timeZone'>,
  timetable: Timetable
): z.output<typeof scheduleSlot> {
  const { slotAt, dueAt, startedAt, reason, firstAt } = slot
  return {
    Name: name,
    ScheduledTime: toSeconds(slotAt),
    LocalTime: localText(timetable.zone(timeZone), slotAt),
    Status: slot.status,
    ...(reason === undefined ? {} : { Reason: reason, Explanation: explain(reason, slot.error) }),
    Cause: slot.cause,
    ...(dueAt === undefined ? {} : { DueTime: toSeconds(dueAt) }),
    ...(startedAt === undefined
      ? {}
      : {
          StartedTime: toSeconds(startedAt),
          IsLate: startedAt - (dueAt ?? slotAt) > LATE_MILLISECONDS
        }),
    ...(slot.executionArn === undefined ? {} : { ExecutionArn: slot.executionArn }),
    ...(slot.error === undefined || reason === 'CONDITIONS_UNMET' ? {} : { Error: slot.error }),
    Count: slot.count ?? 1,
    ...(firstAt === undefined ? {} : { FirstScheduledTime: toSeconds(firstAt) }),
    ...(slot.isLeast ? { IsCountLeast: true } : {})
  }
}
