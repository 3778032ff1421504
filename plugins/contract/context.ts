import type { Json } from '../../asl/json.ts'

/** What `run` gets besides its input. Everything an action does to the world goes through it or its own npm packages. */
export interface ActionContext {
  /**
   * Aborted when the task times out, is stopped, or the engine stops. Its reason is an Error;
   * an `EngineStopping` says that the task goes on at the next start (see interruption.ts).
   */
  signal: AbortSignal
  attempt: {
    executionArn: string
    executionName: string
    stateMachineName: string
    stateName: string
    /** What the task names as its Resource, without the pattern's suffix. */
    resource: string
    taskId: number
    /** 0 for the first try of the state. */
    retryCount: number
    /** The engine ended while this attempt ran, and calls `run` again for it. */
    isResumed: boolean
    /**
     * The computer went down while this attempt ran: none of its processes is left, and what it had
     * written and not synced may be gone, though what it has done in the world is not.
     */
    isAfterReboot: boolean
    /** The same for each `run` of this attempt, different for each other attempt anywhere. */
    idempotencyKey: string
    /** Seconds until the task times out, where it has a limit. */
    timeoutSeconds?: number
  }
  /** Present where the pattern is `wait-for-task-token`. Secret. */
  taskToken?: string
  /** Says that the task is alive; starts its HeartbeatSeconds anew. */
  heartbeat: () => void
  log: TaskLog
  files: {
    /** A folder for this attempt alone, made before `run`; it outlives the engine and goes with the execution. */
    attemptFolder: string
    /** Where relative paths of a task's input start: the state machine's working folder. */
    workFolder: string
    /** A folder of the plugin's own in the data folder, made on first use. */
    pluginFolder: string
  }
  /** The named connection, or the default one of the type; undefined where there is none and no name was given. */
  connection: (type: string, name?: string) => Promise<ConnectionValue | undefined>
  approvals: ApprovalDesk
  outbox: Outbox
}

/** The task's log, streamed to the window; kept up to 8 MiB a task. Secrets of connections are masked. */
export interface TaskLog {
  /** Raw output, as it comes; `stream` colours it in the window. */
  write: (text: string, stream?: 'stdout' | 'stderr' | 'info') => void
}

export interface ConnectionValue {
  name: string
  settings: Record<string, unknown>
  secrets: Record<string, string>
}

export interface ApprovalRequest {
  title: string
  message: string
  data: Json
  /** Mail addresses; each gets links of its own. */
  recipients: readonly string[]
}

export interface ApprovalLinks {
  recipient: string
  /** Pages that show the request; a person decides there with a button (POST). */
  approveUrl: string
  rejectUrl: string
}

/** Keeps approvals; one record, many doors. Only for actions with the pattern `wait-for-task-token`. */
export interface ApprovalDesk {
  /** Idempotent per attempt. The decision ends the task with `{ decision, comment, decidedBy, channel, decidedAt }`. */
  request: (
    request: ApprovalRequest
  ) => Promise<{ approvalId: string; expiresAt?: number; links: ApprovalLinks[] }>
}

export interface OutgoingMail {
  from?: string
  to: readonly string[]
  cc?: readonly string[]
  bcc?: readonly string[]
  replyTo?: string
  subject: string
  text: string
  html?: string
  attachments?: readonly { filename: string; path: string; contentType?: string }[]
  headers?: Record<string, string>
}

/** Stored before it is sent: nothing is lost without a connection or when the other side is away. */
export interface Outbox {
  /** Idempotent per attempt and `key`. Mails to be sent by the deliverer of the connection type `smtp`. */
  put: (mail: OutgoingMail, options?: { key?: string; connection?: string }) => Promise<QueuedMail>
}

export interface QueuedMail {
  mailId: string
  messageId: string
  /** `WAITING`: there is no SMTP connection; the mail can be read in the window's outbox. */
  status: 'SENT' | 'WAITING'
  accepted: string[]
  rejected: string[]
}
