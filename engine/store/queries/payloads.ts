import type { JsonObject } from '../../../asl/json.ts'
import {
  compress,
  decompress,
  digestOf,
  packStringsWith,
  packWith,
  unpackStringsWith,
  unpackWith
} from '../payload-codec.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

/** What stands in a column for a text: itself, or a reference to the payload that all share. */
export function packText(write: WriteDb, executionId: number, text: string): string {
  return packWith(text, (long) => storePayload(write, executionId, long))
}

/** The text that `packText` was given. */
export function unpackText(db: ReadDb, stored: string): string {
  return unpackWith(stored, (payloadId) => readPayload(db, payloadId))
}

/** What stands in a column for an object: its JSON, its long strings by reference. */
export function packDetails(write: WriteDb, executionId: number, details: JsonObject): string {
  return packStringsWith(details, (long) => storePayload(write, executionId, long))
}

/**
 * The object that `packDetails` was given. A reader of many rows gives the texts that it has seen:
 * mostly it is the same one again.
 */
export function unpackDetails(
  db: ReadDb,
  stored: string,
  seen: Map<number, string> = new Map<number, string>()
): JsonObject {
  return unpackStringsWith(stored, (payloadId) => {
    const known = seen.get(payloadId)
    if (known !== undefined) return known
    const text = readPayload(db, payloadId)
    seen.set(payloadId, text)
    return text
  })
}

function storePayload(write: WriteDb, executionId: number, text: string): number {
  const recent = write.recentPayloads.find(text)
  const payloadId = recent ?? findOrInsert(write, text)
  if (recent === undefined) write.recentPayloads.add(text, payloadId)
  write
    .sql('INSERT OR IGNORE INTO payload_use (execution_id, payload_id) VALUES (?, ?)')
    .run(executionId, payloadId)
  return payloadId
}

function findOrInsert(write: WriteDb, text: string): number {
  const digest = digestOf(text)
  const found = write.sql('SELECT id FROM payload WHERE digest = ?').get(digest) as
    { id: number } | undefined
  if (found) return found.id
  const { lastInsertRowid } = write
    .sql('INSERT INTO payload (digest, content) VALUES (?, ?)')
    .run(digest, compress(text))
  return Number(lastInsertRowid)
}

function readPayload(db: ReadDb, payloadId: number): string {
  const row = db.sql('SELECT content FROM payload WHERE id = ?').get(payloadId) as
    { content: string | Buffer } | undefined
  if (!row) throw new Error(`Payload ${String(payloadId)} is not in the database`)
  return decompress(row.content)
}

/** Lets go what an execution uses, and deletes what nobody else does. */
export function releasePayloads(write: WriteDb, executionId: number): void {
  const used = write
    .sql('DELETE FROM payload_use WHERE execution_id = ? RETURNING payload_id AS payloadId')
    .all(executionId) as { payloadId: number }[]
  if (used.length === 0) return
  const remove = write.sql(
    `DELETE FROM payload WHERE id = ?
       AND NOT EXISTS (SELECT 1 FROM payload_use WHERE payload_id = payload.id)`
  )
  for (const { payloadId } of used) remove.run(payloadId)
  write.recentPayloads.clear()
}
