import { mkdirSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineEvent } from '../../../api/events.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { dataFolder } from '../../../engine/data-folder.ts'
import type { Retention } from '../../../engine/retention/retention.ts'
import { createRetention } from '../../../engine/retention/retention.ts'
import { setBudget } from '../../../engine/store/queries/storage.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const DAY = 24 * 3600 * 1000
const MIB = 1024 * 1024

let temp: TempFolder
let clock: SteppedClock
let doors: TestDoors
/** As the engine's own, driven by hand. */
let retention: Retention
const told: EngineEvent[] = []

beforeEach(async () => {
  temp = makeTempFolder()
  clock = createSteppedClock(Date.UTC(2026, 10, 1))
  doors = await startTestDoors({ folder: temp, clock })
  told.length = 0
  retention = createRetention({ ...doors.core, tell: (event) => void told.push(event) })
})
afterEach(async () => {
  await retention.stop()
  await doors.end()
  temp.remove()
})

const failing: JsonObject = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'No' } } }

async function runOneADay(definition: JsonObject, names: readonly string[]): Promise<string> {
  const stateMachineArn = await doors.core.createMachine(`machine-${names.join('')}`, definition)
  for (const name of names) {
    await doors.client.StartExecution({ stateMachineArn, name })
    clock.sleep(DAY)
  }
  return stateMachineArn
}

async function left(stateMachineArn: string): Promise<string[]> {
  const { executions } = await doors.client.ListExecutions({ stateMachineArn })
  return executions.map(({ name }) => name)
}

describe('a retention rule', () => {
  test('without one, everything is kept', async () => {
    const arn = await runOneADay(passChain(1), ['a', 'b'])
    clock.sleep(1000 * DAY)
    await retention.tend()
    expect(await left(arn)).toEqual(['b', 'a'])
  })

  test('lets go by age, those kept by hand apart', async () => {
    const arn = await runOneADay(passChain(1), ['a', 'b', 'c', 'd'])
    const { executions } = await doors.client.ListExecutions({ stateMachineArn: arn })
    const executionArn = executions.at(-1)?.executionArn ?? ''
    await doors.client.KeepExecution({ executionArn, isKept: true })
    await doors.client.PutRetention({ stateMachineArn: arn, rule: { days: 2.5 } })
    expect(await doors.client.PruneExecutions({ dryRun: true })).toMatchObject({ executions: 1 })
    await retention.tend()
    expect(await left(arn)).toEqual(['d', 'c', 'a'])
  })

  test('lets go by count, the oldest first', async () => {
    const arn = await runOneADay(passChain(1), ['a', 'b', 'c', 'd'])
    await doors.client.PutRetention({ rule: { executions: 2 } })
    expect(await doors.client.DescribeRetention({ stateMachineArn: arn })).toEqual({
      effective: { executions: 2 }
    })
    expect(await doors.client.PruneExecutions({})).toMatchObject({ executions: 2 })
    expect(await left(arn)).toEqual(['d', 'c'])
  })

  test('lets go by bytes', async () => {
    const arn = await runOneADay(passChain(20), ['a', 'b', 'c', 'd'])
    const { stateMachines } = await doors.client.DescribeStorage({})
    const [size] = stateMachines
    expect(size).toMatchObject({ executions: 4 })
    const bytes = Math.floor((size?.databaseBytes ?? 0) / 2)
    expect(bytes).toBeGreaterThan(1000)
    await doors.client.PutRetention({ stateMachineArn: arn, rule: { bytes } })
    await retention.tend()
    expect(await left(arn)).toEqual(['d', 'c'])
    const [after] = (await doors.client.DescribeStorage({})).stateMachines
    expect(after?.databaseBytes).toBeLessThanOrEqual(bytes + 10)
  })

  test('keeps for two weeks what has failed, and for longer or shorter on request', async () => {
    const arn = await runOneADay(failing, ['a', 'b', 'c'])
    await doors.client.PutRetention({ rule: { days: 0 } })
    await retention.tend()
    expect(await left(arn)).toEqual(['c', 'b', 'a'])
    clock.sleep(12 * DAY)
    await retention.tend()
    expect(await left(arn)).toEqual(['c', 'b'])
    await doors.client.PutRetention({ stateMachineArn: arn, rule: { days: 0, failedDays: 13.5 } })
    await retention.tend()
    expect(await left(arn)).toEqual(['c'])
    await doors.client.PutRetention({ stateMachineArn: arn })
    expect(await doors.client.DescribeRetention({ stateMachineArn: arn })).toEqual({
      effective: { days: 0 }
    })
  })
})

describe('a pruning', () => {
  const pruningsTold = () => told.filter(({ type }) => type === 'pruning')

  test('says how far it is, and what it has done', async () => {
    await runOneADay(passChain(1), ['a', 'b', 'c', 'd'])
    await doors.client.PutRetention({ rule: { executions: 1 } })
    await retention.tend()
    const [first] = pruningsTold()
    expect(first).toMatchObject({ isRunning: true, doneExecutions: 0, expectedExecutions: 3 })
    expect(pruningsTold().at(-1)).toMatchObject({
      ...{ isRunning: false, doneExecutions: 3, expectedExecutions: 3 },
      deletedBytes: retention.pruning.pruned().bytes
    })
    expect(retention.pruning.pruned()).toMatchObject({ executions: 3, at: clock.now() })
    told.length = 0
    await retention.tend()
    expect(pruningsTold()).toEqual([])
  })

  test('in the background answers at once with what goes, and is under way until it is gone', async () => {
    const arn = await runOneADay(passChain(1), ['a', 'b', 'c', 'd'])
    await doors.client.PutRetention({ rule: { executions: 1 } })
    const answer = await doors.client.PruneExecutions({ inBackground: true })
    expect(answer).toMatchObject({ executions: 3 })
    const isOver = async (): Promise<boolean> =>
      (await doors.client.DescribeStorage({})).pruning.current === undefined
    await expect.poll(isOver).toBe(true)
    expect(await left(arn)).toEqual(['d'])
    const { deletedExecutions } = (await doors.client.DescribeStorage({})).pruning
    expect(deletedExecutions).toBe(3)
  })

  test('comes after another one, and never beside it', async () => {
    await runOneADay(passChain(1), ['a', 'b', 'c', 'd'])
    await doors.client.PutRetention({ rule: { executions: 1 } })
    const [first, second] = await Promise.all([
      retention.pruning.prune(),
      retention.pruning.prune()
    ])
    expect([first[0]?.executions, second.length]).toEqual([3, 0])
  })
})

describe('the budget', () => {
  /** A file that takes no space and yet has a length. */
  const fill = (bytes: number): void => {
    const folder = join(temp.path, 'plugins', 's3')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'large'), '')
    truncateSync(join(folder, 'large'), bytes)
  }

  test('warns from four fifths on, and deletes the oldest only a day after that', async () => {
    const arn = await runOneADay(passChain(1), ['a', 'b', 'c'])
    inTransaction(doors.store, (write) => setBudget(write, 100 * MIB))
    fill(90 * MIB)
    await retention.tend()
    const { budget, warnings, files } = await doors.client.DescribeStorage({})
    expect(files.pluginBytes).toBe(90 * MIB)
    expect(budget.share).toBeGreaterThan(0.9)
    expect(warnings[0]).toMatch(/takes 9\d\.\d MiB of its 100 MiB \(9\d %\).*not before 2026-11-05/)
    expect((await doors.client.DescribeEngine({})).notices).toContain(warnings[0])
    fill(110 * MIB)
    await retention.tend()
    expect(await left(arn)).toHaveLength(3)
    clock.sleep(DAY)
    await retention.tend()
    expect(await left(arn)).toEqual([])
    fill(1)
    await retention.tend()
    expect((await doors.client.DescribeStorage({})).warnings).toEqual([])
  })

  test('has a forecast by the growth of the last days', async () => {
    inTransaction(doors.store, (write) => setBudget(write, 100 * MIB))
    for (let day = 0; day < 5; day++) {
      fill(day * 10 * MIB)
      await retention.tend()
      clock.sleep(DAY)
    }
    clock.sleep(-DAY)
    const { forecast, days } = await doors.client.DescribeStorage({})
    expect(days).toHaveLength(5)
    expect(forecast.bytesPerDay).toBeGreaterThan(9.9 * MIB)
    expect(forecast.bytesPerDay).toBeLessThan(11 * MIB)
    const daysLeft = ((forecast.budgetFullDate ?? 0) * 1000 - clock.now()) / DAY
    expect(daysLeft).toBeGreaterThan(5)
    expect(daysLeft).toBeLessThan(6.1)
  })
})

test('files of tasks belong to their executions, and are measured', async () => {
  const arn = await doors.core.run(passChain(1))
  const { id } = doors.core.describe(arn)
  const folder = dataFolder(temp.path).attempt({ executionId: id, taskId: 1 })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'stdout'), 'x'.repeat(12_345))
  await retention.tend()
  const { files, stateMachines } = await doors.client.DescribeStorage({})
  expect(files.taskBytes).toBe(12_345)
  expect(stateMachines[0]?.fileBytes).toBe(12_345)
  expect((await doors.client.DeleteExecution({ executionArn: arn })).bytes).toBeGreaterThan(12_345)
  expect((await doors.client.DescribeStorage({})).files.taskBytes).toBe(0)
})

test('a long log of events is put aside, and goes with the days of its rule', async () => {
  const logs = join(temp.path, 'logs')
  mkdirSync(logs)
  writeFileSync(join(logs, 'm.jsonl'), '')
  truncateSync(join(logs, 'm.jsonl'), 33 * MIB)
  await retention.tend()
  const [aside = ''] = readdirSync(logs)
  expect(aside).toMatch(/^m\.\d{8}T\d{6}Z\.jsonl$/)
  utimesSync(join(logs, aside), new Date(clock.now()), new Date(clock.now() - 10 * DAY))
  await retention.tend()
  expect(readdirSync(logs)).toEqual([aside])
  await doors.client.PutRetention({ rule: { days: 9 } })
  await retention.tend()
  expect(readdirSync(logs)).toEqual([])
})
