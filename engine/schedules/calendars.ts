import { ApiError } from '../../api/errors.ts'
import type { ExclusionCalendar } from '../store/queries/exclusion-calendars.ts'
import {
  deleteCalendar,
  findCalendar,
  listCalendars,
  putCalendar
} from '../store/queries/exclusion-calendars.ts'
import { schedulesWithCalendars } from '../store/queries/schedules.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { ScheduleParts } from './parts.ts'
import type { Schedules } from './schedules.ts'
import { checkName } from './schedules.ts'
import { rulesOf } from './timing-of.ts'

/** Named lists of times at which the schedules that name them do not run. All throw ApiError. */
export interface Calendars {
  list: (db: ReadDb) => (ExclusionCalendar & { scheduleNames: string[] })[]
  /** Creates or replaces; the next times of schedules that name it are found anew. */
  put: (write: WriteDb, calendar: Omit<ExclusionCalendar, 'modifiedAt'>) => void
  /** Throws ExclusionCalendarDoesNotExist, ValidationException while a schedule names it. */
  remove: (write: WriteDb, name: string) => void
}

export function createCalendars({
  clock,
  timetable,
  schedules
}: ScheduleParts & { schedules: Schedules }): Calendars {
  const users = (db: ReadDb, name: string): Schedule[] =>
    schedulesWithCalendars(db).filter(({ more }) => more.exclusions?.calendars?.includes(name))
  return {
    list: (db) =>
      listCalendars(db).map((calendar) => ({
        ...calendar,
        scheduleNames: users(db, calendar.name).map(({ name }) => name)
      })),
    put: (write, calendar) => {
      checkName(calendar.name)
      timetable.check({
        ...{ expressions: ['@daily'], timeZone: 'UTC', createdAt: 0, window: 0, seed: '' },
        exclusions: [rulesOf(calendar)]
      })
      schedules.changeTimes(write, users(write, calendar.name), () =>
        putCalendar(write, { ...calendar, modifiedAt: clock.now() })
      )
    },
    remove: (write, name) => {
      if (!findCalendar(write, name)) {
        throw new ApiError(
          'ExclusionCalendarDoesNotExist',
          `Exclusion calendar ${name} does not exist.`
        )
      }
      const [user] = users(write, name)
      if (user) {
        throw new ApiError(
          'ValidationException',
          `The schedule ${user.name} leaves out the times of the calendar ${name}. Take it out of its Exclusions first.`
        )
      }
      deleteCalendar(write, name)
    }
  }
}
