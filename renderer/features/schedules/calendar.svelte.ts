import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import { dayAfterKey } from './month.ts'

export type MonthOfSchedules = Output<'GetScheduleCalendar'>
export type CalendarDay = MonthOfSchedules['Days'][number]

/** A month of all schedules, and the day of it that is looked at. */
export class ScheduleCalendar {
  /** `2026-12` */
  month = $state('')
  /** `2026-12-24` */
  day = $state('')
  timeZone = $state('UTC')
  readonly #client: Pick<Client, 'GetScheduleCalendar'>

  /** @param today `YYYY-MM-DD` in the zone */
  constructor(client: Pick<Client, 'GetScheduleCalendar'>, timeZone: string, today: string) {
    this.#client = client
    this.timeZone = timeZone
    this.day = today
    this.month = today.slice(0, 7)
  }

  load(signal: AbortSignal): Promise<MonthOfSchedules> {
    return this.#client.GetScheduleCalendar(
      { Month: this.month, Timezone: this.timeZone },
      { signal }
    )
  }

  /** Looks at a day, in whatever month it is. */
  choose(date: string): void {
    this.day = date
    this.month = date.slice(0, 7)
  }

  /** Goes where a key leads; says whether it was one of ours. */
  press(key: string): boolean {
    const next = dayAfterKey(this.day, key)
    if (next === undefined) return false
    this.choose(next)
    return true
  }
}

/** All of a day in one sentence, for screen readers. */
export function dayWords(day: CalendarDay): string {
  const several = (count: number, one: string, many: string): string =>
    count === 0 ? '' : `${String(count)} ${count === 1 ? one : many}`
  const parts = [
    several(day.SlotCount, 'start', 'starts') || 'nothing',
    several(day.ClashCount, 'clash', 'clashes'),
    several(day.ExcludedCount, 'time left out', 'times left out'),
    day.ClockChange ? changeWords(day.ClockChange) : ''
  ]
  return parts.filter(Boolean).join(', ')
}

/** `the clock goes forward by 60 minutes` */
export function changeWords(change: NonNullable<CalendarDay['ClockChange']>): string {
  const way = change.Kind === 'GAP' ? 'forward' : 'back'
  return `the clock goes ${way} by ${String(Math.abs(change.ShiftMinutes))} minutes`
}
