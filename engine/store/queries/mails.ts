import type { ReadDb, WriteDb } from '../transaction.ts'

export type MailStatus = 'WAITING' | 'SENT' | 'FAILED'

/** Times are milliseconds since the epoch. */
export interface MailSummary {
  id: number
  mailId: string
  status: MailStatus
  executionArn: string
  from?: string
  to: string[]
  subject: string
  messageId: string
  /** The connection that the task named. */
  connection?: string
  createdAt: number
  sentAt?: number
  /** How often it was tried to send it. */
  attempts: number
  lastError?: string
  accepted: string[]
  rejected: string[]
}

export interface SealedMail extends MailSummary {
  /** The whole mail as JSON, sealed by the vault. */
  sealed: string
}

export interface NewMail {
  mailId: string
  executionId: number
  taskId: number
  key: string
  executionArn: string
  connection?: string
  messageId: string
  from?: string
  to: readonly string[]
  subject: string
  sealed: string
  createdAt: number
  /** When to try to send it, unless that is done before; absent: wait for a person. */
  dueAt?: number
}

interface MailRow {
  id: number
  mail_id: string
  status: MailStatus
  execution_arn: string
  recipients: string
  sender: string | null
  subject: string
  message_id: string
  connection: string | null
  created_at: number
  sent_at: number | null
  attempts: number
  last_error: string | null
  accepted: string
  rejected: string
}

const SUMMARY = `SELECT id, mail_id, status, execution_arn, recipients, sender,
  subject, message_id, connection, created_at, sent_at, attempts, last_error, accepted, rejected`

function toSummary(row: MailRow): MailSummary {
  return {
    id: row.id,
    mailId: row.mail_id,
    status: row.status,
    executionArn: row.execution_arn,
    ...(row.sender === null ? {} : { from: row.sender }),
    to: JSON.parse(row.recipients) as string[],
    subject: row.subject,
    messageId: row.message_id,
    ...(row.connection === null ? {} : { connection: row.connection }),
    createdAt: row.created_at,
    ...(row.sent_at === null ? {} : { sentAt: row.sent_at }),
    attempts: row.attempts,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    accepted: JSON.parse(row.accepted) as string[],
    rejected: JSON.parse(row.rejected) as string[]
  }
}

function toSealed(row: unknown): SealedMail | undefined {
  if (!row) return undefined
  const found = row as MailRow & { sealed: string }
  return { ...toSummary(found), sealed: found.sealed }
}

/** Newest first, those with a smaller id than `before`. */
export function listMails(
  db: ReadDb,
  { status, before, limit }: { status?: MailStatus | undefined; before?: number; limit: number }
): MailSummary[] {
  const rows = db
    .sql(
      `${SUMMARY} FROM mail WHERE ${status === undefined ? '' : 'status = @status AND '}id < @before
       ORDER BY id DESC LIMIT @limit`
    )
    .all({
      ...(status === undefined ? {} : { status }),
      before: before ?? Number.MAX_SAFE_INTEGER,
      limit
    })
  return rows.map((row) => toSummary(row as MailRow))
}

export function findMail(db: ReadDb, mailId: string): SealedMail | undefined {
  return toSealed(db.sql(`${SUMMARY}, sealed FROM mail WHERE mail_id = ?`).get(mailId))
}

export function findMailById(db: ReadDb, id: number): SealedMail | undefined {
  return toSealed(db.sql(`${SUMMARY}, sealed FROM mail WHERE id = ?`).get(id))
}

export function findMailOfAttempt(
  db: ReadDb,
  attempt: { executionId: number; taskId: number },
  key: string
): SealedMail | undefined {
  return toSealed(
    db
      .sql(`${SUMMARY}, sealed FROM mail WHERE execution_id = ? AND task_id = ? AND key = ?`)
      .get(attempt.executionId, attempt.taskId, key)
  )
}

export function insertMail(write: WriteDb, mail: NewMail): void {
  write
    .sql(
      `INSERT INTO mail (mail_id, execution_id, task_id, key, execution_arn, status, connection,
         message_id, sender, subject, recipients, sealed, created_at, due_at)
       VALUES (?, ?, ?, ?, ?, 'WAITING', ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      mail.mailId,
      mail.executionId,
      mail.taskId,
      mail.key,
      mail.executionArn,
      mail.connection ?? null,
      mail.messageId,
      mail.from ?? null,
      mail.subject,
      JSON.stringify(mail.to),
      mail.sealed,
      mail.createdAt,
      mail.dueAt ?? null
    )
}

export function dueMails(db: ReadDb, now: number, limit: number): number[] {
  const rows = db
    .sql('SELECT id FROM mail WHERE due_at <= ? ORDER BY due_at LIMIT ?')
    .all(now, limit)
  return rows.map((row) => (row as { id: number }).id)
}

export function earliestDueMail(db: ReadDb): number | undefined {
  const row = db.sql('SELECT min(due_at) AS due_at FROM mail WHERE due_at IS NOT NULL').get() as {
    due_at: number | null
  }
  return row.due_at ?? undefined
}

/** What has come of a try to send it. */
export interface Delivery {
  status: MailStatus
  at: number
  dueAt?: number
  error?: string
  accepted?: readonly string[]
  rejected?: readonly string[]
}

export function noteDelivery(write: WriteDb, id: number, delivery: Delivery): void {
  write
    .sql(
      `UPDATE mail SET status = ?, attempts = attempts + 1, due_at = ?, last_error = ?, sent_at = ?,
         accepted = ?, rejected = ? WHERE id = ?`
    )
    .run(
      delivery.status,
      delivery.dueAt ?? null,
      delivery.error ?? null,
      delivery.status === 'SENT' ? delivery.at : null,
      JSON.stringify(delivery.accepted ?? []),
      JSON.stringify(delivery.rejected ?? []),
      id
    )
}

/** Makes all waiting mails due; answers how many there are. */
export function makeWaitingMailsDue(write: WriteDb, now: number): number {
  return write.sql("UPDATE mail SET due_at = ? WHERE status = 'WAITING'").run(now).changes
}

/** A waiting mail is not to be sent any more; false where it does not wait. */
export function discardMail(write: WriteDb, mailId: string, reason: string): boolean {
  const { changes } = write
    .sql(
      `UPDATE mail SET status = 'FAILED', due_at = NULL, last_error = ?
       WHERE mail_id = ? AND status = 'WAITING'`
    )
    .run(reason, mailId)
  return changes > 0
}

/** Where there is no connection any more, a mail waits for a person. */
export function parkMail(write: WriteDb, id: number): void {
  write.sql('UPDATE mail SET due_at = NULL WHERE id = ?').run(id)
}
