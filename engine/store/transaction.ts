import type { EngineEvent } from '../../api/events.ts'
import type { HistoryTail } from './history-tail.ts'
import type { Durability } from './log-sync.ts'
import { SyncFailedError, syncFailed } from './log-sync.ts'
import type { Statement, Store } from './open.ts'
import type { RecentPayloads } from './recent-payloads.ts'
import { isDamaged, isStorageUnavailable, isSyncFailure } from './storage-error.ts'

declare const readBrand: unique symbol
declare const writeBrand: unique symbol

/** What a query needs. */
export interface ReadDb {
  readonly [readBrand]: true
  /** The prepared statement for this SQL text, prepared once. */
  sql: (text: string) => Statement
  /** Of the engine's own connection alone. */
  readonly historyTail?: HistoryTail
}

/** What a write needs; only `inTransaction` yields one, so nothing is written outside of one. */
export interface WriteDb extends ReadDb {
  readonly [writeBrand]: true
  readonly recentPayloads: RecentPayloads
  readonly historyTail: HistoryTail
  /** Tells listeners after the commit (ids and statuses, no payloads). */
  notify: (event: EngineEvent) => void
  /** Runs after the commit: side effects start here (rule 4: commit, then act). */
  afterCommit: (effect: () => void) => void
  /** Runs if the transaction is rolled back: memory that ran ahead is dropped here. */
  afterRollback: (undo: () => void) => void
  /**
   * What the commit must outlive before its effects. The strictest word counts; where nobody says
   * one, `full`.
   */
  require: (level: Durability) => void
  /** What was required so far. */
  required: () => Durability | undefined
  /**
   * Runs `body` in a savepoint: if it throws, its writes, notices and effects alone are undone and
   * the error goes on; the transaction may still be committed.
   */
  savepoint: <T>(body: (write: WriteDb) => T) => T
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
  const { historyTail } = store
  return { historyTail, sql: (text: string) => statement(store, text) } as ReadDb
}

const BUMP = 'UPDATE engine_state SET commit_number = commit_number + 1 RETURNING commit_number'

/** What a write has gathered for its end. */
interface Gathered {
  events: EngineEvent[]
  effects: (() => void)[]
  undos: (() => void)[]
  durability: Durability | undefined
}

/** One try of a transaction. */
interface Try {
  store: Store
  /** Whether its savepoints are real ones: they cost a copy of each page that they touch. */
  hasSavepoints: boolean
  /** One of them was needed: the try is rolled back and made again with them. */
  needsSavepoints: boolean
}

/** The try of a transaction is lost; it is made again with savepoints. Not to be kept back. */
class SavepointNeededError extends Error {
  override name = 'SavepointNeededError'
}

/** Whether an error is about the whole transaction: then no part of it can be given up alone. */
export function endsTransaction(error: unknown): boolean {
  return error instanceof SavepointNeededError || isStorageUnavailable(error) || isDamaged(error)
}

function gatherNothing(): Gathered {
  return { events: [], effects: [], undos: [], durability: undefined }
}

function requireOf(gathered: Gathered, level: Durability): void {
  if (gathered.durability !== 'full') gathered.durability = level
}

function undo(gathered: Gathered): void {
  for (const undoOne of gathered.undos) undoOne()
}

/** What is remembered of rows that may be undone. */
function forgetRows({ recentPayloads, historyTail }: Store): void {
  recentPayloads.clear()
  historyTail.known = undefined
}

function createWrite(attempt: Try, gathered: Gathered): WriteDb {
  const { store, hasSavepoints } = attempt
  return {
    recentPayloads: store.recentPayloads,
    historyTail: store.historyTail,
    sql: (text: string) => statement(store, text),
    notify: (event: EngineEvent) => void gathered.events.push(event),
    afterCommit: (effect: () => void) => void gathered.effects.push(effect),
    afterRollback: (undoOne: () => void) => void gathered.undos.push(undoOne),
    require: (level: Durability) => requireOf(gathered, level),
    required: () => gathered.durability,
    savepoint: (body: (write: WriteDb) => unknown) =>
      hasSavepoints ? inSavepoint(attempt, gathered, body) : hopeful(attempt, gathered, body)
  } as WriteDb
}

function inSavepoint<T>(attempt: Try, gathered: Gathered, body: (write: WriteDb) => T): T {
  const { store } = attempt
  const inner = gatherNothing()
  statement(store, 'SAVEPOINT unit').run()
  let result: T
  try {
    result = body(createWrite(attempt, inner))
  } catch (error) {
    // SQLite rolls the whole transaction back by itself where the disk is full or unreadable.
    if (store.db.inTransaction) {
      statement(store, 'ROLLBACK TO unit').run()
      statement(store, 'RELEASE unit').run()
    }
    forgetRows(store)
    undo(inner)
    throw error
  }
  statement(store, 'RELEASE unit').run()
  for (const event of inner.events) gathered.events.push(event)
  for (const effect of inner.effects) gathered.effects.push(effect)
  for (const undoOne of inner.undos) gathered.undos.push(undoOne)
  if (inner.durability) requireOf(gathered, inner.durability)
  return result
}

/** Runs `body` where a savepoint would stand; if it throws, the whole try is lost. */
function hopeful<T>(attempt: Try, gathered: Gathered, body: (write: WriteDb) => T): T {
  const inner: Gathered = { ...gathered, durability: undefined }
  try {
    const result = body(createWrite(attempt, inner))
    if (inner.durability) requireOf(gathered, inner.durability)
    return result
  } catch (error) {
    if (endsTransaction(error)) throw error
    attempt.needsSavepoints = true
    throw new SavepointNeededError('A savepoint was needed', { cause: error })
  }
}

/** Each effect runs, whatever the others do: the rows are committed, so an error is a bug to be told. */
function act(store: Store, effects: readonly (() => void)[]): void {
  for (const effect of effects) {
    try {
      effect()
    } catch (error) {
      store.onEffectError(error)
    }
  }
}

/** Syncs the log where this commit must outlive a power loss and SQLite has not done so. */
function seal({ logSync }: Store, durability: Durability): void {
  if (!logSync.isOnDemand) return
  if (durability === 'full') logSync.seal()
  else logSync.noteUnsealed()
}

/**
 * After a failed sync nothing is tried again: the system may take the next one for a success.
 * Returns the error to go on with.
 */
export function noteFailure(store: Store, error: unknown): unknown {
  if (!isSyncFailure(error)) return error
  store.failure = error instanceof SyncFailedError ? error : syncFailed(store.file, error)
  store.onFailure(store.failure)
  return store.failure
}

/**
 * Runs `body` in one immediate transaction, synchronously. After the commit: listeners first,
 * then the effects, in order. If `body` throws, all is rolled back and the error goes on. Throws
 * SyncFailedError where the disk may not have kept it: then there are no effects, now or later.
 */
export function inTransaction<T>(store: Store, body: (write: WriteDb) => T): T {
  return transact({ store, hasSavepoints: true, needsSavepoints: false }, body)
}

/**
 * The same for a `body` that may run twice: at first its savepoints are none. Where one of them would
 * have been rolled back, everything is, and the body runs again with real ones. So it sets memory that
 * it changes back by `afterRollback`, and keeps nothing of its first run.
 */
export function inHopefulTransaction<T>(store: Store, body: (write: WriteDb) => T): T {
  try {
    return transact({ store, hasSavepoints: false, needsSavepoints: false }, body)
  } catch (error) {
    if (!(error instanceof SavepointNeededError)) throw error
    return inTransaction(store, body)
  }
}

function transact<T>(attempt: Try, body: (write: WriteDb) => T): T {
  const { store } = attempt
  if (store.failure) throw store.failure
  const gathered = gatherNothing()
  const { events, effects } = gathered
  let result: T
  let commit = 0
  statement(store, 'BEGIN IMMEDIATE').run()
  try {
    result = body(createWrite(attempt, gathered))
    // Also where somebody has kept the error back.
    if (attempt.needsSavepoints) throw new SavepointNeededError('A savepoint was needed')
    if (events.length > 0) {
      commit = (statement(store, BUMP).get() as { commit_number: number }).commit_number
    }
    store.reached('commit:before')
    statement(store, 'COMMIT').run()
    store.reached('commit:written')
    seal(store, gathered.durability ?? 'full')
  } catch (error) {
    if (store.db.inTransaction) statement(store, 'ROLLBACK').run()
    forgetRows(store)
    undo(gathered)
    throw noteFailure(store, error)
  }
  store.reached('commit:after')
  if (events.length > 0) {
    for (const listener of store.listeners) act(store, [() => listener(commit, events)])
  }
  act(store, effects)
  store.reached('commit:acted')
  return result
}
