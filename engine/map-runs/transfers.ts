/** Reading a run's items and writing its results: work outside of transactions, one at a time a run. */
import { setImmediate as turnOfOthers } from 'node:timers/promises'
import { errorNames } from '../../asl/errors.ts'
import { mapRunChild } from '../../asl/interpreter/map-run.ts'
import type { ReadItem } from '../../asl/interpreter/map-run.ts'
import { toleratedFailures } from '../../asl/states/map-limits.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { DataFolder } from '../data-folder.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { childResults, insertItems, removeItems } from '../store/queries/map-run-items.ts'
import * as rows from '../store/queries/map-runs.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import { findStateMachineById } from '../store/queries/state-machines.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader as readerOn } from '../store/transaction.ts'
import type { OpenObjects } from './objects.ts'
import { readItems } from './reading/read-items.ts'
import { itemsOfRun, readerOf, writerOf } from './run-requests.ts'
import { fail, succeed } from './run-turn.ts'
import type { ResultSource } from './writing/write-results.ts'
import { writeResults } from './writing/write-results.ts'

export interface TransferOptions {
  store: Store
  folder: DataFolder
  host: HostControl
  log: Log
  openObjects: OpenObjects
  /** There is more to do for the run. */
  schedule: (write: WriteDb, id: number) => void
}

export interface Transfers {
  /** Does what the run's phase asks for; nothing where that is under way. */
  start: (run: MapRunRecord) => void
  /** The run is over. */
  cancel: (id: number) => void
  /** Ends all; the next start of the engine begins them again. */
  stop: () => Promise<void>
}

/** Items that go into one transaction, by their number and the length of their texts. */
const ITEMS_A_BATCH = 500
const CHARACTERS_A_BATCH = 1_000_000
const CHILDREN_A_PAGE = 200

class RunOver extends Error {
  override name = 'RunOver'
}

export function createTransfers(options: TransferOptions): Transfers {
  const { host, log } = options
  const transfers = new Map<number, { abort: AbortController; done: Promise<void> }>()
  let isStopped = false

  const run = async (record: MapRunRecord, signal: AbortSignal): Promise<void> => {
    const isReading = record.phase === 'READING'
    try {
      await (isReading ? read(record, signal, options) : writeOut(record, signal, options))
    } catch (error) {
      if (signal.aborted || error instanceof RunOver) return
      const failure = failureOf(error, isReading)
      if (!(error instanceof TaskFailure)) {
        log.error('A map run could not read or write', {
          ...{ mapRun: record.arn, error: error instanceof Error ? error.stack : String(error) }
        })
      }
      await host.persist((write) => fail(write, expectPhase(write, record), { host }, failure))
    }
  }

  return {
    start: (record) => {
      if (isStopped || transfers.has(record.id)) return
      const abort = new AbortController()
      const done = run(record, abort.signal)
        .catch((error: unknown) => {
          // While the engine stops: its next start takes the run up.
          if (error instanceof RunOver || isStopped) return
          log.warn('A map run could not go on', { mapRun: record.id, error: String(error) })
        })
        .finally(() => transfers.delete(record.id))
      transfers.set(record.id, { abort, done })
    },
    cancel: (id) => transfers.get(id)?.abort.abort(new RunOver('The map run is over.')),
    stop: async () => {
      isStopped = true
      const running = [...transfers.values()]
      for (const { abort } of running) abort.abort(new RunOver('The engine stops.'))
      await Promise.all(running.map(({ done }) => done))
    }
  }
}

/** The run as it is; throws where it has gone on without this transfer. */
function expectPhase(write: WriteDb, { id, phase }: MapRunRecord): MapRunRecord {
  const now = rows.findMapRun(write, id)
  if (now?.status === 'RUNNING' && now.phase === phase) return now
  throw new RunOver('The map run has gone on.')
}

function failureOf(error: unknown, isReading: boolean): { error: string; cause: string } {
  const name = isReading ? errorNames.itemReaderFailed : errorNames.resultWriterFailed
  if (!(error instanceof TaskFailure)) return { error: name, cause: String(error) }
  const isOwn = error.errorName === name
  return { error: name, cause: isOwn ? error.causeText : `${error.errorName}: ${error.causeText}` }
}

/** Begins anew what a crash has interrupted: no child has seen any of its items. */
async function read(
  record: MapRunRecord,
  signal: AbortSignal,
  options: TransferOptions
): Promise<void> {
  const { host, openObjects } = options
  const request = readerOf(record)
  if (request === undefined) return
  const step = <T>(work: (write: WriteDb) => T): Promise<T> => {
    signal.throwIfAborted()
    return host.persist((write) => {
      expectPhase(write, record)
      return work(write)
    })
  }
  while (await step((write) => removeItems(write, record.id, ITEMS_A_BATCH)));
  const count = await openObjects(connectionOf(request.parameters), signal, async (objects) => {
    let stored = 0
    let batch: ReadItem[] = []
    let length = 0
    const store = async (): Promise<void> => {
      const [items, from] = [batch, stored]
      await step((write) => insertItems(write, record.id, from, items))
      stored += items.length
      batch = []
      length = 0
    }
    for await (const item of readItems(objects, request)) {
      batch.push(item)
      length += JSON.stringify(item.value).length
      if (batch.length >= ITEMS_A_BATCH || length > CHARACTERS_A_BATCH) await store()
    }
    if (batch.length > 0) await store()
    return stored
  })
  await step((write) => {
    const given = {
      toleratedFailureCount: request.limits.toleratedFailureCount,
      toleratedFailurePercentage: request.limits.toleratedFailurePercentage,
      maxConcurrency: undefined
    }
    const tolerated = toleratedFailures(given, count) ?? 0
    rows.itemsAreRead(write, record.id, { itemCount: count, toleratedFailures: tolerated })
    options.schedule(write, record.id)
  })
}

async function writeOut(
  record: MapRunRecord,
  signal: AbortSignal,
  { host, store, folder, openObjects }: TransferOptions
): Promise<void> {
  const writer = writerOf(record)
  if (writer === undefined) return
  const db = readerOn(store)
  const machineName = findStateMachineById(db, record.stateMachineId)?.name ?? ''
  const source: ResultSource = {
    ...{ mapRunArn: record.arn, machineName },
    children: (from) => childResults(db, record.id, from, CHILDREN_A_PAGE),
    pending: () => pendingInputs(record, store, host),
    pause: async () => {
      signal.throwIfAborted()
      await turnOfOthers()
    }
  }
  const { details, count } = await openObjects(
    connectionOf(writer.target?.parameters ?? {}),
    signal,
    (objects) => writeResults(objects, writer, source, folder.mapRun(record.id))
  )
  signal.throwIfAborted()
  await host.persist((write) => {
    const now = expectPhase(write, record)
    rows.noteResultsWritten(write, now.id, count)
    if (now.error !== null) {
      fail(write, now, { host }, { error: now.error, cause: now.cause ?? '' })
    } else succeed(write, now, host, { MapRunArn: now.arn, ResultWriterDetails: details })
  })
}

/** Inputs of the children that a run which has failed never started. */
function* pendingInputs(run: MapRunRecord, store: Store, host: HostControl): Generator<string> {
  const db = readerOn(store)
  const parent = host.load(db, run.executionId)
  let fromIndex = run.nextItem
  while (parent !== undefined && fromIndex < run.itemCount) {
    const child = mapRunChild(parent.machine, parent.execution, {
      ...{ mapRunId: run.eventId, fromIndex, ...host.moment() },
      ...itemsOfRun(db, run)
    })
    if (child === undefined || 'error' in child) return
    yield JSON.stringify(child.input)
    fromIndex += child.itemCount
  }
}

/** Ours: the name of an S3 connection, as our S3 actions take it. */
function connectionOf(parameters: Readonly<Record<string, unknown>>): string | undefined {
  const name = parameters['Connection']
  return typeof name === 'string' ? name : undefined
}
