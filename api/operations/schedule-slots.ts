/** What came of the times at which schedules were due, and what to do about those that did not run. Ours. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { scheduleName, scheduleSlot, slotStatus } from './schedule-shapes.ts'
import { timestamp } from './shapes.ts'

export const listSlots = defineOperation({
  service: 'Signalbox',
  name: 'ListSlots',
  summary:
    'Slots of a schedule, or of all, newest first. UPCOMING ones are computed, earliest first, and come alone.',
  input: z.object({
    /** Absent: of all schedules. */
    Name: scheduleName.optional(),
    /** Absent: all but UPCOMING. UPCOMING cannot be asked for together with others. */
    Statuses: z.array(slotStatus).max(9).optional(),
    From: timestamp.optional(),
    To: timestamp.optional(),
    MaxResults: z.number().int().min(1).max(1000).optional(),
    NextToken: z.string().min(1).max(2048).optional()
  }),
  output: z.object({ Slots: z.array(scheduleSlot), NextToken: z.string().optional() }),
  errors: ['InvalidToken', 'ScheduleDoesNotExist', 'ValidationException']
})

export const runSlot = defineOperation({
  service: 'Signalbox',
  name: 'RunSlot',
  summary:
    'Runs a slot that did not, a dropped one too: with its own scheduled time, beside whatever runs. A row of many runs by BackfillSchedule.',
  input: z.object({ Name: scheduleName, ScheduledTime: timestamp }),
  output: z.object({ Slot: scheduleSlot, ExecutionArn: z.string().optional() }),
  errors: ['ScheduleDoesNotExist', 'SlotDoesNotExist', 'ValidationException']
})

export const dropSlot = defineOperation({
  service: 'Signalbox',
  name: 'DropSlot',
  summary:
    'Decides that a slot shall not run: one that was missed (a row of many as a whole), or one that waits.',
  input: z.object({ Name: scheduleName, ScheduledTime: timestamp }),
  output: z.object({ Slot: scheduleSlot }),
  errors: ['ScheduleDoesNotExist', 'SlotDoesNotExist', 'ValidationException']
})

/** A time during which the engine could not start anything. */
const absence = z.object({
  Id: z.number().int(),
  /** CLOCK_CHANGED: the clock was set forward. */
  Kind: z.enum(['ASLEEP', 'ENGINE_OFF', 'CLOCK_CHANGED']),
  From: timestamp,
  To: timestamp
})

export const getDigest = defineOperation({
  service: 'Signalbox',
  name: 'GetDigest',
  summary:
    'While you were away: what was missed, what was made up for, since the last digest was acknowledged.',
  input: z.object({}),
  output: z.object({
    /** Absent: nothing was missed since. */
    Digest: z
      .object({
        /** For AcknowledgeDigest: what came after it stays. */
        Id: z.number().int(),
        /** The first absence's beginning and the last one's end. */
        Since: timestamp,
        Until: timestamp,
        /** Newest first, at most 50. */
        Absences: z.array(absence),
        /** Slots that did not run and are not decided yet. */
        MissedCount: z.number().int(),
        /** Slots that were made up for: started late, or about to be. */
        CaughtUpCount: z.number().int(),
        Schedules: z.array(
          z.object({
            Name: z.string(),
            StateMachineArn: z.string(),
            MissedCount: z.number().int(),
            CaughtUpCount: z.number().int(),
            /** Missed, caught up, run by hand and dropped ones, newest first, at most 50. */
            Slots: z.array(scheduleSlot),
            /** There are more: ListSlots has them. */
            HasMoreSlots: z.boolean()
          })
        )
      })
      .optional()
  }),
  errors: []
})

export const acknowledgeDigest = defineOperation({
  service: 'Signalbox',
  name: 'AcknowledgeDigest',
  summary: 'Puts the digest away; its slots stay in the lists as they are.',
  input: z.object({ Id: z.number().int() }),
  output: z.object({}),
  errors: []
})
