/** What tasks need of the other services; approvals, mails and secrets implement these. */
import type {
  ApprovalLinks,
  ApprovalRequest,
  ConnectionValue,
  OutgoingMail,
  QueuedMail
} from '../../plugins/contract/context.ts'
import type { WriteDb } from '../store/transaction.ts'

/** Which attempt asks. `executionId` and `taskId` together are its key. */
export interface AttemptIdentity {
  executionId: number
  taskId: number
  executionArn: string
  executionName: string
  stateMachineName: string
  stateName: string
  /** Present where the pattern is `wait-for-task-token`. Secret. */
  taskToken?: string
  /** The user's own folder for relative paths; else one in the data folder. */
  workFolder?: string
  /** When the task times out (milliseconds since the epoch), where it has a limit. */
  expiresAt?: number
}

export interface ConnectionFinder {
  /** The named connection of the type, else the default one of the type; undefined where there is none and no name was given. Throws TaskFailure for an unknown name. */
  find: (type: string, name?: string) => Promise<ConnectionValue | undefined>
}

export interface ApprovalService {
  /** Idempotent per attempt. */
  request: (
    attempt: AttemptIdentity,
    request: ApprovalRequest
  ) => Promise<{ approvalId: string; expiresAt?: number; links: ApprovalLinks[] }>
}

export interface OutboxService {
  /** Idempotent per attempt and `options.key`. */
  put: (
    attempt: AttemptIdentity,
    mail: OutgoingMail,
    options?: { key?: string; connection?: string }
  ) => Promise<QueuedMail>
}

export interface TaskServices {
  connections: ConnectionFinder
  approvals: ApprovalService
  outbox: OutboxService
}

export type TaskEnd = 'succeeded' | 'failed' | 'timed-out' | 'aborted'

/** Told of each task's end inside the transaction that ends it: an approval becomes EXPIRED or CANCELLED here. */
export type TaskEndListener = (
  write: WriteDb,
  task: { executionId: number; taskId: number },
  end: TaskEnd
) => void
