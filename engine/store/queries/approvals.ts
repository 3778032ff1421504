import type { Json } from '../../../asl/json.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

export type Decision = 'APPROVED' | 'REJECTED'
export type ApprovalStatus = 'PENDING' | Decision | 'EXPIRED' | 'CANCELLED'
export type ApprovalChannel = 'window' | 'tray' | 'notification' | 'cli' | 'link' | 'api'

/** Times are milliseconds since the epoch. */
export interface Approval {
  id: number
  approvalId: string
  executionId: number
  taskId: number
  status: ApprovalStatus
  stateMachineName: string
  executionName: string
  stateName: string
  title: string
  message: string
  data: Json
  recipients: string[]
  requestedAt: number
  expiresAt?: number
  decidedAt?: number
  decidedBy?: string
  channel?: ApprovalChannel
  comment?: string
}

interface ApprovalRow {
  id: number
  approval_id: string
  execution_id: number
  task_id: number
  status: ApprovalStatus
  state_machine_name: string
  execution_name: string
  state_name: string
  title: string
  message: string
  data: string
  recipients: string
  requested_at: number
  expires_at: number | null
  decided_at: number | null
  decided_by: string | null
  channel: ApprovalChannel | null
  comment: string | null
}

function toApproval(row: ApprovalRow): Approval {
  return {
    id: row.id,
    approvalId: row.approval_id,
    executionId: row.execution_id,
    taskId: row.task_id,
    status: row.status,
    stateMachineName: row.state_machine_name,
    executionName: row.execution_name,
    stateName: row.state_name,
    title: row.title,
    message: row.message,
    data: JSON.parse(row.data) as Json,
    recipients: JSON.parse(row.recipients) as string[],
    requestedAt: row.requested_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at }),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
    ...(row.channel === null ? {} : { channel: row.channel }),
    ...(row.comment === null ? {} : { comment: row.comment })
  }
}

export function findApproval(db: ReadDb, approvalId: string): Approval | undefined {
  const row = db.sql('SELECT * FROM approval WHERE approval_id = ?').get(approvalId)
  return row ? toApproval(row as ApprovalRow) : undefined
}

export function findApprovalOfTask(
  db: ReadDb,
  task: { executionId: number; taskId: number }
): Approval | undefined {
  const row = db
    .sql('SELECT * FROM approval WHERE execution_id = ? AND task_id = ?')
    .get(task.executionId, task.taskId)
  return row ? toApproval(row as ApprovalRow) : undefined
}

/** Newest first, those with a smaller id than `before`. */
export function listApprovals(
  db: ReadDb,
  filter: { status?: ApprovalStatus | undefined; executionId?: number; before?: number },
  limit: number
): Approval[] {
  const { status, executionId } = filter
  const clauses = [
    ...(status === undefined ? [] : ['status = @status']),
    ...(executionId === undefined ? [] : ['execution_id = @executionId']),
    'id < @before'
  ]
  const rows = db
    .sql(`SELECT * FROM approval WHERE ${clauses.join(' AND ')} ORDER BY id DESC LIMIT @limit`)
    .all({
      ...(status === undefined ? {} : { status }),
      ...(executionId === undefined ? {} : { executionId }),
      before: filter.before ?? Number.MAX_SAFE_INTEGER,
      limit
    })
  return rows.map((row) => toApproval(row as ApprovalRow))
}

/** Reads a kept counter. */
export function countPendingApprovals(db: ReadDb): number {
  const row = db.sql("SELECT count FROM approval_count WHERE status = 'PENDING'").get()
  return (row as { count: number } | undefined)?.count ?? 0
}

/** Returns the row's id. */
export function insertApproval(
  write: WriteDb,
  approval: Omit<Approval, 'id' | 'status' | 'decidedAt' | 'decidedBy' | 'channel' | 'comment'>
): number {
  const { lastInsertRowid } = write
    .sql(
      `INSERT INTO approval (approval_id, execution_id, task_id, status, state_machine_name,
         execution_name, state_name, title, message, data, recipients, requested_at, expires_at)
       VALUES (?, ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      approval.approvalId,
      approval.executionId,
      approval.taskId,
      approval.stateMachineName,
      approval.executionName,
      approval.stateName,
      approval.title,
      approval.message,
      JSON.stringify(approval.data),
      JSON.stringify(approval.recipients),
      approval.requestedAt,
      approval.expiresAt ?? null
    )
  return Number(lastInsertRowid)
}

/** A pending approval is over: decided, or without an answer. False where it was over before. */
export function endApproval(
  write: WriteDb,
  id: number,
  end: {
    status: Exclude<ApprovalStatus, 'PENDING'>
    at: number
    decidedBy?: string
    channel?: ApprovalChannel
    comment?: string | undefined
  }
): boolean {
  const { changes } = write
    .sql(
      `UPDATE approval SET status = ?, decided_at = ?, decided_by = ?, channel = ?, comment = ?
       WHERE id = ? AND status = 'PENDING'`
    )
    .run(end.status, end.at, end.decidedBy ?? null, end.channel ?? null, end.comment ?? null, id)
  return changes > 0
}

/** A link that was handed out; its token is known by its digest alone. */
export interface ApprovalLink {
  digest: string
  approval: number
  recipient: string
  intention: Decision
  nonce: string
  expiresAt?: number
  usedAt?: number
}

interface LinkRow {
  digest: string
  approval: number
  recipient: string
  intention: Decision
  nonce: string
  expires_at: number | null
  used_at: number | null
}

function toLink(row: LinkRow): ApprovalLink {
  return {
    digest: row.digest,
    approval: row.approval,
    recipient: row.recipient,
    intention: row.intention,
    nonce: row.nonce,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.used_at === null ? {} : { usedAt: row.used_at })
  }
}

export function findApprovalLink(db: ReadDb, digest: string): ApprovalLink | undefined {
  const row = db.sql('SELECT * FROM approval_link WHERE digest = ?').get(digest)
  return row ? toLink(row as LinkRow) : undefined
}

export function insertApprovalLink(write: WriteDb, link: Omit<ApprovalLink, 'usedAt'>): void {
  write
    .sql(
      `INSERT INTO approval_link (digest, approval, recipient, intention, nonce, expires_at)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
    )
    .run(
      link.digest,
      link.approval,
      link.recipient,
      link.intention,
      link.nonce,
      link.expiresAt ?? null
    )
}

/** False where it was used before. */
export function useApprovalLink(write: WriteDb, digest: string, at: number): boolean {
  const { changes } = write
    .sql('UPDATE approval_link SET used_at = ? WHERE digest = ? AND used_at IS NULL')
    .run(at, digest)
  return changes > 0
}
