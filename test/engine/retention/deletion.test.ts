import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { dataFolder } from '../../../engine/data-folder.ts'
import { putSlot } from '../../../engine/store/queries/schedule-slots.ts'
import { rowsOfExecution } from '../../../engine/store/queries/delete-execution.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import { oneTask, passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { until } from '../../support/until.ts'

let temp: TempFolder
let doors: TestDoors

beforeEach(async () => {
  temp = makeTempFolder()
  doors = await startTestDoors({ folder: temp })
})
afterEach(async () => {
  await doors.end()
  temp.remove()
})

const large = { text: 'a payload of its own. '.repeat(200) }
const failing: JsonObject = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'No' } } }
const waiting: JsonObject = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 1000, End: true } }
}
const distributed: JsonObject = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...passChain(1)
      },
      End: true
    }
  }
}

/** Columns that say which execution a row is about, and what they hold once nobody has any. */
const MENTION = /(^|_)(execution_id|execution_arn|child_id|parent_id|map_run_id|approval)$/
/** The id below which all are taken; the queue by which the search hears of deletions. */
const NOT_ROWS_OF_EXECUTIONS = /^(engine_state|changed_execution)$/

function mentions(): { table: string; column: string; count: number }[] {
  const { db } = doors.store
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all() as string[]
  return tables
    .filter((table) => !NOT_ROWS_OF_EXECUTIONS.test(table))
    .flatMap((table) =>
      (db.pragma(`table_info(${table})`) as { name: string }[])
        .map(({ name }) => name)
        .filter((name) => MENTION.test(name))
        .map((column) => ({
          ...{ table, column },
          count: Number(db.prepare(`SELECT count(${column}) FROM ${table}`).pluck().get())
        }))
    )
}

const count = (table: string): unknown =>
  doors.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
const conflict = { errorName: 'ConflictException' }
const gone = { errorName: 'ExecutionDoesNotExist' }

describe('DeleteExecution', () => {
  test('leaves no row in any table, no payload and no folder', async () => {
    const { core, client, store } = doors
    const asked = await core.run(oneTask('plugin:ask:person.waitForTaskToken'), large)
    const mailed = await core.run(
      oneTask('plugin:ask:mail', { Parameters: { to: ['ada@example.org'], text: 'Hello' } })
    )
    const mapped = await core.run(distributed, [large, large, 1, 2, 3])
    const failed = await core.run(failing, large)
    const child = await core.createMachine('child', passChain(2))
    const nested = await core.run(
      oneTask('arn:aws:states:::states:startExecution.sync:2', {
        Parameters: { StateMachineArn: child, Input: large, Name: 'nested' }
      })
    )
    const { executionArn: scheduled } = await client.StartExecution({
      stateMachineArn: child,
      name: 'nightly-20261123T0200Z'
    })
    await client.CreateSchedule({
      Name: 'nightly',
      ScheduleExpression: 'cron(0 2 * * ? *)',
      Target: { Arn: child }
    })
    inTransaction(store, (write) => {
      const slotAt = Date.UTC(2026, 10, 23, 2)
      putSlot(write, 1, {
        ...{ slotAt, status: 'RAN', cause: 'SCHEDULED', executionArn: scheduled }
      })
    })
    await until(() => core.eventTypes(asked).includes('TaskSubmitted'))
    await expect(client.DeleteExecution({ executionArn: asked })).rejects.toMatchObject(conflict)
    const [approval] = (await client.ListApprovals({})).approvals
    await client.DecideApproval({
      ...{ approvalId: approval?.approvalId ?? '', decision: 'APPROVED', decidedBy: 'ada' }
    })
    const all = [asked, mailed, mapped, failed, nested, scheduled]
    for (const arn of all) await core.ended(arn)
    const childArn = 'arn:aws:states:us-east-1:000000000000:execution:child:nested'
    const folder = dataFolder(temp.path)
    const ids = [...all, childArn].map((arn) => core.describe(arn).id)
    for (const id of ids) {
      mkdirSync(folder.attempt({ executionId: id, taskId: 5 }), { recursive: true })
      writeFileSync(folder.taskLog({ executionId: id, taskId: 5 }), 'log')
    }
    expect(count('payload')).not.toBe(0)

    for (const executionArn of [...all, childArn]) {
      expect((await client.DeleteExecution({ executionArn })).bytes).toBeGreaterThan(0)
      await expect(client.DescribeExecution({ executionArn })).rejects.toMatchObject(gone)
    }
    expect(mentions().filter((found) => found.count > 0)).toEqual([])
    expect(['payload', 'mail', 'approval', 'map_run_item'].map(count)).toEqual([0, 0, 0, 0])
    expect(Object.values((await client.CountExecutions({})).counts).every((n) => n === 0)).toBe(
      true
    )
    await until(() => ids.every((id) => !existsSync(folder.tasksOf(id))))
  })

  test('knows every table that mentions executions', () => {
    const known = new Set(rowsOfExecution.map(({ table }) => table))
    const elsewhere = [
      'schedule',
      'firing',
      'map_run_count',
      'history_event',
      'history_range',
      'redrive_point',
      'payload_use',
      'map_run_item',
      'schedule_slot'
    ]
    const unknown = mentions()
      .map(({ table }) => table)
      .filter((table) => !known.has(table) && !elsewhere.includes(table))
    expect(unknown).toEqual([])
  })

  test('refuses what runs and children of map runs, and says what to do', async () => {
    const { core, client } = doors
    const running = await core.run(waiting)
    await expect(client.DeleteExecution({ executionArn: running })).rejects.toMatchObject({
      ...conflict,
      message: expect.stringContaining('stop it first') as string
    })
    const mapped = await core.run(distributed, [1])
    await core.ended(mapped)
    const { mapRuns } = await client.ListMapRuns({ executionArn: mapped })
    const { executions } = await client.ListExecutions({ mapRunArn: mapRuns[0]?.mapRunArn ?? '' })
    const executionArn = executions[0]?.executionArn ?? ''
    await expect(client.DeleteExecution({ executionArn })).rejects.toMatchObject({
      ...conflict,
      message: expect.stringContaining('child of a map run') as string
    })
  })

  test('frees the name, but never the id: an old folder belongs to nobody new', async () => {
    const { core, client } = doors
    const stateMachineArn = await core.createMachine('again', passChain(1))
    const first = await client.StartExecution({ stateMachineArn, name: 'one' })
    await core.ended(first.executionArn)
    const { id } = core.describe(first.executionArn)
    await client.DeleteExecution({ executionArn: first.executionArn })
    const second = await client.StartExecution({ stateMachineArn, name: 'one' })
    expect(second.executionArn).toBe(first.executionArn)
    expect(core.describe(second.executionArn).id).toBe(id + 1)
  })

  test('takes a large map run in slices, and goes on after a crash between them', async () => {
    const { core } = doors
    const mapped = await core.run(
      distributed,
      Array.from({ length: 600 }, (_, index) => index)
    )
    await core.ended(mapped)
    const { id } = core.describe(mapped)
    // As a process that has ended after its first slice.
    doors.store.db.prepare('INSERT INTO deletion VALUES (?)').run(id)
    doors.store.db.exec('DELETE FROM map_run_child WHERE first_item < 10')
    doors.store.db.exec(
      `DELETE FROM execution_data WHERE execution_id <> ${String(id)} AND
         execution_id NOT IN (SELECT execution_id FROM map_run_child)`
    )
    doors.store.db.exec(
      `DELETE FROM execution WHERE id <> ${String(id)} AND id NOT IN (SELECT execution_id FROM map_run_child)`
    )
    const orphan = join(dataFolder(temp.path).tasks, String(id - 1))
    await doors.end()
    mkdirSync(orphan, { recursive: true })
    doors = await startTestDoors({ folder: temp })
    await until(() => count('execution') === 0)
    await until(() => !existsSync(orphan))
    expect(count('deletion')).toBe(0)
  })

  test('a folder that no deletion has left behind is not touched at a start', async () => {
    const folder = dataFolder(temp.path).tasksOf(77)
    await doors.end()
    mkdirSync(folder, { recursive: true })
    doors = await startTestDoors({ folder: temp })
    await doors.core.ended(await doors.core.run(passChain(1)))
    expect(existsSync(dirname(folder))).toBe(true)
    expect(existsSync(folder)).toBe(true)
  })
})

describe('DeleteExecutions', () => {
  test('deletes by state machine, status and time, the oldest first, but what is kept', async () => {
    const { core, client } = doors
    const stateMachineArn = await core.createMachine('many', passChain(1))
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) await client.StartExecution({ stateMachineArn, name })
    const other = await core.run(failing)
    await core.ended(other)
    const { executions } = await client.ListExecutions({ stateMachineArn })
    const [, , second] = executions
    await client.KeepExecution({ executionArn: second?.executionArn ?? '', isKept: true })
    const filter = { stateMachineArn, status: 'SUCCEEDED' as const }
    expect(await client.DeleteExecutions({ ...filter, dryRun: true })).toMatchObject({
      ...{ executions: 3, hasMore: false }
    })
    expect(await client.DeleteExecutions({ ...filter, maxResults: 2 })).toMatchObject({
      ...{ executions: 2, hasMore: true }
    })
    const left = (await client.ListExecutions({ stateMachineArn })).executions
    expect(left.map(({ name, isKept }) => [name, isKept])).toEqual([
      ['d', undefined],
      ['b', true]
    ])
    expect(await client.DeleteExecutions({ status: 'FAILED' })).toMatchObject({ executions: 1 })
    expect(await client.DeleteExecutions({ includeKept: true })).toMatchObject({ executions: 2 })
  })
})
