import type { Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { table } from '../table.ts'
import type { ExclusionFlags } from './schedule-settings.ts'
import { exclusionsOf } from './schedule-settings.ts'

type Day = Output<'GetScheduleCalendar'>['Days'][number]

/** A month of schedules, day by day. */
export async function calendar(
  context: Context,
  month: string | undefined,
  { timezone, schedule }: { timezone?: string; schedule?: string[] }
): Promise<void> {
  const found = await context.withEngine(({ client }) =>
    client.GetScheduleCalendar({
      Timezone: timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(month === undefined ? {} : { Month: month }),
      ...(schedule ? { Names: schedule } : {})
    })
  )
  if (context.isJson) {
    context.json(found)
    return
  }
  const rows = found.Days.map((day) => [day.Date, String(day.SlotCount), notes(day)])
  context.terminal.out(table(['DAY', 'SLOTS', found.Timezone], rows))
  if (found.IsPartial) context.terminal.err('Not all schedules fit: name some by --schedule.\n')
}

const LISTED = 5

function notes({ ClockChange, Slots, SlotCount, ClashCount, ExcludedCount }: Day): string {
  const listed = Slots.slice(0, LISTED).map(({ Time, Name }) => `${Time} ${Name}`)
  const more = SlotCount > listed.length ? [`${String(SlotCount - listed.length)} more`] : []
  const change = ClockChange
    ? [ClockChange.Kind === 'GAP' ? 'the clock goes forward' : 'the clock goes back']
    : []
  return [
    ...change,
    ...listed,
    ...more,
    ...(ClashCount > 0 ? [`${String(ClashCount)} clashes`] : []),
    ...(ExcludedCount > 0 ? [`${String(ExcludedCount)} excluded`] : [])
  ].join(', ')
}

/** Exclusion calendars. */
export async function listExclusions(context: Context): Promise<void> {
  const { Calendars } = await context.withEngine(({ client }) => client.ListExclusionCalendars({}))
  if (context.isJson) context.json({ Calendars })
  else if (Calendars.length === 0) context.terminal.err('No exclusion calendars.\n')
  else {
    const rows = Calendars.map(({ Name, Dates = [], Weekdays = [], TimeRanges = [], ...one }) => [
      Name,
      [...Weekdays, ...Dates, ...TimeRanges.map(({ From, To }) => `${From}-${To}`)].join(' '),
      one.ScheduleNames.join(' ')
    ])
    context.terminal.out(table(['NAME', 'TIMES', 'SCHEDULES'], rows))
  }
}

export async function putExclusions(
  context: Context,
  name: string,
  flags: ExclusionFlags & { description?: string }
): Promise<void> {
  const { Calendars: _, ...rules } = exclusionsOf(flags) ?? {}
  const description = flags.description === undefined ? {} : { Description: flags.description }
  const request = { Name: name, ...description, ...rules }
  const put = await context.withEngine(({ client }) => client.PutExclusionCalendar(request))
  if (context.isJson) context.json(put)
  else context.terminal.err(`Stored ${name}.\n`)
}

export async function deleteExclusions(context: Context, name: string): Promise<void> {
  await context.withEngine(({ client }) => client.DeleteExclusionCalendar({ Name: name }))
  if (context.isJson) context.json({})
  else context.terminal.err(`Deleted ${name}.\n`)
}
