import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  GetActivityTaskCommand,
  ListActivitiesCommand,
  ListTagsForResourceCommand,
  SendTaskSuccessCommand,
  SFNClient
} from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { oneTask } from '../support/definitions.ts'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

let folder: TempFolder
const token = 'the-token-of-this-test'
let doors: TestDoors
let sdk: SFNClient

async function start(): Promise<void> {
  doors = await startTestDoors({ folder, token })
  const credentials = { accessKeyId: 'signalbox', secretAccessKey: token }
  sdk = new SFNClient({ endpoint: doors.url, region: 'us-east-1', credentials, maxAttempts: 1 })
}
async function end(): Promise<void> {
  sdk.destroy()
  await doors.end()
}
beforeEach(() => {
  folder = makeTempFolder()
  return start()
})
afterEach(async () => {
  await end()
  folder.remove()
})

const createActivity = async (name: string): Promise<string> =>
  (await sdk.send(new CreateActivityCommand({ name }))).activityArn ?? ''
const poll = (activityArn: string, workerName?: string) =>
  sdk.send(new GetActivityTaskCommand({ activityArn, ...(workerName ? { workerName } : {}) }))

test('an activity is created once, described, listed and deleted', async () => {
  const activityArn = await createActivity('reads')
  expect(await createActivity('reads')).toBe(activityArn)
  const found = await sdk.send(new DescribeActivityCommand({ activityArn }))
  expect(found).toMatchObject({ name: 'reads', activityArn })
  const listed = await sdk.send(new ListActivitiesCommand({}))
  expect(listed.activities?.map(({ name }) => name)).toEqual(['reads'])
  await sdk.send(new DeleteActivityCommand({ activityArn }))
  await sdk.send(new DeleteActivityCommand({ activityArn }))
  const gone = sdk.send(new DescribeActivityCommand({ activityArn }))
  await expect(gone).rejects.toMatchObject({
    name: 'ActivityDoesNotExist',
    message: `Activity Does Not Exist: '${activityArn}'`
  })
  await expect(createActivity('a b')).rejects.toMatchObject({ message: "Invalid Name: 'a b'" })
})

test('an activity has the tags that it was created with, and takes them along when it is deleted', async () => {
  const create = (value: string) =>
    sdk.send(new CreateActivityCommand({ name: 'reads', tags: [{ key: 'team', value }] }))
  const { activityArn = '' } = await create('red')
  await create('blue')
  const list = () => sdk.send(new ListTagsForResourceCommand({ resourceArn: activityArn }))
  expect((await list()).tags).toEqual([{ key: 'team', value: 'red' }])
  await sdk.send(new DeleteActivityCommand({ activityArn }))
  await createActivity('reads')
  expect((await list()).tags).toEqual([])
})

test('a worker that waits gets the task as soon as there is one, and others do not', async () => {
  const activityArn = await createActivity('work')
  const waiting = poll(activityArn, 'first')
  const executionArn = await doors.core.run(oneTask(activityArn), { n: 1 })
  const task = await waiting
  expect(JSON.parse(task.input ?? '')).toEqual({ n: 1 })
  const second = new AbortController()
  const other = sdk.send(new GetActivityTaskCommand({ activityArn, workerName: 'second' }), {
    abortSignal: second.signal
  })
  const refused = expect(other).rejects.toMatchObject({ name: 'AbortError' })
  const { taskToken = '' } = task
  await sdk.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":true}' }))
  expect(await doors.core.ended(executionArn)).toMatchObject({ output: { done: true } })
  second.abort()
  await refused
  expect(doors.core.eventTypes(executionArn)).toEqual([
    ...['ExecutionStarted', 'TaskStateEntered', 'ActivityScheduled', 'ActivityStarted'],
    ...['ActivitySucceeded', 'TaskStateExited', 'ExecutionSucceeded']
  ])
})

test('tasks of activities survive a restart: queued ones wait, leased ones keep their worker', async () => {
  const activityArn = await createActivity('durable')
  const leased = await doors.core.run(oneTask(activityArn), 'leased')
  const { taskToken = '' } = await poll(activityArn, 'one')
  const queued = await doors.core.run({ Comment: 'queued', ...oneTask(activityArn) }, 'queued')
  await end()
  await start()
  const next = await poll(activityArn, 'two')
  expect(next.input).toBe('"queued"')
  await sdk.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))
  await sdk.send(new SendTaskSuccessCommand({ taskToken: next.taskToken ?? '', output: '2' }))
  expect(await doors.core.ended(leased)).toMatchObject({ status: 'SUCCEEDED', output: 1 })
  expect(await doors.core.ended(queued)).toMatchObject({ status: 'SUCCEEDED', output: 2 })
})

test('an engine that stops sends waiting workers away without a task', async () => {
  const activityArn = await createActivity('stopping')
  const waiting = poll(activityArn)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await doors.end()
  expect((await waiting).taskToken).toBeUndefined()
  await start()
})
