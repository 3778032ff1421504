/** A month of all schedules, and named lists of times at which nothing runs. Ours. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { exclusionRules, slotReason, slotStatus } from './schedule-shapes.ts'
import { timestamp } from './shapes.ts'

export const getScheduleCalendar = defineOperation({
  service: 'Signalbox',
  name: 'GetScheduleCalendar',
  summary:
    'A month of schedules day by day: what ran, what will, clashes, days with a change of the clock, exclusions.',
  input: z.object({
    /** `2026-12`; the current one where absent. */
    Month: z.string().max(7).optional(),
    /** In which zone the days are drawn; UTC where absent. */
    Timezone: z.string().min(1).max(50).optional(),
    /** Absent: all schedules. */
    Names: z.array(z.string().min(1).max(64)).max(100).optional(),
    /** Listed slots a day; 20 where absent. */
    MaxSlotsPerDay: z.number().int().min(1).max(200).optional()
  }),
  output: z.object({
    Month: z.string(),
    Timezone: z.string(),
    Days: z.array(
      z.object({
        /** `2026-12-24` */
        Date: z.string(),
        /** The zone's clock changes on this day: at `At`, by so many minutes (above 0: forward, a GAP). */
        ClockChange: z
          .object({
            Kind: z.enum(['GAP', 'OVERLAP']),
            At: timestamp,
            ShiftMinutes: z.number().int()
          })
          .optional(),
        /** All slots of the day, also those not listed. */
        SlotCount: z.number().int(),
        /** By schedule, the most frequent first: for a day with too many to list. At most 50. */
        Counts: z.array(z.object({ Name: z.string(), Count: z.number().int() })),
        /** By time. */
        Slots: z.array(
          z.object({
            Name: z.string(),
            ScheduledTime: timestamp,
            /** `14:30`, the clock of Timezone. */
            Time: z.string(),
            Status: slotStatus,
            Reason: slotReason.optional(),
            ExecutionArn: z.string().optional(),
            /** Others are due within the same minute. */
            IsClash: z.boolean()
          })
        ),
        /** Minutes in which more than one schedule is due; at most 20. */
        Clashes: z.array(
          z.object({ ScheduledTime: timestamp, Time: z.string(), Names: z.array(z.string()) })
        ),
        ClashCount: z.number().int(),
        /** Times that an exclusion takes out; at most 20. */
        Excluded: z.array(
          z.object({
            Name: z.string(),
            ScheduledTime: timestamp,
            Time: z.string(),
            /** `calendar holidays: 2026-12-25`, `Saturdays`, `22:00 to 06:00`. */
            By: z.string()
          })
        ),
        ExcludedCount: z.number().int()
      })
    ),
    /** Schedules that are disabled or complete: nothing of them is drawn from now on. */
    PausedNames: z.array(z.string()),
    /** Not all schedules were drawn: there are too many; narrow it with Names. */
    IsPartial: z.boolean()
  }),
  errors: ['ValidationException']
})

const calendarName = z.string().min(1).max(64)

export const exclusionCalendar = z.object({
  Name: z.string(),
  Description: z.string().optional(),
  ...exclusionRules,
  LastModificationDate: timestamp,
  /** Schedules that leave its times out. */
  ScheduleNames: z.array(z.string())
})

export const putExclusionCalendar = defineOperation({
  service: 'Signalbox',
  name: 'PutExclusionCalendar',
  summary:
    'Creates or replaces a named list of times at which schedules that name it do not run. Their next times change at once.',
  input: z.object({
    Name: calendarName,
    Description: z.string().max(512).optional(),
    ...exclusionRules
  }),
  output: z.object({ Name: z.string() }),
  errors: ['ValidationException']
})

export const listExclusionCalendars = defineOperation({
  service: 'Signalbox',
  name: 'ListExclusionCalendars',
  summary: 'All exclusion calendars by name.',
  input: z.object({}),
  output: z.object({ Calendars: z.array(exclusionCalendar) }),
  errors: []
})

export const deleteExclusionCalendar = defineOperation({
  service: 'Signalbox',
  name: 'DeleteExclusionCalendar',
  summary: 'Deletes an exclusion calendar; refused while a schedule names it.',
  input: z.object({ Name: calendarName }),
  output: z.object({}),
  errors: ['ExclusionCalendarDoesNotExist', 'ValidationException']
})
