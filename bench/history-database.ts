import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { indexSlice } from '../engine/search/indexer.ts'
import { executionStatusCodes, eventTypeCodes } from '../engine/store/codes.ts'
import { dataFolder } from '../engine/data-folder.ts'
import { migrate } from '../engine/store/migrate.ts'
import { migrations } from '../engine/store/migrations/index.ts'
import { openReadStore } from '../engine/store/open-reader.ts'
import { openSearchIndex } from '../engine/store/open-search-index.ts'
import type { Store } from '../engine/store/open.ts'
import { openStore } from '../engine/store/open.ts'
import { putIntoRanges } from '../engine/store/queries/history-ranges.ts'
import {
  insertStateMachine,
  putRevision,
  updateStateMachine
} from '../engine/store/queries/state-machines.ts'
import { inTransaction } from '../engine/store/transaction.ts'
import { passChain } from './workloads.ts'

/** Raised whenever what is built changes: a folder of before is not used again. */
const VERSION = 1
const MACHINES = 20
const EVENTS = 5
/** One execution has this many events, the others five. */
export const LONG_HISTORY = 1000
export const MACHINE_NAME = 'machine-7'
export const LONG_NAME = 'long'
/** In every input; in one of a thousand; in none. */
export const WORDS = { common: 'order', rare: 'quince', none: 'unheard' }
export const FIRST_START = 1_700_000_000_000

const STATUSES = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT'] as const
const FRUITS = ['apple', 'pear', 'plum', 'cherry', 'orange', 'lemon', 'grape']

/** A data folder with so many executions; built once and kept in the temp folder for later runs. */
export function historyFolder(executions: number, say: (line: string) => void): string {
  const schema = migrations.reduce((sum, { number }) => (sum * 31 + number) % 1_000_003, 0)
  const name = `signalbox-history-${String(VERSION)}-${String(schema)}-${String(executions)}`
  const path = join(tmpdir(), name)
  const done = join(path, 'built')
  if (existsSync(done)) return path
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  const startedAt = performance.now()
  build(path, executions)
  say(`built in ${String(Math.round((performance.now() - startedAt) / 1000))} s: ${path}`)
  index(path)
  say(`searched in ${String(Math.round((performance.now() - startedAt) / 1000))} s`)
  writeFileSync(done, '')
  return path
}

function build(path: string, executions: number): void {
  const store = openStore(dataFolder(path).database)
  migrate(store, migrations)
  store.db.pragma('synchronous = OFF')
  const machines = insertMachines(store)
  const insert = insertersOf(store)
  const slice = 10_000
  for (let from = 0; from < executions; from += slice) {
    store.db.transaction(() => {
      for (let index = from; index < Math.min(from + slice, executions); index++) {
        const machine = machines[index % MACHINES]
        if (machine) insertOne(insert, machine, index)
      }
    })()
  }
  const machine = machines[7]
  if (machine) insertLong(insert, machine, executions)
  inTransaction(store, putIntoRanges)
  store.close()
}

interface Machine {
  id: number
  revisionId: number
}

function insertMachines(store: Store): Machine[] {
  const definition = JSON.stringify(passChain(1))
  return Array.from({ length: MACHINES }, (_, number) =>
    inTransaction(store, (write) => {
      const roleArn = 'arn:aws:iam::000000000000:role/any'
      const createdAt = FIRST_START
      const id = insertStateMachine(write, {
        ...{ name: `machine-${String(number)}`, type: 'STANDARD', roleArn, createdAt }
      })
      const digest = String(number)
      const revisionId = putRevision(write, { stateMachineId: id, definition, createdAt, digest })
      updateStateMachine(write, id, {
        ...{ revisionId, roleArn, updatedAt: createdAt, revisionName: '', isTraced: false }
      })
      return { id, revisionId }
    })
  )
}

/** The engine's own rows, without its steps. */
function insertersOf({ db }: Store) {
  return {
    execution: db.prepare(
      `INSERT INTO execution (state_machine_id, revision_id, status, started_at, stopped_at, name)
       VALUES (?, ?, ?, ?, ?, ?)`
    ),
    data: db.prepare(
      'INSERT INTO execution_data (execution_id, input, output, error) VALUES (?, ?, ?, ?)'
    ),
    event: db.prepare(
      `INSERT INTO history_event (execution_id, event_id, previous_event_id, type, at, details)
       VALUES (?, ?, ?, ?, ?, ?)`
    )
  }
}

type Inserters = ReturnType<typeof insertersOf>

/** Names and numbers that look arbitrary and are the same in every run. */
function scattered(index: number): string {
  return ((index * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')
}

function insertOne(insert: Inserters, machine: Machine, index: number): void {
  const status = STATUSES[index % STATUSES.length] ?? 'SUCCEEDED'
  const startedAt = FIRST_START + index * 50
  const name = `${scattered(index)}-${scattered(index * 7)}-${String(index)}`
  const id = insertExecution(insert, machine, { name, status, startedAt })
  const rare = index % 1000 === 17 ? `, "note": "${WORDS.rare}"` : ''
  const fruit = FRUITS[index % FRUITS.length] ?? ''
  const input = `{"order":${String(index)},"fruit":"${fruit}","customer":"c${scattered(index % 9973)}"${rare}}`
  const error = status === 'FAILED' ? 'States.TaskFailed' : null
  insert.data.run(
    id,
    input,
    status === 'SUCCEEDED' ? `{"total":${String(index % 977)}}` : null,
    error
  )
  insertEvents(insert, id, { count: EVENTS, startedAt, input })
}

function insertExecution(
  insert: Inserters,
  { id, revisionId }: Machine,
  {
    name,
    status,
    startedAt
  }: { name: string; status: (typeof STATUSES)[number]; startedAt: number }
): number {
  const code = executionStatusCodes[status]
  const { lastInsertRowid } = insert.execution.run(
    id,
    revisionId,
    code,
    startedAt,
    startedAt + 40,
    name
  )
  return Number(lastInsertRowid)
}

function insertLong(insert: Inserters, machine: Machine, executions: number): void {
  const startedAt = FIRST_START + executions * 50
  const id = insertExecution(insert, machine, { name: LONG_NAME, status: 'SUCCEEDED', startedAt })
  const input = '{"order":0,"list":[1,2,3,4,5,6,7,8],"customer":{"name":"Ada","city":"Ulm"}}'
  insert.data.run(id, input, '{}', null)
  insertEvents(insert, id, { count: LONG_HISTORY, startedAt, input })
}

function insertEvents(
  insert: Inserters,
  executionId: number,
  { count, startedAt, input }: { count: number; startedAt: number; input: string }
): void {
  const enter = JSON.stringify({ name: 'Pass0', input, inputDetails: { truncated: false } })
  const exit = JSON.stringify({ name: 'Pass0', output: input, outputDetails: { truncated: false } })
  const start = JSON.stringify({ input, inputDetails: { truncated: false }, roleArn: 'arn:any' })
  for (let event = 1; event <= count; event++) {
    const isFirst = event === 1
    const isEnter = event % 2 === 0
    const type = isFirst
      ? eventTypeCodes.ExecutionStarted
      : event === count
        ? eventTypeCodes.ExecutionSucceeded
        : isEnter
          ? eventTypeCodes.PassStateEntered
          : eventTypeCodes.PassStateExited
    const details = isFirst ? start : isEnter ? enter : exit
    insert.event.run(executionId, event, event - 1, type, startedAt + event, details)
  }
}

/** What the reader thread does in the background. */
function index(path: string): void {
  const { database, searchIndex } = dataFolder(path)
  const store = openReadStore(database)
  const search = openSearchIndex(searchIndex)
  const clock = { now: 0 }
  while (indexSlice(store, search, () => clock.now)) continue
  search.sync()
  search.close()
  store.close()
}
