import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { s3Plugin } from '../../../plugins/s3/plugin.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { Bucket } from './bucket.ts'
import { distributed, makeBucket, pass } from './bucket.ts'

let core: TestCore
let folder: TempFolder
let bucket: Bucket

beforeEach(() => {
  folder = makeTempFolder()
  bucket = makeBucket(folder, 'out')
  core = startTestCore({ folder, plugins: [s3Plugin] })
})
afterEach(async () => {
  await core.end()
  folder.remove()
})

const target: JsonObject = {
  Resource: 'arn:aws:states:::s3:putObject',
  Parameters: { Bucket: 'out', Prefix: 'results/' }
}
const failOdd: JsonObject = {
  First: {
    Type: 'Choice',
    Choices: [{ Variable: '$.odd', BooleanEquals: true, Next: 'Odd' }],
    Default: 'Even'
  },
  Odd: { Type: 'Fail', Error: 'Odd', Cause: 'No' },
  Even: { Type: 'Pass', End: true }
}

interface Manifest {
  DestinationBucket: string
  MapRunArn: string
  ResultFiles: Record<'SUCCEEDED' | 'FAILED' | 'PENDING', { Key: string; Size: number }[]>
}

/** The manifest in the only run's folder. */
function manifestOf(arn: string): Manifest {
  const { value } = core.store.db.prepare('SELECT arn AS value FROM map_run').get() as {
    value: string
  }
  expect(arn).toContain('machine-1')
  return bucket.read(`results/${value.split(':').at(-1) ?? ''}/manifest.json`) as Manifest
}

describe('a ResultWriter', () => {
  test('writes the results and a manifest, and says where it is', async () => {
    const arn = await core.run(distributed(pass, { ResultWriter: target }), [{ n: 1 }, { n: 2 }])
    const ended = await core.ended(arn)
    const { DestinationBucket, MapRunArn, ResultFiles } = manifestOf(arn)
    const run = MapRunArn.split(':').at(-1) ?? ''
    expect(ended.output).toEqual({
      MapRunArn,
      ResultWriterDetails: { Bucket: 'out', Key: `results/${run}/manifest.json` }
    })
    expect(DestinationBucket).toBe('out')
    const Key = `results/${run}/SUCCEEDED_0.json`
    expect(ResultFiles).toEqual({
      FAILED: [],
      PENDING: [],
      SUCCEEDED: [{ Key, Size: bucket.text(Key).length }]
    })
    expect(bucket.read(Key)).toMatchObject([
      { Input: '{"n":1}', Output: '{"n":1}', Status: 'SUCCEEDED', RedriveCount: 0 },
      { Input: '{"n":2}', Output: '{"n":2}', Status: 'SUCCEEDED' }
    ])
  })

  test.each<[string, string, string]>([
    ['COMPACT', 'JSON', '[[1,2],[3]]'],
    ['FLATTEN', 'JSON', '[1,2,3]'],
    ['FLATTEN', 'JSONL', '1\n2\n3\n'],
    ['COMPACT', 'JSONL', '[1,2]\n[3]\n']
  ])('transforms by %s to %s', async (Transformation, OutputType, text) => {
    const ResultWriter = { ...target, WriterConfig: { Transformation, OutputType } }
    const arn = await core.run(distributed(pass, { ResultWriter }), [[1, 2], [3]])
    await core.ended(arn)
    const [file] = manifestOf(arn).ResultFiles.SUCCEEDED
    expect(bucket.text(file?.Key ?? '')).toBe(text)
    expect(file?.Key).toMatch(OutputType === 'JSON' ? /\.json$/ : /\.jsonl$/)
  })

  test('transforms in place where it has no Resource', async () => {
    const of = async (WriterConfig: JsonObject) => {
      const arn = await core.run(distributed(pass, { ResultWriter: { WriterConfig } }), [[1], [2]])
      return (await core.ended(arn)).output
    }
    expect(await of({ Transformation: 'FLATTEN', OutputType: 'JSON' })).toEqual([1, 2])
    expect(await of({ Transformation: 'COMPACT' })).toEqual([[1], [2]])
    expect(await of({ Transformation: 'NONE' })).toMatchObject([
      { Output: '[1]', Status: 'SUCCEEDED' },
      { Output: '[2]' }
    ])
  })

  test('writes failed and pending children of a run that has failed, and fails then', async () => {
    const more = { ResultWriter: target, MaxConcurrency: 1 }
    const input = [{ odd: false }, { odd: true }, { odd: false, late: 1 }]
    const arn = await core.run(distributed(failOdd, more), input)
    expect(await core.ended(arn)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold'
    })
    const { FAILED, PENDING, SUCCEEDED } = manifestOf(arn).ResultFiles
    expect(SUCCEEDED).toHaveLength(1)
    expect(bucket.read(FAILED[0]?.Key ?? '')).toMatchObject([
      { Status: 'FAILED', Error: 'Odd', Cause: 'No', RedriveStatus: 'REDRIVABLE' }
    ])
    expect(bucket.read(PENDING[0]?.Key ?? '')).toMatchObject([{ Input: '{"odd":false,"late":1}' }])
  })

  test.each<[string, JsonObject, RegExp]>([
    ['without a bucket', { Parameters: { Prefix: 'x' } }, /Expected a text as Bucket/],
    ['with another Resource', { Resource: 'arn:aws:states:::sqs:sendMessage' }, /putObject/],
    [
      'with an unknown connection',
      { Parameters: { Bucket: 'out', Connection: 'x' } },
      /ConnectionNotFound/
    ]
  ])('that cannot write, %s, fails the run', async (_, change, cause) => {
    const ResultWriter = { ...target, ...change }
    const ended = await core.ended(await core.run(distributed(pass, { ResultWriter }), [1]))
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' })
    expect(ended.cause).toMatch(cause)
  })
})
