/** Nothing that grows is read from end to end: SQLite's own plan of each statement says so. */
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { createReadHandlers } from '../../../engine/reads/read-handlers.ts'
import { dataFolder } from '../../../engine/data-folder.ts'
import { openSearchIndex } from '../../../engine/store/open-search-index.ts'
import type { SearchDb } from '../../../engine/store/open-search-index.ts'
import type { ReadDb } from '../../../engine/store/transaction.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

/** Tables that have rows for each execution, event, task, mail, … ever. */
const GROWING = [
  ...[
    'execution',
    'execution_data',
    'history_event',
    'history_range',
    'task',
    'approval',
    'approval_link',
    'mail'
  ],
  ...['schedule_slot', 'map_run', 'map_run_child', 'map_run_item', 'payload', 'payload_use'],
  ...['redrive_point', 'snapshot', 'frame', 'timer', 'nested_execution', 'changed_execution']
]

/** What may be walked, and why. */
const ALLOWED: readonly { step: RegExp; why: string }[] = [
  {
    step: /^SCAN (task|snapshot|map_run|map_run_child|schedule_slot) USING (COVERING )?INDEX \w+_(scheduled|running|to_continue|open):/,
    why: 'an index that holds only what is open'
  },
  { step: /^SCAN nested_execution:/, why: 'a row lives as long as somebody waits for the child' },
  {
    step: /^SCAN execution USING INDEX execution_by_start:/,
    why: 'the first page of all: in the order of its index, as far as its LIMIT, without a filter'
  },
  { step: /^SCAN history_event: .* ORDER BY id DESC LIMIT 1$/, why: 'the last row' },
  { step: /^SORT: .* AS missed, .* GROUP BY schedule_id/, why: 'the schedules of the digest' }
]

let folder: TempFolder
let doors: TestDoors
beforeEach(async () => {
  folder = makeTempFolder()
  doors = await startTestDoors({ folder })
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

const waits = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 500, End: true } } }
const fails = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'No' } } }
const asks = {
  StartAt: 'A',
  States: {
    A: {
      Type: 'Task',
      Resource: 'plugin:ask:person.waitForTaskToken',
      Parameters: { 'token.$': '$$.Task.Token' },
      HeartbeatSeconds: 100,
      End: true
    }
  }
}
const distributed = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...fails
      },
      End: true
    }
  }
}

/** Uses the engine as its callers do, so that it prepares its statements. */
async function useAll(): Promise<Record<string, string>> {
  const { client } = doors
  const create = async (name: string, definition: JsonObject) =>
    (await client.CreateStateMachine({ name, definition: JSON.stringify(definition) }))
      .stateMachineArn
  const start = async (stateMachineArn: string, input: unknown = {}) =>
    (await client.StartExecution({ stateMachineArn, input: JSON.stringify(input) })).executionArn
  const machine = await create('pass', passChain(2))
  await client.PublishStateMachineVersion({ stateMachineArn: machine })
  const one = await start(machine)
  await start(`${machine}:1`)
  const failed = await start(await create('fails', fails))
  await client.RedriveExecution({ executionArn: failed })
  const waiting = await start(await create('waits', waits))
  await client.StopExecution({ executionArn: waiting })
  const asking = await start(await create('asks', asks))
  const mapped = await start(await create('maps', distributed), [1, 2])
  await doors.core.ended(mapped)
  const mapRunArn = (await client.ListMapRuns({ executionArn: mapped })).mapRuns[0]?.mapRunArn ?? ''
  await client.DescribeMapRun({ mapRunArn })
  await client.DescribeExecution({ executionArn: one })
  await client.DescribeStateMachineForExecution({ executionArn: one })
  await client.CountExecutions({})
  await client.CountExecutions({ stateMachineArn: machine })
  await client.ListStateMachines({})
  await client.ListStateMachineVersions({ stateMachineArn: machine })
  await client.ListActivities({})
  await client.ListTagsForResource({ resourceArn: machine })
  await client.SendWaitingMails({})
  await client.DeleteExecution({ executionArn: one })
  return { machine, asking, mapRunArn, mapped }
}

/** Asks the reader's questions here, with each filter. */
function askReader(arns: Record<string, string>, sources: { db: ReadDb; index: SearchDb }): void {
  const { machine = '', asking = '', mapRunArn = '', mapped = '' } = arns
  const reads = createReadHandlers({ db: sources.db, index: () => sources.index })
  const status = 'FAILED' as const
  const pages: { maxResults: number; nextToken?: string }[] = [{ maxResults: 1 }]
  const first = reads.SearchExecutions({ maxResults: 1 })
  if (first.nextToken !== undefined) pages.push({ maxResults: 1, nextToken: first.nextToken })
  const times = { startedAfter: 1, startedBefore: 4e9 }
  for (const page of pages) {
    reads.SearchExecutions({ ...page })
    reads.SearchExecutions({ ...page, status })
    reads.SearchExecutions({ ...page, stateMachineArn: machine })
    reads.SearchExecutions({ ...page, stateMachineArn: machine, status })
    reads.SearchExecutions({ ...page, ...times })
    reads.SearchExecutions({ ...page, ...times, stateMachineArn: machine, status })
  }
  reads.SearchExecutions({ text: 'pass -x', nameContains: 'abc', ...times })
  reads.SearchExecutions({ nameContains: 'a' })
  reads.SearchExecutions({ nameContains: 'abcd' })
  reads.ListExecutions({ stateMachineArn: `${machine}:1` })
  reads.ListExecutions({ stateMachineArn: `${machine}:1`, statusFilter: status })
  reads.ListExecutions({ mapRunArn })
  reads.ListExecutions({ mapRunArn, statusFilter: status })
  reads.GetExecutionHistory({ executionArn: mapped })
  reads.GetExecutionHistory({ executionArn: mapped, reverseOrder: true })
  reads.ListMapRuns({ executionArn: mapped })
  for (const executionArn of [undefined, asking]) {
    reads.ListApprovals({ ...(executionArn === undefined ? {} : { executionArn }) })
    reads.ListApprovals({
      status: 'PENDING',
      ...(executionArn === undefined ? {} : { executionArn })
    })
  }
  reads.ListMails({})
  reads.ListMails({ status: 'WAITING' })
}

/** The steps of the plan that read all of a table or sort what they have read. */
function slowSteps(db: Database.Database, sql: string): string[] {
  const named = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null] as const)
  const count = sql.replaceAll(/'[^']*'/g, '').split('?').length - 1
  const explain = db.prepare(`EXPLAIN QUERY PLAN ${sql}`)
  const plan = (
    named.length > 0
      ? explain.all(Object.fromEntries(named))
      : explain.all(...Array.from({ length: count }, () => null))
  ) as { detail: string }[]
  const isScan = ({ detail }: { detail: string }): boolean =>
    GROWING.some((table) => new RegExp(`^SCAN ${table}( |$)`).test(detail))
  const scans = plan.filter(isScan).map(({ detail }) => detail)
  const isSorted = plan.some(({ detail }) => detail.startsWith('USE TEMP B-TREE FOR ORDER BY'))
  return [...scans, ...(isSorted && GROWING.some((table) => sql.includes(table)) ? ['SORT'] : [])]
}

test('no statement reads a table that grows from end to end', async () => {
  const arns = await useAll()
  const asked = new Set<string>(doors.store.statements.keys())
  // What an engine asks for at its start is there, too, once it has begun anew.
  await doors.end()
  doors = await startTestDoors({ folder })
  for (const text of doors.store.statements.keys()) asked.add(text)
  const recording = (db: ReadDb): ReadDb =>
    ({
      sql: (text: string) => {
        asked.add(text)
        return db.sql(text)
      }
    }) as ReadDb
  const index = openSearchIndex(`${dataFolder(folder.path).searchIndex}.test`)
  askReader(arns, { db: recording(reader(doors.store)), index })
  index.close()
  const texts = [...asked].filter((text) => /^\s*(SELECT|UPDATE|DELETE|WITH)/i.test(text))
  expect(texts.length).toBeGreaterThan(80)
  const found = texts
    .flatMap((text) =>
      slowSteps(doors.store.db, text).map((step) => `${step}: ${text.replaceAll(/\s+/g, ' ')}`)
    )
    .filter((slow) => !ALLOWED.some(({ step }) => step.test(slow)))
  expect(found).toEqual([])
})
