import type { ReadDb, WriteDb } from '../transaction.ts'

export interface Tag {
  key: string
  value: string
}

/** By key. */
export function listTags(db: ReadDb, resourceArn: string): Tag[] {
  return db
    .sql('SELECT key, value FROM tag WHERE resource_arn = ? ORDER BY key')
    .all(resourceArn) as Tag[]
}

export function putTag(write: WriteDb, resourceArn: string, { key, value }: Tag): void {
  write
    .sql(
      `INSERT INTO tag (resource_arn, key, value) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value`
    )
    .run(resourceArn, key, value)
}

export function deleteTag(write: WriteDb, resourceArn: string, key: string): void {
  write.sql('DELETE FROM tag WHERE resource_arn = ? AND key = ?').run(resourceArn, key)
}

export function deleteTagsOf(write: WriteDb, resourceArn: string): void {
  write.sql('DELETE FROM tag WHERE resource_arn = ?').run(resourceArn)
}
