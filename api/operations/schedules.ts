/**
 * EventBridge Scheduler's names and shapes (PascalCase members), on the same endpoint.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { timestamp } from './shapes.ts'

const scheduleName = z.string().min(1).max(64)
const scheduleState = z.enum(['ENABLED', 'DISABLED'])

const settings = {
  /** `cron(minutes hours day-of-month month day-of-week year)`, five-field cron, `rate(5 minutes)` or `at(2026-12-24T18:00:00)`. */
  ScheduleExpression: z.string().min(1).max(256),
  /** IANA zone; UTC where absent. */
  ScheduleExpressionTimezone: z.string().min(1).max(50).optional(),
  Description: z.string().max(512).optional(),
  State: scheduleState.optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  Target: z.object({
    /** ARN of the state machine to start. */
    Arn: z.string().min(1).max(1600),
    /** JSON text; `<aws.scheduler.scheduled-time>` in it becomes the slot's time. */
    Input: z.string().max(262_144).optional()
  })
}

export const scheduleSummary = z.object({
  Name: z.string(),
  ...settings,
  State: scheduleState,
  CreationDate: timestamp,
  LastModificationDate: timestamp,
  /** When it is due next; absent where it never will be again. */
  NextInvocationDate: timestamp.optional(),
  /** The last start that it made. */
  LastInvocation: z
    .object({
      ScheduledTime: timestamp,
      ExecutionArn: z.string().optional(),
      Error: z.string().optional()
    })
    .optional()
})

/** A time at which a schedule was due, and what came of it. */
export const scheduleSlot = z.object({
  ScheduledTime: timestamp,
  Status: z.enum(['RUN', 'SKIPPED']),
  ExecutionArn: z.string().optional(),
  /** Why it was skipped: missed in a sleep, or the start was refused. */
  Reason: z.string().optional()
})

export const createSchedule = defineOperation({
  service: 'Signalbox',
  name: 'CreateSchedule',
  summary: 'Starts a state machine at the times that an expression names.',
  input: z.object({ Name: scheduleName, ...settings }),
  output: z.object({ Name: z.string(), NextInvocationDate: timestamp.optional() }),
  errors: ['ScheduleAlreadyExists', 'StateMachineDoesNotExist', 'ValidationException']
})

export const updateSchedule = defineOperation({
  service: 'Signalbox',
  name: 'UpdateSchedule',
  summary: 'Replaces all settings of a schedule.',
  input: z.object({ Name: scheduleName, ...settings }),
  output: z.object({ Name: z.string(), NextInvocationDate: timestamp.optional() }),
  errors: ['ScheduleDoesNotExist', 'StateMachineDoesNotExist', 'ValidationException']
})

export const deleteSchedule = defineOperation({
  service: 'Signalbox',
  name: 'DeleteSchedule',
  summary: 'Deletes a schedule; executions that it has started go on.',
  input: z.object({ Name: scheduleName }),
  output: z.object({}),
  errors: ['ScheduleDoesNotExist']
})

export const getSchedule = defineOperation({
  service: 'Signalbox',
  name: 'GetSchedule',
  summary: 'One schedule, with its last slots: the times at which it was due, newest first.',
  input: z.object({ Name: scheduleName }),
  output: scheduleSummary.extend({ RecentSlots: z.array(scheduleSlot).optional() }),
  errors: ['ScheduleDoesNotExist']
})

export const listSchedules = defineOperation({
  service: 'Signalbox',
  name: 'ListSchedules',
  summary: 'All schedules by name.',
  input: z.object({}),
  output: z.object({ Schedules: z.array(scheduleSummary) }),
  errors: []
})

export const previewSchedule = defineOperation({
  service: 'Signalbox',
  name: 'PreviewSchedule',
  summary: 'When a schedule would run next, and its expression in plain words, before it is saved.',
  input: z.object({
    ScheduleExpression: settings.ScheduleExpression,
    ScheduleExpressionTimezone: settings.ScheduleExpressionTimezone,
    StartDate: timestamp.optional(),
    EndDate: timestamp.optional(),
    Count: z.number().int().min(1).max(100).optional()
  }),
  output: z.object({ Description: z.string(), NextInvocationDates: z.array(timestamp) }),
  errors: ['ValidationException']
})

export const triggerSchedule = defineOperation({
  service: 'Signalbox',
  name: 'TriggerSchedule',
  summary: "Starts a schedule's state machine now, with the schedule's input.",
  input: z.object({ Name: scheduleName }),
  output: z.object({ ExecutionArn: z.string() }),
  errors: ['ScheduleDoesNotExist', 'StateMachineDoesNotExist']
})
