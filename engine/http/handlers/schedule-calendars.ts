import type { CheckedInput, Output } from '../../../api/index.ts'
import type { Month, MonthDay, MonthSlot } from '../../schedules/month.ts'
import { readMonth } from '../../schedules/month.ts'
import type { Zone } from '../../schedules/timing/zone.ts'
import { listSchedules } from '../../store/queries/schedules.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { fromLists, toLists } from './schedule-wire.ts'
import type { ScheduleHandlerServices } from './schedules.ts'
import { toSeconds } from './wire.ts'

type Names =
  | 'GetScheduleCalendar'
  | 'PutExclusionCalendar'
  | 'ListExclusionCalendars'
  | 'DeleteExclusionCalendar'

const MINUTE = 60_000
const DEFAULT_SLOTS_PER_DAY = 20
const LISTED = 20
const LISTED_COUNTS = 50

export function scheduleCalendarHandlers(services: ScheduleHandlerServices): Pick<Handlers, Names> {
  const { store, host, calendars } = services
  const db = reader(store)
  return {
    GetScheduleCalendar: (input) => month(services, input),
    PutExclusionCalendar: async ({ Name: name, Description: description, ...rules }) => {
      const calendar = {
        ...{ name, ...toLists(rules) },
        ...(description === undefined ? {} : { description })
      }
      await host.enqueue((write) => calendars.put(write, calendar))
      return { Name: name }
    },
    ListExclusionCalendars: () => ({
      Calendars: calendars.list(db).map((calendar) => ({
        Name: calendar.name,
        ...(calendar.description === undefined ? {} : { Description: calendar.description }),
        ...fromLists(calendar),
        LastModificationDate: toSeconds(calendar.modifiedAt),
        ScheduleNames: calendar.scheduleNames
      }))
    }),
    DeleteExclusionCalendar: async ({ Name }) => {
      await host.enqueue((write) => calendars.remove(write, Name))
      return {}
    }
  }
}

function month(
  { store, clock, timetable }: ScheduleHandlerServices,
  input: CheckedInput<'GetScheduleCalendar'>
): Output<'GetScheduleCalendar'> {
  const db = reader(store)
  const names = input.Names && new Set(input.Names)
  const schedules = listSchedules(db).filter(({ name }) => names?.has(name) ?? true)
  const found = readMonth(db, timetable, {
    ...{ schedules, timeZone: input.Timezone ?? 'UTC', now: clock.now() },
    ...(input.Month === undefined ? {} : { month: input.Month })
  })
  const limit = input.MaxSlotsPerDay ?? DEFAULT_SLOTS_PER_DAY
  return {
    Month: found.month,
    Timezone: found.zone.name,
    Days: found.days.map((day) => fromDay(day, found, limit)),
    PausedNames: schedules
      .filter(({ isEnabled, nextSlotAt }) => !isEnabled || nextSlotAt === undefined)
      .map(({ name }) => name),
    IsPartial: found.isPartial
  }
}

function timeOf(zone: Zone, instant: number): string {
  return new Date(zone.toLocal(instant)).toISOString().slice(11, 16)
}

function fromDay(
  { day, change, slots, excluded, clashes }: MonthDay,
  { zone }: Month,
  limit: number
): Output<'GetScheduleCalendar'>['Days'][number] {
  const clashing = new Set(clashes.map(({ slotAt }) => slotAt))
  return {
    Date: new Date(day).toISOString().slice(0, 10),
    ...(change
      ? {
          ClockChange: {
            Kind: change.after > change.before ? ('GAP' as const) : ('OVERLAP' as const),
            At: toSeconds(change.at),
            ShiftMinutes: Math.round((change.after - change.before) / MINUTE)
          }
        }
      : {}),
    SlotCount: slots.reduce((sum, { count }) => sum + count, 0),
    Counts: countsOf(slots),
    Slots: slots.slice(0, limit).map((slot) => ({
      Name: slot.name,
      ScheduledTime: toSeconds(slot.slotAt),
      Time: timeOf(zone, slot.slotAt),
      Status: slot.status,
      ...(slot.reason === undefined ? {} : { Reason: slot.reason }),
      ...(slot.executionArn === undefined ? {} : { ExecutionArn: slot.executionArn }),
      IsClash: clashing.has(Math.floor(slot.slotAt / MINUTE) * MINUTE)
    })),
    Clashes: clashes.slice(0, LISTED).map(({ slotAt, names }) => ({
      ...{ ScheduledTime: toSeconds(slotAt), Time: timeOf(zone, slotAt), Names: names }
    })),
    ClashCount: clashes.length,
    Excluded: excluded.slice(0, LISTED).map(({ name, slotAt, by }) => ({
      ...{ Name: name, ScheduledTime: toSeconds(slotAt), Time: timeOf(zone, slotAt), By: by }
    })),
    ExcludedCount: excluded.length
  }
}

function countsOf(slots: readonly MonthSlot[]): { Name: string; Count: number }[] {
  const counts = new Map<string, number>()
  for (const { name, count } of slots) counts.set(name, (counts.get(name) ?? 0) + count)
  return [...counts]
    .map(([Name, Count]) => ({ Name, Count }))
    .sort((one, other) => other.Count - one.Count)
    .slice(0, LISTED_COUNTS)
}
