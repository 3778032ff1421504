import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'
import { passChain } from '../support/definitions.ts'
import { waiting } from '../support/rules.ts'
import { until } from '../support/until.ts'

let doors: TestDoors
let machine: string

beforeEach(async () => {
  doors = await startTestDoors()
  machine = await doors.core.createMachine('deploy', waiting)
})
afterEach(() => doors.end())

test('rules, pools, holders and queues are seen through the API', async () => {
  const { client } = doors
  expect(await client.PutPool({ name: 'deploy', size: 1 })).toMatchObject({ size: 1, queued: 0 })
  const rule = { limit: 5, pools: [{ pool: 'deploy', key: '$input.project' }] }
  await client.PutConcurrencyRule({ stateMachineArn: machine, rule })
  const start = (project: string) =>
    client.StartExecution({ stateMachineArn: machine, input: JSON.stringify({ project }) })
  const { executionArn: holder } = await start('a')
  const { executionArn: queued } = await start('a')
  const described = await client.DescribeExecution({ executionArn: queued })
  expect(described).toMatchObject({
    status: 'RUNNING',
    queue: { position: 1, waitsFor: "the pool deploy of 1 for 'a'" }
  })
  expect(await client.DescribeExecution({ executionArn: holder })).not.toHaveProperty('queue')
  expect(await client.DescribePool({ name: 'deploy' })).toMatchObject({
    pool: { unitsHeld: 1, queued: 1, stateMachineArns: [machine] },
    keys: [
      {
        key: 'a',
        unitsHeld: 1,
        holders: [{ executionArn: holder }],
        queue: [{ executionArn: queued }]
      }
    ]
  })
  expect(await client.ListConcurrencyRules({})).toMatchObject({
    rules: [{ stateMachineArn: machine, rule, running: 1, queued: 1 }]
  })
  await client.StopExecution({ executionArn: holder })
  await until(() => doors.core.eventTypes(queued).length > 0)
  expect(await client.GetConcurrencyRule({ stateMachineArn: machine })).toMatchObject({
    running: 1,
    queued: 0,
    queue: []
  })
  await expect(client.DeletePool({ name: 'deploy' })).rejects.toMatchObject({ name: 'PoolInUse' })
  await client.DeleteConcurrencyRule({ stateMachineArn: machine })
  await client.StopExecution({ executionArn: queued })
  await client.DeletePool({ name: 'deploy' })
  expect(await client.ListPools({})).toEqual({ pools: [] })
})

test('what a rule may not say is refused with what is expected', async () => {
  const { client } = doors
  const put = (rule: object, stateMachineArn = machine) =>
    client.PutConcurrencyRule({ stateMachineArn, rule })
  await expect(put({})).rejects.toThrow(/Expected the rule to have a limit or pools/)
  await expect(put({ pools: [{ pool: 'gpu' }] })).rejects.toThrow(/no pool 'gpu'/)
  await client.PutPool({ name: 'gpu', size: 2 })
  await expect(put({ pools: [{ pool: 'gpu', units: 3 }] })).rejects.toThrow(/at most 2 units/)
  await expect(put({ pools: [{ pool: 'gpu', key: '$input.' }] })).rejects.toThrow(/JSONata/)
})

test('an EXPRESS state machine is limited, not queued', async () => {
  const { client } = doors
  const { stateMachineArn } = await client.CreateStateMachine({
    ...{ name: 'fast', type: 'EXPRESS', roleArn: 'arn:aws:iam::000000000000:role/any' },
    definition: JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 1, End: true } }
    })
  })
  const rule = { limit: 1 }
  await expect(client.PutConcurrencyRule({ stateMachineArn, rule })).rejects.toThrow(/SKIP alone/)
  await client.PutConcurrencyRule({ stateMachineArn, rule: { ...rule, whenFull: 'SKIP' } })
  const first = client.StartSyncExecution({ stateMachineArn })
  await expect(client.StartSyncExecution({ stateMachineArn })).rejects.toMatchObject({
    name: 'ConcurrencyLimitReached'
  })
  expect((await first).status).toBe('SUCCEEDED')
  expect((await client.StartSyncExecution({ stateMachineArn })).status).toBe('SUCCEEDED')
})

test('a state machine that is deleted takes its rule along', async () => {
  const { client } = doors
  await client.PutConcurrencyRule({ stateMachineArn: machine, rule: { limit: 1 } })
  await client.DeleteStateMachine({ stateMachineArn: machine })
  expect(await client.ListConcurrencyRules({})).toEqual({ rules: [] })
  await doors.core.createMachine('deploy', passChain(1))
  expect(await client.GetConcurrencyRule({ stateMachineArn: machine })).toMatchObject({ rule: {} })
})
