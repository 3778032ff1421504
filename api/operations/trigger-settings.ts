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

const s3Objects = z.object({
  kind: z.literal('S3_OBJECTS'),
  /** Of the type s3; the default one where absent, else buckets are folders. */
  connection: z.string().min(1).max(64).optional(),
  bucket: z.string().min(1).max(255),
  prefix: z.string().max(1024).optional(),
  /** Globs over the key; all where absent. */
  include: globs.optional(),
  /** 60 where absent. */
  pollSeconds: z.number().int().min(5).max(86_400).optional(),
  /** What lies there when the trigger is made: START (where absent) or IGNORE. */
  existingObjects: z.enum(['START', 'IGNORE']).optional()
})

const mail = z.object({
  kind: z.literal('MAIL'),
  /** Of the type imap; the default one where absent. */
  connection: z.string().min(1).max(64).optional(),
  /** INBOX where absent. */
  mailbox: z.string().min(1).max(256).optional(),
  /** A part of a sender's name or address, in whatever case. */
  from: z.string().min(1).max(256).optional(),
  /** A part of the subject, in whatever case. */
  subject: z.string().min(1).max(256).optional(),
  /** Only mails with attachments, or only those without. */
  hasAttachment: z.boolean().optional(),
  /** What lies there when the trigger is made: IGNORE (where absent) or START. */
  existingMails: z.enum(['START', 'IGNORE']).optional(),
  /** A folder, absolute or from `~`: each mail's attachments go into one of its own in there. */
  saveAttachmentsTo: z.string().min(1).max(1024).optional(),
  /** What happens to a mail once it has fired; NOTHING where absent. */
  afterwards: z.enum(['NOTHING', 'MARK_SEEN', 'MOVE']).optional(),
  /** MOVE: the mailbox where it goes. Made where missing. */
  moveTo: z.string().min(1).max(256).optional(),
  /** Looks at least every so often, besides being told by the server; 60 where absent. */
  pollSeconds: z.number().int().min(5).max(3600).optional()
})

/** How a caller of a webhook shows that it may call. */
const webhookAuthentication = z.discriminatedUnion('type', [
  /** `Authorization: Bearer <secret>`. */
  z.object({ type: z.literal('BEARER') }),
  /** The secret in a header of any name. */
  z.object({ type: z.literal('HEADER'), header: z.string().min(1).max(64) }),
  /** A signature over the body, made with the secret. */
  z.object({
    type: z.literal('HMAC'),
    /**
     * GITHUB: `X-Hub-Signature-256: sha256=<hex>`. STRIPE: `Stripe-Signature: t=<time>,v1=<hex>` over
     * `<time>.<body>`. GENERIC: as the members below say.
     */
    scheme: z.enum(['GITHUB', 'STRIPE', 'GENERIC']),
    header: z.string().min(1).max(64).optional(),
    prefix: z.string().max(32).optional(),
    encoding: z.enum(['HEX', 'BASE64']).optional(),
    algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']).optional(),
    /** A header with the time in seconds; it is signed too, as `<time>.<body>`. */
    timestampHeader: z.string().min(1).max(64).optional(),
    /** How old a signed time may be; 300 where absent. */
    toleranceSeconds: z.number().int().min(1).max(86_400).optional()
  }),
  /** Any program of this computer may call. */
  z.object({ type: z.literal('NONE') })
])

const webhook = z.object({
  kind: z.literal('WEBHOOK'),
  /** POST where absent. */
  methods: z
    .array(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']))
    .min(1)
    .optional(),
  /** BEARER where absent. */
  authentication: webhookAuthentication.optional(),
  /** ASYNC (where absent): 202 and a status URL at once. SYNC: waits and answers with the output. */
  mode: z.enum(['ASYNC', 'SYNC']).optional(),
  /** SYNC: after this many seconds 202 and the status URL; 30 where absent. */
  waitSeconds: z.number().int().min(1).max(300).optional(),
  /**
   * SYNC: an output of the form `{ "statusCode": 201, "headers": { … }, "body": … }` becomes the
   * answer's status, headers and body. Else the output is the body of a 200.
   */
  answersFromOutput: z.boolean().optional(),
  /** JSON text of a JSON Schema (2020-12) for the body; what does not fit is a 400 with the problems. */
  bodySchema: z.string().max(65_536).optional(),
  /** The header by which a repeated call finds the same execution; `Idempotency-Key` where absent. */
  idempotencyHeader: z.string().min(1).max(64).optional(),
  /** More is a 429 with Retry-After. */
  rateLimit: z
    .object({
      perSecond: z.number().min(0.01).max(10_000),
      /** How many at once after a pause; perSecond, at least 1, where absent. */
      burst: z.number().int().min(1).max(10_000).optional()
    })
    .optional(),
  /** Origins of pages that may call, such as `https://app.example`; none where absent. */
  allowedOrigins: z.array(z.string().min(1).max(256)).max(20).optional()
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
  s3Objects,
  mail,
  webhook,
  executionEnded,
  /** Each start of the engine. */
  z.object({ kind: z.literal('APP_START') }),
  /** Each time the computer wakes from sleep. */
  z.object({
    kind: z.literal('WAKE'),
    /** Only after a sleep of at least so many minutes; 0 where absent. */
    sleptMinutes: z.number().int().min(0).max(100_000).optional()
  })
])
