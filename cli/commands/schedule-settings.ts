/** The flags of `schedules create` and `update` as the API's members. */
import type { Client } from '../../api/client.ts'
import type { Input, Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { readJson } from '../input.ts'
import { findMachine } from '../names.ts'

type Settings = Input<'CreateSchedule'>

export interface ScheduleFlags {
  machine?: string
  expression?: string[]
  timezone?: string
  input?: string
  description?: string
  disabled?: boolean
  start?: string
  end?: string
  window?: number
  excludeDate?: string[]
  excludeWeekday?: string[]
  excludeTime?: string[]
  calendar?: string[]
  runs?: number
  overlap?: string
  catchUp?: number
  missed?: string
  spacing?: number
  cap?: number
  onAcPower?: boolean
  batteryAtLeast?: number
  notOnMeteredNetwork?: boolean
  idleMinutes?: number
  /** False: none. */
  conditions?: boolean
  whenUnmet?: string
  pauseOnFailure?: boolean
  deleteAfter?: boolean
  settings?: string
}

/** All members that the flags name; `--settings` first, so that flags win. Throws CliFailure. */
export async function membersOf(
  context: Context,
  client: Client,
  flags: ScheduleFlags
): Promise<Partial<Settings>> {
  const given = flags.settings ? await readJson(flags.settings, context.terminal) : '{}'
  // The engine checks what it gets.
  const base = JSON.parse(given) as Partial<Settings>
  const [first, ...others] = flags.expression ?? []
  const exclusions = exclusionsOf(flags)
  const target = await targetOf(context, client, flags, base.Target)
  return {
    ...base,
    ...(first === undefined ? {} : { ScheduleExpression: first, AdditionalExpressions: others }),
    ...(flags.timezone === undefined ? {} : { ScheduleExpressionTimezone: flags.timezone }),
    ...(flags.description === undefined ? {} : { Description: flags.description }),
    ...(flags.disabled ? { State: 'DISABLED' as const } : {}),
    ...(flags.start === undefined ? {} : { StartDate: instant(flags.start) }),
    ...(flags.end === undefined ? {} : { EndDate: instant(flags.end) }),
    ...(flags.window === undefined
      ? {}
      : {
          FlexibleTimeWindow: { Mode: 'FLEXIBLE' as const, MaximumWindowInSeconds: flags.window }
        }),
    ...(exclusions ? { Exclusions: exclusions } : {}),
    ...(target ? { Target: target } : {}),
    ...policiesOf(flags)
  }
}

async function targetOf(
  context: Context,
  client: Client,
  { machine, input }: ScheduleFlags,
  base: Settings['Target'] | undefined
): Promise<Settings['Target'] | undefined> {
  const arn = machine === undefined ? base?.Arn : await findMachine(client, machine)
  if (arn === undefined) return undefined
  const text = input === undefined ? base?.Input : await readJson(input, context.terminal)
  return { ...base, Arn: arn, ...(text === undefined ? {} : { Input: text }) }
}

function policiesOf(flags: ScheduleFlags): Partial<Settings> {
  const { missed, spacing, cap } = flags
  const mode = missed ?? (spacing === undefined && cap === undefined ? undefined : 'ALL')
  return {
    ...(flags.runs === undefined ? {} : { RemainingRuns: flags.runs }),
    ...(flags.overlap === undefined ? {} : { OverlapPolicy: flags.overlap as OverlapPolicy }),
    ...(flags.catchUp === undefined ? {} : { CatchUpWindowSeconds: flags.catchUp }),
    ...(mode === undefined
      ? {}
      : {
          MissedPolicy: {
            Mode: mode as 'NONE' | 'LAST' | 'ALL',
            ...(spacing === undefined ? {} : { SpacingSeconds: spacing }),
            ...(cap === undefined ? {} : { Cap: cap })
          }
        }),
    ...conditionsOf(flags),
    ...(flags.whenUnmet === undefined
      ? {}
      : { WhenConditionsUnmet: flags.whenUnmet as 'SKIP' | 'WAIT' }),
    ...(flags.pauseOnFailure ? { PauseOnFailure: true } : {}),
    ...(flags.deleteAfter ? { ActionAfterCompletion: 'DELETE' as const } : {})
  }
}

/** All that are named together; what was set before goes. */
function conditionsOf(flags: ScheduleFlags): Pick<Settings, 'Conditions'> {
  const { onAcPower, batteryAtLeast, notOnMeteredNetwork, idleMinutes } = flags
  const Conditions = {
    ...(onAcPower ? { OnAcPower: true } : {}),
    ...(batteryAtLeast === undefined ? {} : { BatteryAtLeast: batteryAtLeast }),
    ...(notOnMeteredNetwork ? { NotOnMeteredNetwork: true } : {}),
    ...(idleMinutes === undefined ? {} : { IdleMinutes: idleMinutes })
  }
  const isNamed = Object.keys(Conditions).length > 0 || flags.conditions === false
  return isNamed ? { Conditions } : {}
}

type OverlapPolicy = NonNullable<Settings['OverlapPolicy']>
export type ExclusionFlags = Pick<
  ScheduleFlags,
  'excludeDate' | 'excludeWeekday' | 'excludeTime' | 'calendar'
>
type Exclusions = NonNullable<Settings['Exclusions']>

/** Undefined where no flag names any. */
export function exclusionsOf(flags: ExclusionFlags): Exclusions | undefined {
  const { excludeDate, excludeWeekday, excludeTime, calendar } = flags
  if (!excludeDate && !excludeWeekday && !excludeTime && !calendar) return undefined
  return {
    ...(calendar ? { Calendars: calendar } : {}),
    ...(excludeDate ? { Dates: excludeDate } : {}),
    ...(excludeWeekday ? { Weekdays: excludeWeekday as NonNullable<Exclusions['Weekdays']> } : {}),
    ...(excludeTime ? { TimeRanges: excludeTime.map(timeRange) } : {})
  }
}

function timeRange(text: string): { From: string; To: string } {
  const [, From, To] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? []
  if (From === undefined || To === undefined) {
    throw usageFailure(`Expected a range of times of day such as 22:00-06:00, found '${text}'.`)
  }
  return { From, To }
}

/** An ISO 8601 date or time, in seconds since the epoch. Throws CliFailure. */
export function instant(text: string): number {
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return time / 1000
  throw usageFailure(`Expected a time such as 2026-12-24T18:00:00Z, found '${text}'.`)
}

/** What UpdateSchedule takes of a schedule: it replaces all settings, so all are sent back. */
export function settingsOf(schedule: Output<'GetSchedule'>): Settings {
  const {
    RecentSlots: _slots,
    CreationDate: _created,
    LastModificationDate: _modified,
    NextInvocationDate: _next,
    LastInvocation: _last,
    PlainText: _text,
    Pause: _pause,
    BufferedCount: _count,
    Arn: _arn,
    ...settings
  } = schedule
  return settings
}
