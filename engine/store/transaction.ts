import type { EngineEvent } from '../../api/events.ts'
import type { Statement, Store } from './open.ts'

declare const readBrand: unique symbol
declare const writeBrand: unique symbol

/** What a query needs. */
export interface ReadDb {
  readonly [readBrand]: true
  /** The prepared statement for this SQL text, prepared once. */
  sql: (text: string) => Statement
}

/** What a write needs; only `inTransaction` yields one, so nothing is written outside of one. */
export interface WriteDb extends ReadDb {
  readonly [writeBrand]: true
  /** Tells listeners after the commit (ids and statuses, no payloads). */
  notify: (event: EngineEvent) => void
  /** Runs after the commit: side effects start here (rule 4: commit, then act). */
  afterCommit: (effect: () => void) => void
  /** Runs if the transaction is rolled back: memory that ran ahead is dropped here. */
  afterRollback: (undo: () => void) => void
}

function statement(store: Store, text: string): Statement {
  let found = store.statements.get(text)
  if (!found) {
    found = store.db.prepare(text)
    store.statements.set(text, found)
  }
  return found
}

/** A reader over the store's connection. */
export function reader(store: Store): ReadDb {
  return { sql: (text: string) => statement(store, text) } as ReadDb
}

const BUMP = 'UPDATE engine_state SET commit_number = commit_number + 1 RETURNING commit_number'

/**
 * Runs `body` in one immediate transaction, synchronously. After the commit: listeners first,
 * then the effects, in order. If `body` throws, all is rolled back and the error goes on.
 */
export function inTransaction<T>(store: Store, body: (write: WriteDb) => T): T {
  const events: EngineEvent[] = []
  const effects: (() => void)[] = []
  const undos: (() => void)[] = []
  const write = {
    sql: (text: string) => statement(store, text),
    notify: (event: EngineEvent) => void events.push(event),
    afterCommit: (effect: () => void) => void effects.push(effect),
    afterRollback: (undo: () => void) => void undos.push(undo)
  } as WriteDb
  let result: T
  let commit = 0
  statement(store, 'BEGIN IMMEDIATE').run()
  try {
    result = body(write)
    if (events.length > 0)
      commit = (statement(store, BUMP).get() as { commit_number: number }).commit_number
    statement(store, 'COMMIT').run()
  } catch (error) {
    if (store.db.inTransaction) statement(store, 'ROLLBACK').run()
    for (const undo of undos) undo()
    throw error
  }
  if (events.length > 0) for (const listener of store.listeners) listener(commit, events)
  for (const effect of effects) effect()
  return result
}
