import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Statement } from './open.ts'
import { isDamaged } from './storage-error.ts'

declare const searchBrand: unique symbol

/**
 * The search index is a file of its own: all in it is derived from the database, so it costs the
 * engine's commits nothing, and where it is lost or damaged it is made anew.
 */
export interface SearchDb {
  readonly [searchBrand]: true
  sql: (text: string) => Statement
  inTransaction: <T>(body: () => T) => T
  /** What was committed before is on the disk once this returns. */
  sync: () => void
  close: () => void
}

/** Raised whenever what is indexed changes: an index of another version is made anew. */
const VERSION = 1

/**
 * No content is kept: names, inputs and outputs stand in the database. `facts` are terms of our own
 * that narrow a search before any row is read. Names are also cut into three letters each, so that
 * any part of one is found.
 */
const SCHEMA = `
  CREATE VIRTUAL TABLE execution_text USING fts5(
    name, input, output, error, cause, facts,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE VIRTUAL TABLE execution_name USING fts5(
    name, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram'
  );
  CREATE TABLE progress (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    -- All executions up to this id are in the index.
    indexed_id INTEGER NOT NULL DEFAULT 0,
    -- All changes up to this one are.
    changed_seq INTEGER NOT NULL DEFAULT 0,
    -- The database's commit that it was last read from.
    commit_number INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO progress (only_row) VALUES (1);
  PRAGMA user_version = ${String(VERSION)};
`

/** Opens the index, or begins a new one where there is none that can be used. */
export function openSearchIndex(file: string): SearchDb {
  try {
    const found = open(file)
    if (found) return found
  } catch (error) {
    if (!isDamaged(error)) throw error
  }
  removeSearchIndex(file)
  const made = open(file)
  if (!made) throw new Error(`The search index ${file} was made anew, but is of another version`)
  return made
}

export function removeSearchIndex(file: string): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) rmSync(path, { force: true })
}

function open(file: string): SearchDb | undefined {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  const connection = new Database(file)
  try {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = NORMAL')
    connection.pragma('cache_size = -16384')
    const version = connection.pragma('user_version', { simple: true })
    if (version === 0) connection.transaction(() => connection.exec(SCHEMA))()
    else if (version !== VERSION) {
      connection.close()
      return undefined
    }
  } catch (error) {
    connection.close()
    throw error
  }
  return toSearchDb(connection)
}

function toSearchDb(connection: Database.Database): SearchDb {
  const statements = new Map<string, Statement>()
  const sql = (text: string): Statement => {
    let found = statements.get(text)
    if (!found) statements.set(text, (found = connection.prepare(text)))
    return found
  }
  return {
    sql,
    inTransaction: <T>(body: () => T): T => connection.transaction(body)(),
    sync: () => void connection.pragma('wal_checkpoint(PASSIVE)'),
    close: () => {
      statements.clear()
      connection.close()
    }
  } as SearchDb
}
