import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let folder: TempFolder
let doors: TestDoors

beforeEach(async () => {
  folder = makeTempFolder()
  doors = await startTestDoors({
    folder,
    readerThread: join(import.meta.dirname, 'mortal-thread.ts')
  })
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

test('what was answered is seen by the next read', async () => {
  const stateMachineArn = await doors.core.createMachine('pass', passChain(3))
  for (let count = 1; count <= 30; count++) {
    const { executionArn } = await doors.client.StartExecution({ stateMachineArn })
    const { executions } = await doors.client.ListExecutions({ stateMachineArn })
    expect(executions).toHaveLength(count)
    expect(executions[0]?.executionArn).toBe(executionArn)
    const { events } = await doors.client.GetExecutionHistory({ executionArn })
    expect(events.at(-1)?.type).toBe('ExecutionSucceeded')
  }
})

test('lists say where those stand that have not begun', async () => {
  const stateMachineArn = await doors.core.createMachine('waiting', {
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 500, End: true } }
  })
  await doors.client.PutConcurrencyRule({ stateMachineArn, rule: { limit: 1 } })
  for (const name of ['one', 'two', 'three'])
    await doors.client.StartExecution({ stateMachineArn, name })
  const places = [
    ['three', 2],
    ['two', 1],
    ['one', undefined]
  ]
  const found = await doors.client.SearchExecutions({})
  const listed = await doors.client.ListExecutions({ stateMachineArn })
  for (const { executions } of [found, listed])
    expect(executions.map(({ name, queue }) => [name, queue?.position])).toEqual(places)
  const { queue } = await doors.client.DescribeExecution({
    executionArn: found.executions[0]?.executionArn ?? ''
  })
  expect(found.executions[0]?.queue).toEqual({
    position: queue?.position,
    queuedDate: queue?.queuedDate
  })
})

test('a reader that dies is started again and asked again what it owes', async () => {
  const stateMachineArn = await doors.core.createMachine('pass', passChain(1))
  await doors.client.StartExecution({ stateMachineArn, name: 'one' })
  for (let count = 0; count < 3; count++) {
    writeFileSync(join(folder.path, 'signalbox.db.die'), '')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => doors.client.SearchExecutions({}))
    )
    for (const { executions } of answers) expect(executions).toHaveLength(1)
  }
  const deaths = doors.core.logLines.filter(({ message }) => message.includes('reader thread'))
  expect(deaths).toHaveLength(3)
  expect(String(deaths[0]?.fields['reason'])).toContain('as it was told to')
})

test('errors come back as the operation names them', async () => {
  const missing = 'arn:aws:states:us-east-1:000000000000:execution:no:one'
  await expect(doors.client.GetExecutionHistory({ executionArn: missing })).rejects.toMatchObject({
    errorName: 'ExecutionDoesNotExist'
  })
  await expect(doors.client.SearchExecutions({ nextToken: 'x' })).rejects.toMatchObject({
    errorName: 'InvalidToken'
  })
})

test('reads without end do not keep the write-ahead log from being taken over', async () => {
  const stateMachineArn = await doors.core.createMachine('pass', passChain(60))
  let isOver = false
  const reading = async (): Promise<void> => {
    while (!isOver) await doors.client.SearchExecutions({ maxResults: 1000 })
  }
  const readers = [reading(), reading(), reading(), reading()]
  const log = join(folder.path, 'signalbox.db-wal')
  const sizes: number[] = []
  for (let round = 0; round < 12; round++) {
    await Promise.all(
      Array.from({ length: 100 }, () => doors.client.StartExecution({ stateMachineArn }))
    )
    sizes.push(statSync(log).size)
  }
  isOver = true
  await Promise.all(readers)
  // It is taken over each 4000 pages of 4 KiB, and may grow by what is written meanwhile.
  expect(Math.max(...sizes)).toBeLessThan(40 * 1024 * 1024)
})
