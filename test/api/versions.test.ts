import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../asl/json.ts'
import { passChain } from '../support/definitions.ts'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'

let doors: TestDoors
beforeEach(async () => {
  doors = await startTestDoors()
})
afterEach(() => doors.end())

const text = (definition: JsonObject, comment = ''): string =>
  JSON.stringify({ Comment: comment, ...definition })

async function twoVersions(): Promise<{ arn: string; first: string; second: string }> {
  const { client } = doors
  const made = await client.CreateStateMachine({
    ...{ name: 'release', publish: true, versionDescription: 'the first' },
    definition: text(passChain(1))
  })
  const arn = made.stateMachineArn
  const updated = await client.UpdateStateMachine({
    ...{ stateMachineArn: arn, publish: true },
    definition: text(passChain(2))
  })
  const [first = '', second = ''] = [made.stateMachineVersionArn, updated.stateMachineVersionArn]
  return { arn, first, second }
}

test('a version keeps its definition while the state machine goes on', async () => {
  const { client } = doors
  const { arn, first, second } = await twoVersions()
  expect([first, second]).toEqual([`${arn}:1`, `${arn}:2`])
  const old = await client.DescribeStateMachine({ stateMachineArn: first })
  expect(old).toMatchObject({ definition: text(passChain(1)), description: 'the first' })
  expect(old.revisionId).toBeUndefined()
  const { executionArn } = await client.StartExecution({ stateMachineArn: first, name: 'old' })
  await doors.core.ended(executionArn)
  expect(doors.core.eventTypes(executionArn)).toHaveLength(4)
  const described = await client.DescribeExecution({ executionArn })
  expect(described).toMatchObject({ stateMachineArn: arn, stateMachineVersionArn: first })
  const seen = await client.DescribeStateMachineForExecution({ executionArn })
  expect(seen.definition).toBe(text(passChain(1)))
})

test('publishing the same revision again answers its version; numbers are not used twice', async () => {
  const { client } = doors
  const { arn, second } = await twoVersions()
  const again = await client.PublishStateMachineVersion({ stateMachineArn: arn })
  expect(again.stateMachineVersionArn).toBe(second)
  await client.DeleteStateMachineVersion({ stateMachineVersionArn: second })
  const third = await client.PublishStateMachineVersion({ stateMachineArn: arn })
  expect(third.stateMachineVersionArn).toBe(`${arn}:3`)
  const listed = await client.ListStateMachineVersions({ stateMachineArn: arn, maxResults: 1 })
  expect(listed.stateMachineVersions).toMatchObject([{ stateMachineVersionArn: `${arn}:3` }])
  const rest = await client.ListStateMachineVersions({
    ...{ stateMachineArn: arn, maxResults: 1 },
    ...(listed.nextToken === undefined ? {} : { nextToken: listed.nextToken })
  })
  expect(rest.stateMachineVersions).toMatchObject([{ stateMachineVersionArn: `${arn}:1` }])
  const stale = client.PublishStateMachineVersion({ stateMachineArn: arn, revisionId: 'other' })
  await expect(stale).rejects.toMatchObject({ errorName: 'ConflictException' })
})

test('an alias routes executions by weight, and its execution says which way it went', async () => {
  const { client } = doors
  const { arn, first, second } = await twoVersions()
  const { stateMachineAliasArn: alias } = await client.CreateStateMachineAlias({
    name: 'live',
    routingConfiguration: [
      { stateMachineVersionArn: first, weight: 50 },
      { stateMachineVersionArn: second, weight: 50 }
    ]
  })
  for (let count = 0; count < 40; count++) {
    await client.StartExecution({ stateMachineArn: alias, name: `n${String(count)}` })
  }
  const { executions } = await client.ListExecutions({ stateMachineArn: alias })
  expect(executions).toHaveLength(40)
  const ways = new Set(executions.map((one) => one.stateMachineVersionArn))
  expect(ways).toEqual(new Set([first, second]))
  const taken = await client.ListExecutions({ stateMachineArn: first })
  expect(taken.executions.every((one) => one.stateMachineAliasArn === alias)).toBe(true)

  const refused = client.DeleteStateMachineVersion({ stateMachineVersionArn: first })
  await expect(refused).rejects.toMatchObject({
    message:
      'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]'
  })
  const routingConfiguration = [{ stateMachineVersionArn: second, weight: 100 }]
  await client.UpdateStateMachineAlias({ stateMachineAliasArn: alias, routingConfiguration })
  await client.DeleteStateMachineVersion({ stateMachineVersionArn: first })
  const shown = await client.DescribeStateMachineAlias({ stateMachineAliasArn: alias })
  expect(shown.routingConfiguration).toEqual(routingConfiguration)
  await client.DeleteStateMachine({ stateMachineArn: arn })
  const gone = client.DescribeStateMachineAlias({ stateMachineAliasArn: alias })
  await expect(gone).rejects.toMatchObject({ errorName: 'ResourceNotFound' })
})

test.each([
  ['weights that do not sum up', [60, 50], ['1', '2'], 'ValidationException'],
  ['the same version twice', [50, 50], ['1', '1'], 'ValidationException'],
  ['a version that is not there', [100], ['9'], 'ResourceNotFound']
])('an alias with %s is refused', async (_what, weights, numbers, errorName) => {
  const { arn } = await twoVersions()
  const routingConfiguration = weights.map((weight, index) => ({
    stateMachineVersionArn: `${arn}:${numbers[index] ?? ''}`,
    weight
  }))
  const made = doors.client.CreateStateMachineAlias({ name: 'bad', routingConfiguration })
  await expect(made).rejects.toMatchObject({ errorName })
})

test('tags are put, changed, listed by key and removed; versions have none', async () => {
  const { client } = doors
  const { arn, first } = await twoVersions()
  const tags = [
    { key: 'b', value: '1' },
    { key: 'a', value: '2' }
  ]
  await client.TagResource({ resourceArn: arn, tags })
  await client.TagResource({ resourceArn: arn, tags: [{ key: 'b', value: '3' }] })
  await client.UntagResource({ resourceArn: arn, tagKeys: ['a', 'none'] })
  const listed = await client.ListTagsForResource({ resourceArn: arn })
  expect(listed.tags).toEqual([{ key: 'b', value: '3' }])
  const onVersion = client.TagResource({ resourceArn: first, tags })
  await expect(onVersion).rejects.toMatchObject({ message: `Resource not found: '${first}'` })
  const many = Array.from({ length: 51 }, (_, index) => ({ key: `k${String(index)}`, value: '' }))
  const tooMany = client.TagResource({ resourceArn: arn, tags: many })
  await expect(tooMany).rejects.toMatchObject({ errorName: 'TooManyTags' })
  expect((await client.ListTagsForResource({ resourceArn: arn })).tags).toHaveLength(1)
})

test('a logging configuration needs exactly one destination unless it is off', async () => {
  const create = (name: string, loggingConfiguration: object) =>
    doors.client.CreateStateMachine({ name, definition: text(passChain(1)), loggingConfiguration })
  const group = (name: string) => ({
    cloudWatchLogsLogGroup: {
      logGroupArn: `arn:aws:logs:us-east-1:000000000000:log-group:${name}:*`
    }
  })
  const refused = create('two', { level: 'ALL', destinations: [group('a'), group('b')] })
  await expect(refused).rejects.toMatchObject({
    errorName: 'InvalidLoggingConfiguration',
    message: 'Invalid Logging Configuration: Must specify exactly one Log Destination.'
  })
  const logging = { level: 'ERROR', includeExecutionData: true, destinations: [group('a')] }
  const { stateMachineArn } = await create('one', logging)
  const { loggingConfiguration } = await doors.client.DescribeStateMachine({ stateMachineArn })
  expect(loggingConfiguration).toEqual(logging)
})
