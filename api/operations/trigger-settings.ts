/** What is each trigger kind's own. */
import { z } from 'zod'

const globs = z.array(z.string().min(1).max(256)).max(50)

const folder = z.object({
  kind: z.literal('FOLDER'),
  /** Absolute, or from `~`. It may be missing for a while. */
  path: z.string().min(1).max(4096),
  /** Folders within, too. False where absent. */
  isRecursive: z.boolean().optional(),
  /** Globs over the path within the folder, such as `*.csv`, `2026/**`; all files where absent. */
  include: globs.optional(),
  /** Globs of files to leave out, besides temporary and partial ones (`.part`, `.crdownload`, `~`, …). */
  exclude: globs.optional(),
  /** ADDED and CHANGED (a new content of a known file) where absent; REMOVED: each file that is gone. */
  events: z
    .array(z.enum(['ADDED', 'CHANGED', 'REMOVED']))
    .min(1)
    .optional(),
  /** A file counts once its size and time have not changed for this long; 2000 where absent. */
  stableMilliseconds: z.number().int().min(0).max(3_600_000).optional(),
  /** Suffix of a second file that says the first is complete, such as `.done`: it is waited for instead. */
  doneMarker: z.string().min(1).max(32).optional(),
  /** What lies there when the trigger is made: START (where absent) or IGNORE. */
  existingFiles: z.enum(['START', 'IGNORE']).optional(),
  /** Where files go once their execution has ended; absolute or within the folder. Made where missing. */
  moveSucceededTo: z.string().min(1).max(4096).optional(),
  moveFailedTo: z.string().min(1).max(4096).optional(),
  /** Looks every so often instead of being told: for network folders. Absent: told, else every 10 s. */
  pollSeconds: z.number().int().min(1).max(86_400).optional()
})

const executionEnded = z.object({
  kind: z.literal('EXECUTION_ENDED'),
  /** Whose executions; any version. */
  sourceArn: z.string().min(1).max(256),
  /** How they ended; SUCCEEDED where absent. */
  statuses: z
    .array(z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']))
    .min(1)
    .optional()
})

export const triggerSettings = z.discriminatedUnion('kind', [
  folder,
  executionEnded,
  /** Each start of the engine. */
  z.object({ kind: z.literal('APP_START') })
])
