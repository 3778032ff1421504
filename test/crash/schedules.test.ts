/**
 * A real engine that is killed, or stopped for a while, at the very moment at which schedules are due:
 * `SCHEDULE_KILLS=100 SCHEDULE_STOP_SECONDS=180 npx vitest run test/crash/schedules.test.ts`.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../api/client.ts'
import { passChain } from '../support/definitions.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

const KILLS = Number(process.env['SCHEDULE_KILLS'] ?? 5)
const STOP_SECONDS = Number(process.env['SCHEDULE_STOP_SECONDS'] ?? 5)
/** So many schedules are due in the second in which the engine is killed. */
const AT_ONCE = 20

let temp: TempFolder
let engine: EngineProcess | undefined

beforeEach(() => {
  temp = makeTempFolder()
})
afterEach(async () => {
  engine?.child.kill('SIGCONT')
  await engine?.kill()
  temp.remove()
})

async function begin(): Promise<Client> {
  engine = spawnEngine(join(temp.path, 'data'))
  return (await engine.ready).client
}

const inSeconds = (time: number): string => new Date(time).toISOString().slice(0, 19)

/** One that is due at a second (milliseconds since the epoch), once. False: the second was over before it was made. */
async function scheduleAt(
  client: Client,
  Name: string,
  time: number,
  Arn: string
): Promise<boolean> {
  const { NextInvocationDate } = await client.CreateSchedule({
    ...{ Name, ScheduleExpression: `at(${inSeconds(time)})`, Target: { Arn } }
  })
  return NextInvocationDate !== undefined
}

/** Each schedule has started one execution, of its slot; no start was refused as a second one. */
async function expectEachOnce(client: Client, names: readonly string[]): Promise<void> {
  const started: string[] = []
  const statuses: string[] = []
  for (const Name of names) {
    const { Slots } = await client.ListSlots({ Name })
    for (const { Status, ExecutionArn } of Slots) {
      statuses.push(Status)
      if (ExecutionArn !== undefined) started.push(ExecutionArn)
    }
  }
  expect(names).not.toHaveLength(0)
  expect(statuses).toEqual(names.map(() => 'RAN'))
  expect(new Set(started).size).toBe(names.length)
  const { counts } = await client.CountExecutions({})
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(names.length)
}

/** Waits until so many executions have succeeded. */
async function haveRun(client: Client, count: number): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    const { counts } = await client.CountExecutions({})
    if ((counts['SUCCEEDED'] ?? 0) >= count) return
    if (Date.now() > deadline) throw new Error(`Not all have run: ${JSON.stringify(counts)}`)
    await delay(100)
  }
}

test(
  `an engine that is killed at the moment of firing, ${String(KILLS)} times, starts each slot once`,
  async () => {
    const random = createRandom(20261127)
    const names: string[] = []
    let client = await begin()
    const definition = JSON.stringify(passChain(1))
    const { stateMachineArn } = await client.CreateStateMachine({ name: 'work', definition })
    for (let kill = 0; kill < KILLS; kill++) {
      const due = Math.ceil((Date.now() + 1500) / 1000) * 1000
      const made = Array.from(
        { length: AT_ONCE },
        (_, index) => `k${String(kill)}-${String(index)}`
      )
      const isDue = await Promise.all(
        made.map((name) => scheduleAt(client, name, due, stateMachineArn))
      )
      names.push(...made.filter((_, index) => isDue[index]))
      // From just before the first start to just after the last.
      await delay(Math.max(0, due - Date.now() - 3 + random() * 40))
      await engine?.kill()
      client = await begin()
    }
    await haveRun(client, names.length)
    await expectEachOnce(client, names)
  },
  KILLS * 20_000 + 60_000
)

test(
  `an engine that is stopped for ${String(STOP_SECONDS)} s across due slots starts each once when it goes on`,
  async () => {
    const client = await begin()
    const definition = JSON.stringify(passChain(1))
    const { stateMachineArn } = await client.CreateStateMachine({ name: 'work', definition })
    const first = Math.ceil((Date.now() + 1500) / 1000) * 1000
    const names = Array.from({ length: STOP_SECONDS }, (_, index) => `s${String(index)}`)
    for (const [index, name] of names.entries()) {
      await scheduleAt(client, name, first + index * 1000, stateMachineArn)
    }
    engine?.child.kill('SIGSTOP')
    await delay(Math.max(0, first - Date.now()) + STOP_SECONDS * 1000)
    engine?.child.kill('SIGCONT')
    await haveRun(client, names.length)
    await expectEachOnce(client, names)
  },
  STOP_SECONDS * 1000 + 120_000
)
