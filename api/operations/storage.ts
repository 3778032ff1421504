/** What the data folder takes, how long things are kept, and how they are deleted. docs/storage.md */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, executionStatus, nothing, timestamp } from './shapes.ts'

const bytes = z.number().int().min(0)
const count = z.number().int().min(0)

/**
 * What may be deleted by itself. Absent members set no limit; what exceeds any of them goes, the
 * oldest first. Never one that runs (or waits for a person), that is kept by hand, or that has not
 * ended well within `failedDays`.
 */
export const retentionRule = z.object({
  /** Ended longer ago than this. */
  days: z.number().min(0).max(36_500).optional(),
  /** Ended ones beyond so many newer ones of the state machine. */
  executions: count.max(1e9).optional(),
  /** Ended ones beyond so many bytes of the state machine: rows, payloads, logs and files. */
  bytes: bytes.max(1e15).optional(),
  /** Those that have not ended well stay for so long whatever the rest says; 14 where absent. */
  failedDays: z.number().min(0).max(36_500).optional()
})

export const describeRetention = defineOperation({
  service: 'Signalbox',
  name: 'DescribeRetention',
  summary: "How long a state machine's executions are kept; the engine's own rule without an ARN.",
  input: z.object({ stateMachineArn: arn.optional() }),
  output: z.object({
    /** What was set for it; absent: nothing, so that the engine's rule holds. */
    rule: retentionRule.optional(),
    /** What holds for it. */
    effective: retentionRule
  }),
  errors: ['InvalidArn', 'StateMachineDoesNotExist']
})

export const putRetention = defineOperation({
  service: 'Signalbox',
  name: 'PutRetention',
  summary:
    "Sets how long a state machine's executions are kept, or the engine's rule for all others.",
  input: z.object({
    stateMachineArn: arn.optional(),
    /** Absent: what was set is taken back. An empty one keeps everything. */
    rule: retentionRule.optional()
  }),
  output: nothing,
  errors: ['InvalidArn', 'StateMachineDoesNotExist']
})

export const pruneExecutions = defineOperation({
  service: 'Signalbox',
  name: 'PruneExecutions',
  summary: 'Deletes now what the retention rules let go, or says what they would let go.',
  input: z.object({
    /** Only says what would be deleted. */
    dryRun: z.boolean().optional(),
    /**
     * Answers at once with what is going to be deleted; `pruning` of DescribeStorage, and notices of
     * that type, say how far it is.
     */
    inBackground: z.boolean().optional()
  }),
  output: z.object({
    /** Deleted, or to be deleted. */
    executions: count,
    bytes,
    /** By state machine, the most bytes first. */
    stateMachines: z.array(
      z.object({ stateMachineArn: z.string(), name: z.string(), executions: count, bytes })
    )
  }),
  errors: []
})

export const deleteExecution = defineOperation({
  service: 'Signalbox',
  name: 'DeleteExecution',
  summary: 'Deletes an execution that has ended: its rows, logs, files and children of map runs.',
  input: z.object({ executionArn: arn }),
  output: z.object({ bytes }),
  errors: ['InvalidArn', 'ExecutionDoesNotExist', 'ConflictException']
})

export const deleteExecutions = defineOperation({
  service: 'Signalbox',
  name: 'DeleteExecutions',
  summary: 'Deletes up to 1,000 ended executions that fit a filter, the oldest first.',
  input: z.object({
    stateMachineArn: arn.optional(),
    /** Not RUNNING; absent: all that have ended. */
    status: executionStatus.exclude(['RUNNING', 'PENDING_REDRIVE']).optional(),
    /** Started before this time. */
    startedBefore: timestamp.optional(),
    /** Also those that are kept by hand. */
    includeKept: z.boolean().optional(),
    maxResults: z.number().int().min(1).max(1000).optional(),
    dryRun: z.boolean().optional()
  }),
  output: z.object({
    executions: count,
    bytes,
    /** More fit the filter: ask again. */
    hasMore: z.boolean()
  }),
  errors: ['InvalidArn', 'StateMachineDoesNotExist']
})

export const keepExecution = defineOperation({
  service: 'Signalbox',
  name: 'KeepExecution',
  summary: 'Keeps an execution from being deleted by itself, or lets it go again.',
  input: z.object({ executionArn: arn, isKept: z.boolean() }),
  output: nothing,
  errors: ['InvalidArn', 'ExecutionDoesNotExist']
})

export const describeStorage = defineOperation({
  service: 'Signalbox',
  name: 'DescribeStorage',
  summary: 'What the data folder takes, by part and by state machine, and when its budget is full.',
  input: nothing,
  output: z.object({
    /** All of the data folder: database, log and files. */
    usedBytes: bytes,
    database: z.object({
      /** The file's size, of which `freeBytes` are pages that hold nothing. */
      bytes,
      freeBytes: bytes,
      /** The write-ahead log beside it. */
      logBytes: bytes,
      /** Whether free pages are given back to the disk by themselves; else CompactDatabase does it. */
      givesBack: z.boolean(),
      /** Some other program keeps the log from beginning anew: it grows until that ends its reading. */
      heldLog: z
        .object({
          sinceDate: timestamp,
          /** Other processes that have the database open; empty where the system does not tell. */
          programs: z.array(z.object({ processId: count, name: z.string() }))
        })
        .optional()
    }),
    files: z.object({
      /** Logs and files of tasks, `tasks/`. */
      taskBytes: bytes,
      /** Logged events of state machines, `logs/`. */
      logBytes: bytes,
      /** Folders of plugins, such as buckets, `plugins/`. Never deleted by retention. */
      pluginBytes: bytes,
      /** Work folders in the data folder, `machines/`. Never deleted by retention. */
      workBytes: bytes,
      /** Results of map runs under way, databases put aside, all else. */
      otherBytes: bytes,
      /** When they were looked through last; absent: not yet since the engine's start. */
      measuredDate: timestamp.optional()
    }),
    disk: z.object({ freeBytes: bytes, totalBytes: bytes }),
    budget: z.object({
      bytes,
      /** It was not set: 10 GiB, or half of what is free where that is less. */
      isDefault: z.boolean(),
      /** Used bytes by the budget; above 1 when it is exceeded. */
      share: z.number(),
      /** From when on the oldest executions are deleted to keep it: a day after the first warning. */
      enforcedDate: timestamp.optional()
    }),
    forecast: z.object({
      /** Over the last 14 days at most; absent: less than a day is known. */
      bytesPerDay: z.number().optional(),
      /** When the budget is full at this pace; absent: not within ten years. */
      budgetFullDate: timestamp.optional(),
      diskFullDate: timestamp.optional()
    }),
    /** Measured once a day, oldest first, at most 60: for a plot. */
    days: z.array(z.object({ date: timestamp, usedBytes: bytes })),
    /** The most bytes first; children of map runs belong to their parent's state machine. */
    stateMachines: z.array(
      z.object({
        stateMachineArn: z.string(),
        name: z.string(),
        /** Of executions that have ended. */
        executions: count,
        databaseBytes: bytes,
        fileBytes: bytes,
        rule: retentionRule.optional()
      })
    ),
    /** The engine's own rule. */
    rule: retentionRule,
    pruning: z.object({
      /** When it was last looked for what may be deleted. */
      lastDate: timestamp.optional(),
      /** Since the engine's start. */
      deletedExecutions: count,
      deletedBytes: bytes,
      /** The one that is under way, if one is. */
      current: z
        .object({
          startDate: timestamp,
          /** Dealt with, of so many; without children of map runs. */
          doneExecutions: count,
          expectedExecutions: count,
          /** Of these and their children. */
          deletedBytes: bytes
        })
        .optional()
    }),
    /** Plain sentences, also among the notices of DescribeEngine. */
    warnings: z.array(z.string())
  }),
  errors: []
})

export const putStorageBudget = defineOperation({
  service: 'Signalbox',
  name: 'PutStorageBudget',
  summary: 'Sets how much the data folder may take; absent: the default again.',
  input: z.object({
    bytes: z
      .number()
      .int()
      .min(64 * 1024 * 1024)
      .max(1e15)
      .optional()
  }),
  output: nothing,
  errors: []
})

export const compactDatabase = defineOperation({
  service: 'Signalbox',
  name: 'CompactDatabase',
  summary:
    "Has the database rewritten without free pages at the engine's next start; says what it needs.",
  input: z.object({
    /** Takes the request back. */
    cancel: z.boolean().optional()
  }),
  output: z.object({
    isPlanned: z.boolean(),
    /** Free disk space that it needs meanwhile. */
    neededBytes: bytes,
    /** What the disk is given back, about. */
    freedBytes: bytes
  }),
  errors: ['ConflictException']
})
