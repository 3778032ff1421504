/** A schedule's timing in plain words: expressions, window, bounds, exclusions. */
import type { ExclusionRules } from './timing/exclusions.ts'
import type { Timetable } from './timing/timetable.ts'
import type { Timing } from './timing/timing.ts'

const weekdayNames = {
  ...{ MON: 'Mondays', TUE: 'Tuesdays', WED: 'Wednesdays', THU: 'Thursdays', FRI: 'Fridays' },
  ...{ SAT: 'Saturdays', SUN: 'Sundays' }
}

/** `At 02:30 every weekday, Europe/Berlin; not on calendar holidays`. */
export function plainText(timetable: Timetable, timing: Timing): string {
  const zone = `, ${timing.timeZone}`
  const parts = timetable.describe(timing)
  const [only] = parts
  const expressions =
    parts.length === 1
      ? (only ?? '')
      : parts.map((part) => part.replace(zone, '')).join('; and ') + zone
  const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return [
    expressions,
    ...(timing.startAt === undefined ? [] : [`from ${day(timing.startAt)} UTC`]),
    ...(timing.endAt === undefined ? [] : [`until ${day(timing.endAt)} UTC`]),
    ...(timing.window > 0 ? [`within ${duration(timing.window)} of each time`] : []),
    ...timing.exclusions.flatMap(describeRules)
  ].join('; ')
}

export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const units: [size: number, name: string][] = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second']
  ]
  const [size, name] = units.find(([one]) => seconds % one === 0) ?? [1, 'second']
  const count = seconds / size
  return count === 1 ? `1 ${name}` : `${String(count)} ${name}s`
}

function describeRules({ calendar, dates, weekdays, timeRanges }: ExclusionRules): string[] {
  if (calendar !== undefined) return [`not on the days and times of the calendar ${calendar}`]
  const days = weekdays?.map((name) => weekdayNames[name]) ?? []
  const times =
    timeRanges?.map(({ from, to, weekdays: only }) => {
      const on = only ? ` on ${only.map((name) => weekdayNames[name]).join(', ')}` : ''
      return `from ${from} to ${to}${on}`
    }) ?? []
  return [
    ...(days.length > 0 ? [`not on ${days.join(', ')}`] : []),
    ...(dates && dates.length > 0 ? [`not on ${listed(dates)}`] : []),
    ...times.map((time) => `not ${time}`)
  ]
}

const LISTED = 3

function listed(dates: readonly string[]): string {
  const more = dates.length - LISTED
  const some = dates.slice(0, LISTED).join(', ')
  return more > 0 ? `${some} and ${String(more)} more` : some
}
