/**
 * EventBridge Scheduler's operations, on the same endpoint, and ours beside them.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import {
  overlapPolicy,
  scheduleName,
  scheduleSettings,
  scheduleSlot,
  scheduleState,
  scheduleSummary,
  timingSettings
} from './schedule-shapes.ts'
import { timestamp } from './shapes.ts'

const saved = z.object({
  Name: z.string(),
  ScheduleArn: z.string(),
  /** (ours) */
  NextInvocationDate: timestamp.optional()
})

export const createSchedule = defineOperation({
  service: 'Signalbox',
  name: 'CreateSchedule',
  summary: 'Starts a state machine at the times that expressions name.',
  input: z.object({ Name: scheduleName, ...scheduleSettings }),
  output: saved,
  errors: [
    'ExclusionCalendarDoesNotExist',
    'ScheduleAlreadyExists',
    'StateMachineDoesNotExist',
    'ValidationException'
  ]
})

export const updateSchedule = defineOperation({
  service: 'Signalbox',
  name: 'UpdateSchedule',
  summary: 'Replaces all settings of a schedule; what is left out gets its default.',
  input: z.object({ Name: scheduleName, ...scheduleSettings }),
  output: saved,
  errors: [
    'ExclusionCalendarDoesNotExist',
    'ScheduleDoesNotExist',
    'StateMachineDoesNotExist',
    'ValidationException'
  ]
})

export const deleteSchedule = defineOperation({
  service: 'Signalbox',
  name: 'DeleteSchedule',
  summary: 'Deletes a schedule with its slots; executions that it has started go on.',
  input: z.object({ Name: scheduleName }),
  output: z.object({}),
  errors: ['ScheduleDoesNotExist']
})

export const getSchedule = defineOperation({
  service: 'Signalbox',
  name: 'GetSchedule',
  summary: 'One schedule, with its last 50 slots, newest first.',
  input: z.object({ Name: scheduleName }),
  output: scheduleSummary.extend({ RecentSlots: z.array(scheduleSlot).optional() }),
  errors: ['ScheduleDoesNotExist']
})

export const listSchedules = defineOperation({
  service: 'Signalbox',
  name: 'ListSchedules',
  summary: 'Schedules by name, 100 a page unless told otherwise.',
  input: z.object({
    NamePrefix: z.string().min(1).max(64).optional(),
    State: scheduleState.optional(),
    GroupName: z.string().min(1).max(64).optional(),
    /** (ours) Of this state machine. */
    TargetArn: z.string().min(1).max(1600).optional(),
    MaxResults: z.number().int().min(1).max(1000).optional(),
    NextToken: z.string().min(1).max(2048).optional()
  }),
  output: z.object({
    Schedules: z.array(scheduleSummary),
    NextToken: z.string().optional(),
    /** (ours) Of all that match, on all pages. */
    TotalCount: z.number().int()
  }),
  errors: ['InvalidToken']
})

export const pauseSchedule = defineOperation({
  service: 'Signalbox',
  name: 'PauseSchedule',
  summary: 'Disables a schedule with a note. Its slots are noted as PAUSED, those that wait too.',
  input: z.object({ Name: scheduleName, Note: z.string().max(512).optional() }),
  output: z.object({}),
  errors: ['ScheduleDoesNotExist']
})

export const resumeSchedule = defineOperation({
  service: 'Signalbox',
  name: 'ResumeSchedule',
  summary: 'Enables a schedule again; slots of the pause are not made up for.',
  input: z.object({ Name: scheduleName }),
  output: z.object({ NextInvocationDate: timestamp.optional() }),
  errors: ['ScheduleDoesNotExist', 'StateMachineDoesNotExist']
})

export const triggerSchedule = defineOperation({
  service: 'Signalbox',
  name: 'TriggerSchedule',
  summary: "Starts a schedule's state machine now, with the schedule's input; paused or not.",
  input: z.object({
    Name: scheduleName,
    /** Instead of the schedule's own; a slot made by hand is ALLOW_ALL where absent. */
    OverlapPolicy: overlapPolicy.optional()
  }),
  output: z.object({
    /** RAN, BUFFERED or SKIPPED. */
    Slot: scheduleSlot,
    ExecutionArn: z.string().optional()
  }),
  errors: ['ScheduleDoesNotExist', 'StateMachineDoesNotExist', 'ValidationException']
})

export const backfillSchedule = defineOperation({
  service: 'Signalbox',
  name: 'BackfillSchedule',
  summary:
    'Starts a schedule for the slots of a time range that have not run, oldest first; at most 1,000 at a time.',
  input: z.object({
    Name: scheduleName,
    /** Both belong to the range. */
    StartTime: timestamp,
    EndTime: timestamp,
    /** BUFFER_ALL where absent: one after the other. */
    OverlapPolicy: overlapPolicy.optional()
  }),
  output: z.object({
    /** Slots that will run, or have begun to. */
    SlotCount: z.number().int(),
    /** Slots of the range that had run, or waited to, before. */
    AlreadyRanCount: z.number().int()
  }),
  errors: ['ScheduleDoesNotExist', 'ValidationException']
})

/** A problem or a warning about a draft. */
const draftProblem = z.object({
  /** The member that it is about, such as `ScheduleExpression` or `Exclusions.Dates[2]`. */
  Member: z.string(),
  Message: z.string(),
  /** ERROR: it cannot be saved so. */
  Severity: z.enum(['ERROR', 'WARNING'])
})

export const previewSchedule = defineOperation({
  service: 'Signalbox',
  name: 'PreviewSchedule',
  summary:
    'When a draft would run next, and what it says in plain words, before it is saved. A wrong draft is answered with its problems, not with an error.',
  input: z.object({
    ...timingSettings,
    /** As Target.Input: answered filled in for the first slot. */
    Input: z.string().max(262_144).optional(),
    /** 5 where absent. */
    Count: z.number().int().min(1).max(100).optional(),
    /** From then on; now where absent. */
    From: timestamp.optional()
  }),
  output: z.object({
    /** All of it in plain words; empty where an expression cannot be read. */
    Description: z.string(),
    /** By expression, in their order. */
    ExpressionDescriptions: z.array(z.string()),
    NextInvocationDates: z.array(timestamp),
    Slots: z.array(
      z.object({
        ScheduledTime: timestamp,
        LocalTime: z.string(),
        /** When it starts: later than ScheduledTime within a flexible window. */
        DueTime: timestamp,
        /** The wall clock changes on its day: GAP (spring) or OVERLAP (autumn). */
        ClockChange: z.enum(['GAP', 'OVERLAP']).optional(),
        /** Its written time does not exist that day: it runs at the first valid minute after it. */
        IsMoved: z.boolean()
      })
    ),
    /** Times that an exclusion takes out, up to the last slot; at most 20. */
    ExcludedTimes: z.array(z.object({ ScheduledTime: timestamp, By: z.string() })),
    /** The input of the first slot's execution (JSON text), or why there is none. */
    InputPreview: z
      .object({ Input: z.string().optional(), Error: z.string().optional() })
      .optional(),
    Problems: z.array(draftProblem)
  }),
  errors: []
})
