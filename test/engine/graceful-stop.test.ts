import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../asl/json.ts'
import type { Client } from '../../api/client.ts'
import { stateMachineArn } from '../../engine/arns.ts'
import { oneTask, passChain } from '../support/definitions.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

const WAITING = 2000
const HANGING = 3

let temp: TempFolder
let engine: EngineProcess

beforeEach(() => {
  temp = makeTempFolder('signalbox-stop-')
  engine = spawnEngine(temp.path)
})
afterEach(async () => {
  await engine.kill()
  temp.remove()
})

const machines: Record<string, JsonObject> = {
  waiting: { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3600, End: true } } },
  busy: passChain(200),
  hanging: oneTask('plugin:shell:run', { Parameters: { script: 'sleep 30' } })
}

const start = async (client: Client, machine: string): Promise<string> =>
  (await client.StartExecution({ stateMachineArn: stateMachineArn(machine) })).executionArn

/** Starts one after the other until it is refused. Answers what was started. */
async function startUntilRefused(client: Client): Promise<string[]> {
  const started: string[] = []
  for (;;) {
    try {
      started.push(await start(client, 'busy'))
    } catch {
      return started
    }
  }
}

test(
  `an engine with ${String(WAITING)} open executions, starts under way and actions that hang stops in order within its deadline, and nothing that was answered is gone`,
  { timeout: 120_000 },
  async () => {
    const { client } = await engine.ready
    for (const [name, definition] of Object.entries(machines)) {
      await client.CreateStateMachine({ name, definition: JSON.stringify(definition) })
    }
    const startSome = async (): Promise<void> => {
      for (let count = 0; count < WAITING / 40; count++) await start(client, 'waiting')
    }
    await Promise.all(Array.from({ length: 40 }, startSome))
    await Promise.all(Array.from({ length: HANGING }, () => start(client, 'hanging')))
    const busy = Array.from({ length: 20 }, () => startUntilRefused(client))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    // 70 where the deadline of 10 s was missed.
    expect(await engine.stop()).toBe(0)
    const answered = (await Promise.all(busy)).flat()
    expect(answered.length).toBeGreaterThan(0)

    engine = spawnEngine(temp.path)
    const next = await engine.ready
    expect((await next.client.DescribeEngine({})).notices).toEqual([])
    const { counts } = await next.client.CountExecutions({})
    expect((counts['RUNNING'] ?? 0) + (counts['SUCCEEDED'] ?? 0)).toBeGreaterThanOrEqual(
      WAITING + HANGING + answered.length
    )
    const last = answered.slice(-50)
    for (const executionArn of last) {
      await expect
        .poll(async () => (await next.client.DescribeExecution({ executionArn })).status)
        .toBe('SUCCEEDED')
    }
    expect(await engine.stop()).toBe(0)
  }
)
