import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { s3Plugin } from '../../../plugins/s3/plugin.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { countChildren, mapRunsOf } from '../../../engine/store/queries/map-runs.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { Bucket } from './bucket.ts'
import { distributed, makeBucket, pass, readerOf } from './bucket.ts'

let core: TestCore
let folder: TempFolder
let bucket: Bucket

beforeEach(() => {
  folder = makeTempFolder()
  bucket = makeBucket(folder, 'data')
  core = startTestCore({ folder, plugins: [s3Plugin] })
})
afterEach(async () => {
  await core.end()
  folder.remove()
})

/** Each child reads the object that its item names. */
const readObject: JsonObject = {
  First: {
    Type: 'Task',
    Resource: 'plugin:s3:getObject',
    Parameters: { Bucket: 'data', 'Key.$': '$' },
    ResultSelector: { 'text.$': '$.Body' },
    End: true
  }
}
const redrive = (arn: string) =>
  core.host.enqueue((write) => core.host.redrive(write, core.describe(arn).id))
const runsOf = (arn: string) => mapRunsOf(reader(core.store), core.describe(arn).id, { limit: 10 })
const childrenOf = (arn: string) => countChildren(reader(core.store), runsOf(arn)[0]?.id ?? 0)

describe('a redrive of an execution whose map run has failed', () => {
  test('runs only those children again that have not succeeded, and the ones never started', async () => {
    bucket.put('a', 'A')
    const keys = ['a', 'b', 'c', 'd']
    const arn = await core.run(distributed(readObject, { MaxConcurrency: 1 }), keys)
    expect(await core.ended(arn)).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold'
    })
    expect(
      childrenOf(arn)
        .map(({ status, executions }) => [status, executions])
        .sort()
    ).toEqual([
      ['FAILED', 1],
      ['SUCCEEDED', 1]
    ])
    for (const key of ['b', 'c', 'd']) bucket.put(key, key.toUpperCase())
    await redrive(arn)
    expect(await core.ended(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: keys.map((key) => ({ text: key.toUpperCase() }))
    })
    expect(childrenOf(arn)).toEqual([{ status: 'SUCCEEDED', executions: 4, items: 4 }])
    expect(runsOf(arn)).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }])
    expect(core.eventTypes(arn).slice(4)).toEqual([
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded'
    ])
  })

  test('may fail again, and be redriven again', async () => {
    const arn = await core.run(distributed(readObject, {}), ['a'])
    await core.ended(arn)
    await redrive(arn)
    expect(await core.ended(arn)).toMatchObject({ status: 'FAILED' })
    bucket.put('a', 'A')
    await redrive(arn)
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: [{ text: 'A' }] })
    expect(runsOf(arn)).toMatchObject([{ redriveCount: 2, itemCount: 1 }])
  })

  test('reads the items where they could not be read', async () => {
    const arn = await core.run(
      distributed(pass, { ItemReader: readerOf('a.json', { InputType: 'JSON' }) })
    )
    expect(await core.ended(arn)).toMatchObject({ error: 'States.ItemReaderFailed' })
    bucket.put('a.json', '[1,2]')
    await redrive(arn)
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] })
  })

  test('writes the results anew', async () => {
    bucket.put('a', 'A')
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'data', Prefix: 'out' },
      WriterConfig: { Transformation: 'COMPACT' }
    }
    const arn = await core.run(distributed(readObject, { ResultWriter }), ['a', 'b'])
    expect(await core.ended(arn)).toMatchObject({ status: 'FAILED' })
    bucket.put('b', 'B')
    await redrive(arn)
    const { status, output } = await core.ended(arn)
    expect(status).toBe('SUCCEEDED')
    const { Key } = (output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails
    const manifest = bucket.read(Key) as { ResultFiles: Record<string, { Key: string }[]> }
    expect(manifest.ResultFiles['FAILED']).toEqual([])
    expect(bucket.read(manifest.ResultFiles['SUCCEEDED']?.[0]?.Key ?? '')).toEqual([
      { text: 'A' },
      { text: 'B' }
    ])
  })

  test('takes up the children that a stop has aborted, also after a crash', async () => {
    const states: JsonObject = { First: { Type: 'Wait', Seconds: 1, End: true } }
    const arn = await core.run(distributed(states, { MaxConcurrency: 2 }), [1, 2, 3])
    await expect.poll(() => runsOf(arn)[0]?.running).toBe(2)
    await core.host.submit(core.describe(arn).id, { type: 'execution-stopped' })
    await expect.poll(() => childrenOf(arn)[0]?.status).toBe('ABORTED')
    await redrive(arn)
    core.crash()
    core = startTestCore({ folder, plugins: [s3Plugin] })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: [1, 2, 3] })
    expect(childrenOf(arn)).toEqual([{ status: 'SUCCEEDED', executions: 3, items: 3 }])
  })

  test('starts a new run where the run itself had ended well', async () => {
    const more = { ResultSelector: { 'x.$': '$[7]' } }
    const arn = await core.run(distributed(pass, more), [1])
    expect(await core.ended(arn)).toMatchObject({ status: 'FAILED' })
    await redrive(arn)
    await core.ended(arn)
    expect(runsOf(arn)).toHaveLength(2)
  })
})
