/**
 * What schedules are made of. Names and shapes are EventBridge Scheduler's where it has them; what
 * is ours is marked (ours). https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
import { z } from 'zod'
import { timestamp } from './shapes.ts'

export const scheduleName = z.string().min(1).max(64)
export const scheduleState = z.enum(['ENABLED', 'DISABLED'])
export const weekday = z.enum(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'])

/** (ours) What to do where an execution of this schedule runs still. Temporal's names and meanings. */
export const overlapPolicy = z.enum([
  /** The slot does not run. The default. */
  'SKIP',
  /** One slot waits for the end, the first that came; later ones do not run. */
  'BUFFER_ONE',
  /** All slots wait, and run one after the other (at most 1,000 wait). */
  'BUFFER_ALL',
  /** The running execution is stopped; the slot starts once its tasks have come to their end. */
  'CANCEL_OTHER',
  /** The running execution is stopped; the slot starts at once. */
  'TERMINATE_OTHER',
  /** It starts beside the others; those started so never hold up later slots. */
  'ALLOW_ALL'
])

/** (ours) Times at which a schedule does not run though its expression names them. */
export const exclusionRules = {
  /** Days of the schedule's zone: `2026-12-25`, `2026-12-24/2027-01-06`, or each year `--12-25`, `--12-24/--01-06`. */
  Dates: z.array(z.string().min(5).max(21)).max(1000).optional(),
  Weekdays: z.array(weekday).max(7).optional(),
  /** From a time of day up to, without, another; over midnight where `From` is the later one. */
  TimeRanges: z
    .array(
      z.object({
        /** `22:00` */
        From: z.string().max(5),
        /** `06:00`; `24:00` is the end of the day. */
        To: z.string().max(5),
        /** Absent: on each day. The weekday is that of the time itself, not of the range's beginning. */
        Weekdays: z.array(weekday).max(7).optional()
      })
    )
    .max(50)
    .optional()
}

/** What decides when a schedule is due: the draft that PreviewSchedule reads. */
export const timingSettings = {
  /** `cron(minutes hours day-of-month month day-of-week year)`, five-field cron, `@daily`, `rate(5 minutes)` or `at(2026-12-24T18:00:00)`. */
  ScheduleExpression: z.string().min(1).max(256),
  /** (ours) Further expressions: it is due whenever one of them is, once where several name the same time. */
  AdditionalExpressions: z.array(z.string().min(1).max(256)).max(15).optional(),
  /** IANA zone; UTC where absent. */
  ScheduleExpressionTimezone: z.string().min(1).max(50).optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  /** Jitter: each slot starts at a moment of its own within the window, always the same for the same slot. */
  FlexibleTimeWindow: z
    .object({
      Mode: z.enum(['OFF', 'FLEXIBLE']),
      MaximumWindowInMinutes: z.number().int().min(1).max(1440).optional(),
      /** (ours) Instead of minutes. */
      MaximumWindowInSeconds: z.number().int().min(1).max(86_400).optional()
    })
    .optional(),
  /** (ours) */
  Exclusions: z
    .object({
      /** Names of exclusion calendars. */
      Calendars: z.array(z.string().min(1).max(64)).max(20).optional(),
      ...exclusionRules
    })
    .optional()
}

export const scheduleSettings = {
  ...timingSettings,
  Description: z.string().max(512).optional(),
  /** DISABLED is paused: its slots are noted, and never made up for. */
  State: scheduleState.optional(),
  /** Accepted: there is one group, `default`. */
  GroupName: z.string().min(1).max(64).optional(),
  Target: z.object({
    /** ARN of the state machine to start, of a version or alias too. */
    Arn: z.string().min(1).max(1600),
    /** Accepted and answered. */
    RoleArn: z.string().max(1600).optional(),
    /**
     * JSON text; `{}` where absent. `<aws.scheduler.scheduled-time>` and its kin in it are filled in. (ours) A text
     * `{% … %}` in it is JSONata over `$slot`: `scheduledTime`, `scheduledDate`, `localTime`, `timeZone`,
     * `name`, `cause`, `isLate`, `startedTime`, `executionName`, `lastScheduledTime`, `lastResult` (`status`, `output`, `error`,
     * `cause`, `executionArn`, `startTime`, `stopTime`).
     */
    Input: z.string().max(262_144).optional()
  }),
  /** DELETE: the schedule deletes itself after its last start. NONE where absent. */
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).optional(),
  /** (ours) How many starts are left; absent: any number. Starts by hand and backfills do not count. */
  RemainingRuns: z.number().int().min(0).max(1_000_000).optional(),
  /** (ours) SKIP where absent. */
  OverlapPolicy: overlapPolicy.optional(),
  /** (ours) A slot that is later than this does not run any more; a year where absent. */
  CatchUpWindowSeconds: z.number().int().min(10).max(315_360_000).optional(),
  /** (ours) What to do with slots that are more than a minute late. LAST where absent. */
  MissedPolicy: z
    .object({
      /** NONE: none runs. LAST: the latest. ALL: all within the window, oldest first. */
      Mode: z.enum(['NONE', 'LAST', 'ALL']),
      /** Of ALL: pause between the starts; 0 where absent. */
      SpacingSeconds: z.number().int().min(0).max(86_400).optional(),
      /** Of ALL: at most so many, the latest; 100 where absent. */
      Cap: z.number().int().min(1).max(1000).optional()
    })
    .optional(),
  /**
   * (ours) The computer's state in which slots start; all that are given must be met. What the computer cannot
   * tell counts as met: DescribeConditions. What a person asks for starts in any.
   */
  Conditions: z
    .object({
      OnAcPower: z.boolean().optional(),
      /** Percent; a computer without a battery meets it. */
      BatteryAtLeast: z.number().int().min(1).max(100).optional(),
      NotOnMeteredNetwork: z.boolean().optional(),
      /** Minutes without a key pressed or a pointer moved. */
      IdleMinutes: z.number().int().min(1).max(1440).optional()
    })
    .optional(),
  /**
   * (ours) What to do with a slot whose conditions are not met. SKIP (where absent): it does not run. WAIT: it waits,
   * within the catch-up window; of several that wait the latest runs, with ALL of MissedPolicy the latest up to its Cap.
   */
  WhenConditionsUnmet: z.enum(['SKIP', 'WAIT']).optional(),
  /** (ours) Disables the schedule when an execution of it fails or times out. */
  PauseOnFailure: z.boolean().optional()
}

/** (ours) What came of a slot. */
export const slotStatus = z.enum([
  /** To come: computed, no row. */
  'UPCOMING',
  /** Decided, starts at `DueTime`: spaced, or within the flexible window. */
  'WAITING',
  /** Waits for the end of an execution: overlap policy. */
  'BUFFERED',
  /** Waits until its conditions are met. */
  'HELD',
  /** Started: `ExecutionArn`. */
  'RAN',
  /** Did not run; `Reason` says why. Offered in the digest. */
  'MISSED',
  /** Did not run by the overlap policy, as the buffer was full, or as conditions were not met. */
  'SKIPPED',
  /** The start was refused; `Error` says why. */
  'REFUSED',
  /** A person has dropped it. */
  'DROPPED'
])

/** (ours) Why a slot did not run, or why late. */
export const slotReason = z.enum([
  /** The computer slept, or the engine's process was stopped. */
  'ASLEEP',
  /** The engine did not run. */
  'ENGINE_OFF',
  /** The clock was set forward over it. */
  'CLOCK_CHANGED',
  /** The engine was there, but could not: the disk refused, or it was very busy. */
  'DELAYED',
  /** The schedule was paused. */
  'PAUSED',
  /** Later than the catch-up window. */
  'OUTSIDE_WINDOW',
  /** An execution ran still. */
  'OVERLAP',
  /** 1,000 slots waited already. */
  'BUFFER_FULL',
  /** A later slot took its place (CANCEL_OTHER). */
  'SUPERSEDED',
  /** RemainingRuns was used up. */
  'NO_RUNS_LEFT',
  'START_REFUSED',
  /** The computer was in another state than is asked for; `Explanation` says which. */
  'CONDITIONS_UNMET',
  'DROPPED_BY_USER'
])

/** (ours) What made a slot: its expression, or a person. */
export const slotCause = z.enum(['SCHEDULED', 'CATCH_UP', 'BACKFILL', 'TRIGGERED', 'RUN_BY_HAND'])

/**
 * (ours) A time at which a schedule was due, and what came of it; or a row for many that were missed in
 * a row: then `Count` is above 1, and `ScheduledTime` is the last, `FirstScheduledTime` the first.
 */
export const scheduleSlot = z.object({
  Name: z.string(),
  ScheduledTime: timestamp,
  /** `2026-10-25T02:30:00+01:00`, the clock of the schedule's zone. */
  LocalTime: z.string(),
  Status: slotStatus,
  Reason: slotReason.optional(),
  /** A plain sentence about the reason. */
  Explanation: z.string().optional(),
  Cause: slotCause,
  /** When it starts, or should have: with jitter and spacing. Absent where it is the scheduled time. */
  DueTime: timestamp.optional(),
  /** When it was started; more than a minute after DueTime: late. */
  StartedTime: timestamp.optional(),
  IsLate: z.boolean().optional(),
  ExecutionArn: z.string().optional(),
  /** Of REFUSED: the error's message. */
  Error: z.string().optional(),
  /** 1 but for a row of many. */
  Count: z.number().int(),
  FirstScheduledTime: timestamp.optional(),
  /** There are at least `Count`, for an absence too long to count. */
  IsCountLeast: z.boolean().optional()
})

export const scheduleSummary = z.object({
  Name: z.string(),
  Arn: z.string(),
  ...scheduleSettings,
  State: scheduleState,
  CreationDate: timestamp,
  LastModificationDate: timestamp,
  /** (ours) All expressions in plain words, with zone, window and exclusions. */
  PlainText: z.string(),
  /** (ours) When it is due next; absent where it never will be again, or is disabled. */
  NextInvocationDate: timestamp.optional(),
  /** (ours) Why it is disabled. */
  Pause: z
    .object({
      Note: z.string().optional(),
      PausedDate: timestamp,
      By: z.enum(['USER', 'FAILURE', 'STATE_MACHINE_DELETED'])
    })
    .optional(),
  /** (ours) The latest slot that came to anything. */
  LastInvocation: z
    .object({
      ScheduledTime: timestamp,
      Status: slotStatus,
      ExecutionArn: z.string().optional(),
      Error: z.string().optional()
    })
    .optional(),
  /** (ours) Slots that wait to be started. */
  BufferedCount: z.number().int()
})
