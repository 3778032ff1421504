/**
 * What `GET /events` sends (server-sent events, one JSON object each). Notices carry ids and
 * statuses, never payloads: a listener asks for what it shows. The SSE id is the number of the
 * commit that caused the notice; a listener that comes back with Last-Event-ID gets what it
 * missed, or one `reset` if that is too long ago: then it must ask for everything again.
 */
export type EngineEvent =
  | { type: 'reset' }
  | {
      type: 'execution'
      executionArn: string
      stateMachineArn: string
      name: string
      status: string
      startDate: number
      stopDate?: number
    }
  /** Its rows and files are gone. */
  | { type: 'execution-deleted'; executionArn: string; stateMachineArn: string }
  /** New history events, up to and with this id. */
  | { type: 'history'; executionArn: string; lastEventId: number }
  /** A running task has written to its log; ask GetTaskLog. Not resumable (sent without an id). */
  | { type: 'task-log'; executionArn: string; taskId: number; size: number }
  | { type: 'approval'; approvalId: string; status: string; pendingCount: number }
  | { type: 'schedule'; name: string }
  /** A trigger, its health or its firings have changed. */
  | { type: 'trigger'; name: string }
  /** A pool (or, where the name is empty, the limit of a state machine), its holders or its queue. */
  | { type: 'pool'; name: string }
  /** The engine was asleep or off, and schedules were due meanwhile; ask GetDigest. All zero: put away. */
  | { type: 'digest'; missedCount: number; caughtUpCount: number; scheduleCount: number }
  | { type: 'mail'; mailId: string; status: string }
  /**
   * Executions are deleted by their retention rules or for the budget's sake: how many are dealt with, without
   * children of map runs. Twice a second at most. Not resumable (sent without an id).
   */
  | {
      type: 'pruning'
      isRunning: boolean
      doneExecutions: number
      expectedExecutions: number
      deletedBytes: number
    }
  /** The warnings about space have changed; ask DescribeStorage. Not resumable (sent without an id). */
  | { type: 'storage'; warnings: ('BUDGET' | 'DISK' | 'LOG')[] }
  | { type: 'state-machine'; stateMachineArn: string }
  | { type: 'connection'; name: string }

export type EngineEventType = EngineEvent['type']
