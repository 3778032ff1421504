import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { dataFolder } from '../../../engine/data-folder.ts'
import { s3Plugin } from '../../../plugins/s3/plugin.ts'
import { SdkStore } from '../../../plugins/s3/store/sdk-store.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { S3Gateway } from '../../support/s3-gateway.ts'
import { startS3Gateway, whyNoGateway } from '../../support/s3-gateway.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { TriggerVerbs } from '../../support/triggers.ts'
import { echo, triggersOf } from '../../support/triggers.ts'

let folder: TempFolder
let doors: TestDoors
let triggers: TriggerVerbs
let machine: string

const start = async (): Promise<void> => {
  doors = await startTestDoors({ folder, plugins: [s3Plugin], vaultKey: Buffer.alloc(32, 7) })
  triggers = triggersOf(doors, machine)
}

beforeEach(async () => {
  folder = makeTempFolder()
  await start()
  machine = await doors.core.createMachine('per-object', echo)
  triggers = triggersOf(doors, machine)
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

const objects = (more: object = {}) => ({
  ...{ kind: 'S3_OBJECTS' as const, bucket: 'one', prefix: 'in/', pollSeconds: 5 },
  ...more
})
const keys = (firings: { event: string }[]): string[] =>
  firings.map(({ event }) => (JSON.parse(event) as { key: string }).key).sort()

/** Lists again at once. */
async function lookAgain(name: string): Promise<void> {
  await doors.client.SetTriggerState({ name, state: 'DISABLED' })
  await doors.client.SetTriggerState({ name, state: 'ENABLED' })
}

test('objects of a local bucket fire once a version, also those that come while the engine is off', async () => {
  const bucket = join(dataFolder(folder.path).plugin('s3'), 'buckets/one')
  mkdirSync(join(bucket, 'in'), { recursive: true })
  const put = (key: string, text: string): void => writeFileSync(join(bucket, key), text)
  put('in/a.csv', 'a')
  put('in/notes.txt', 'no')
  put('other.csv', 'no')
  await triggers.create('objects', objects({ include: ['*.csv'] }))
  expect(keys(await triggers.fired('objects', 1))).toEqual(['in/a.csv'])
  await doors.end()
  put('in/b.csv', 'b')
  put('in/a.csv', 'another a')
  await start()
  expect(keys(await triggers.fired('objects', 3))).toEqual(['in/a.csv', 'in/a.csv', 'in/b.csv'])
  await lookAgain('objects')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await triggers.firings('objects')).toHaveLength(3)
})

test('a bucket that is missing is told in the words of S3, and TestTrigger says so too', async () => {
  await triggers.create('objects', objects({ bucket: 'nowhere' }))
  const { health } = await triggers.get('objects')
  expect(health).toMatchObject({
    status: 'ERROR',
    message: expect.stringMatching(/nowhere|bucket/)
  })
  const tested = await doors.client.TestTrigger({ name: 'objects' })
  expect(tested.problem).toBe(health.message)
})

const reason = whyNoGateway()

describe.skipIf(reason !== undefined)(`on a RADOS gateway ${reason ?? ''}`, () => {
  let gateway: S3Gateway

  beforeAll(async () => {
    gateway = await startS3Gateway()
  }, 120_000)
  afterAll(() => gateway.stop())

  it('lists page by page, leaves alone what lay there, and fires for each new version', async () => {
    const store = new SdkStore(
      {
        ...{ endpoint: gateway.endpoint, region: 'us-east-1', forcePathStyle: true },
        ...{ accessKeyId: gateway.accessKeyId, secretAccessKey: gateway.secretAccessKey }
      },
      new AbortController().signal
    )
    const put = (Key: string, Body: string) => store.putObject({ Bucket: 'one', Key, Body })
    await store.createBucket('one')
    await put('in/old', 'old')
    await doors.client.PutConnection({
      ...{ name: 'gateway', type: 's3' },
      settings: { endpoint: gateway.endpoint, accessKeyId: gateway.accessKeyId },
      secrets: { secretAccessKey: gateway.secretAccessKey }
    })
    await triggers.create('objects', objects({ connection: 'gateway', existingObjects: 'IGNORE' }))
    for (let from = 0; from < 1100; from += 50) {
      const numbers = Array.from({ length: 50 }, (_, index) => from + index)
      await Promise.all(numbers.map((number) => put(`in/${String(number)}`, String(number))))
    }
    await put('in/old', 'new')
    store.close()
    await lookAgain('objects')
    await triggers.fired('objects', 1000)
    await expect
      .poll(async () => (await triggers.get('objects')).firingCounts, { timeout: 20_000 })
      .toEqual({ STARTED: 1101 })
  }, 120_000)
})
