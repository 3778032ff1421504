import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { s3Plugin } from '../../../plugins/s3/plugin.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { mapRunsOf } from '../../../engine/store/queries/map-runs.ts'
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

async function itemsOf(ItemReader: JsonObject, more: JsonObject = {}, input: unknown = {}) {
  const arn = await core.run(distributed(pass, { ItemReader, ...more }), input)
  return core.ended(arn)
}

const csv = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }

describe('an ItemReader', () => {
  test('reads the rows of a CSV file, named by its first row', async () => {
    bucket.put('a.csv', 'a,b\n1,"x, ""y""\nz"\n3\n4,5,6\n')
    expect(await itemsOf(readerOf('a.csv', csv))).toMatchObject({
      status: 'SUCCEEDED',
      output: [
        { a: '1', b: 'x, "y"\nz' },
        { a: '3', b: '' },
        { a: '4', b: '5' }
      ]
    })
  })

  test('names columns by CSVHeaders, splits at CSVDelimiter and takes MaxItems of them', async () => {
    bucket.put('a.csv', '1|2\n3|4\n5|6\n')
    const CSVHeaders = ['x', 'y']
    const config = {
      InputType: 'CSV',
      CSVHeaderLocation: 'GIVEN',
      CSVHeaders,
      CSVDelimiter: 'PIPE'
    }
    const { output } = await itemsOf(readerOf('a.csv', { ...config, MaxItems: 2 }))
    expect(output).toEqual([
      { x: '1', y: '2' },
      { x: '3', y: '4' }
    ])
  })

  test('takes its number of items from MaxItemsPath', async () => {
    bucket.put('a.json', '[1,2,3]')
    const config = { InputType: 'JSON', MaxItemsPath: '$.most' }
    expect((await itemsOf(readerOf('a.json', config), {}, { most: 1 })).output).toEqual([1])
  })

  test('reads JSON Lines, packed or not', async () => {
    const lines = '{"n":1}\n\n{"n":2}'
    bucket.put('a.jsonl', lines)
    bucket.put('a.jsonl.gz', gzipSync(lines))
    bucket.put('a.jsonl.zst', zstdCompressSync(lines))
    for (const key of ['a.jsonl', 'a.jsonl.gz', 'a.jsonl.zst']) {
      const { output } = await itemsOf(readerOf(key, { InputType: 'JSONL' }))
      expect(output).toEqual([{ n: 1 }, { n: 2 }])
    }
  })

  test('finds an array within a JSON document by ItemsPointer', async () => {
    bucket.put('a.json', '{"a":{"b/c":[1,2]}}')
    const config = { InputType: 'JSON', ItemsPointer: '/a/b~1c' }
    expect((await itemsOf(readerOf('a.json', config))).output).toEqual([1, 2])
  })

  test('takes the members of a JSON object as items, with their keys and source', async () => {
    bucket.put('a.json', '{"one":1,"two":2}')
    const ItemReader = readerOf('a.json', { InputType: 'JSON' })
    expect((await itemsOf(ItemReader)).output).toEqual([
      { Key: 'one', Value: 1 },
      { Key: 'two', Value: 2 }
    ])
    const ItemSelector = { 'item.$': '$$.Map.Item' }
    expect((await itemsOf(ItemReader, { ItemSelector })).output).toEqual([
      { item: { Index: 0, Value: 1, Key: 'one', Source: 'S3://data/a.json' } },
      { item: { Index: 1, Value: 2, Key: 'two', Source: 'S3://data/a.json' } }
    ])
  })

  test('lists the objects of a bucket, over several pages', async () => {
    for (let index = 0; index < 1001; index += 1) bucket.put(`in/${String(index)}`, 'x')
    bucket.put('other', 'x')
    const Parameters = { Bucket: 'data', Prefix: 'in/' }
    const Resource = 'arn:aws:states:::s3:listObjectsV2'
    const ItemSelector = { 'key.$': '$$.Map.Item.Value.Key' }
    const ItemBatcher = { MaxItemsPerBatch: 2000 }
    const { output } = await itemsOf({ Resource, Parameters }, { ItemSelector, ItemBatcher })
    const [batch] = output as { Items: { key: string }[] }[]
    expect(batch?.Items).toHaveLength(1001)
    expect(batch?.Items[0]).toEqual({ key: 'in/0' })
  })

  test('flattens what is in listed objects', async () => {
    bucket.put('in/a.json', '[1,2]')
    bucket.put('in/b.json', '[3]')
    const ReaderConfig = { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' }
    const Parameters = { Bucket: 'data', Prefix: 'in/' }
    const Resource = 'arn:aws:states:::s3:listObjectsV2'
    expect((await itemsOf({ Resource, ReaderConfig, Parameters })).output).toEqual([1, 2, 3])
  })

  test('follows the manifest of an S3 inventory', async () => {
    bucket.put('inv/1.csv.gz', gzipSync('"b","k1","7"\n"b","k2","8"\n'))
    bucket.put(
      'inv/manifest.json',
      JSON.stringify({
        destinationBucket: 'arn:aws:s3:::data',
        fileFormat: 'CSV',
        fileSchema: 'Bucket, Key, Size',
        files: [{ key: 'inv/1.csv.gz', size: 1 }]
      })
    )
    const { output } = await itemsOf(readerOf('inv/manifest.json', { InputType: 'MANIFEST' }))
    expect(output).toEqual([
      { Bucket: 'b', Key: 'k1', Size: '7' },
      { Bucket: 'b', Key: 'k2', Size: '8' }
    ])
  })

  test('is written with Arguments in JSONata', async () => {
    bucket.put('a.json', '[1,2,3]')
    const { Parameters: _, ...ItemReader } = readerOf('', {
      InputType: 'JSON',
      MaxItems: '{% $states.input.most %}'
    })
    const Arguments = { Bucket: 'data', Key: '{% $states.input.key %}' }
    const definition = distributed(pass, { ItemReader: { ...ItemReader, Arguments } })
    const input = { key: 'a.json', most: 2 }
    const arn = await core.run({ QueryLanguage: 'JSONata', ...definition }, input)
    expect((await core.ended(arn)).output).toEqual([1, 2])
  })

  test('counts tolerated failures of the items that it has read', async () => {
    bucket.put('a.json', '[1,2,3,4]')
    const failing: JsonObject = { First: { Type: 'Fail', Error: 'No' } }
    const ItemReader = readerOf('a.json', { InputType: 'JSON' })
    const more = { ItemReader, ToleratedFailurePercentage: 100 }
    expect(await core.ended(await core.run(distributed(failing, more)))).toMatchObject({
      status: 'SUCCEEDED',
      output: []
    })
  })
})

describe('an ItemReader of Parquet files', () => {
  const rows = [
    { id: 1, name: 'Ada', isNew: true, at: '2026-11-23T00:00:00.000Z', more: { a: 1 } },
    { id: 2, name: 'Grace', isNew: false, at: '2026-11-24T00:00:00.000Z', more: [1, 2] },
    { id: 3, name: 'Linus', isNew: true, at: '2026-11-25T00:00:00.000Z', more: null },
    { id: 4, name: 'é', isNew: null, at: '2026-11-26T00:00:00.000Z', more: 't' },
    { id: '9007199254740993', name: 'x', isNew: false, at: '2026-11-27T00:00:00.000Z', more: 5 }
  ]
  const put = (name: string): void =>
    bucket.put(name, readFileSync(join(import.meta.dirname, name)))

  test.each(['rows-snappy.parquet', 'rows-gzip.parquet'])('takes the rows of %s', async (name) => {
    put(name)
    const config = { InputType: 'PARQUET' }
    expect((await itemsOf(readerOf(name, config))).output).toEqual(rows)
    const { output } = await itemsOf(readerOf(name, { ...config, MaxItems: 3 }))
    expect(output).toEqual(rows.slice(0, 3))
  })

  test('takes those of an inventory', async () => {
    put('rows-snappy.parquet')
    const files = [{ key: 'rows-snappy.parquet' }, { key: 'rows-snappy.parquet' }]
    const manifest = { fileFormat: 'Parquet', fileSchema: 'message s3.inventory {}', files }
    bucket.put('manifest.json', JSON.stringify(manifest))
    const { output } = await itemsOf(readerOf('manifest.json', { InputType: 'MANIFEST' }))
    expect(output).toEqual([...rows, ...rows])
  })
})

describe('an ItemReader that cannot read', () => {
  test.each<[string, JsonObject, string, RegExp]>([
    ['an object that is not there', { InputType: 'JSON' }, 'none.json', /NoSuchKey/],
    ['what is no JSON', { InputType: 'JSON' }, 'bad.json', /Expected JSON in the object bad.json/],
    ['a JSON document that is a number', { InputType: 'JSON' }, 'number.json', /non-iterable/],
    ['a line that is no JSON', { InputType: 'JSONL' }, 'bad.jsonl', /line 2 of the object/],
    ['bytes that are no text', { InputType: 'JSONL' }, 'bytes.jsonl', /Expected text in UTF-8/],
    ['a packed file that is none', { InputType: 'JSONL' }, 'bad.gz', /incorrect header/],
    ['a pointer to nothing', { InputType: 'JSON', ItemsPointer: '/x' }, 'array.json', /nothing at/],
    ['columns of the same name', csv, 'double.csv', /^CSV headers cannot contain duplicates\.$/],
    ['a format that is not read', { InputType: 'ORC' }, 'array.json', /ORC/],
    ['a Parquet file that is none', { InputType: 'PARQUET' }, 'array.json', /Expected a Parquet/],
    ['a manifest that is none', { InputType: 'MANIFEST' }, 'array.json', /S3 inventory/]
  ])('fails on %s', async (_, config, key, cause) => {
    bucket.put('bad.json', '[1,')
    bucket.put('number.json', '7')
    bucket.put('bad.jsonl', '1\n{')
    bucket.put('bytes.jsonl', new Uint8Array([0x31, 0x0a, 0xff, 0xfe]))
    bucket.put('bad.gz', 'no gzip')
    bucket.put('array.json', '[]')
    bucket.put('double.csv', 'a,a\n1,2\n')
    const ended = await itemsOf(readerOf(key, config))
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' })
    expect(ended.cause).toMatch(cause)
  })

  test('can be caught', async () => {
    const ItemReader = readerOf('none', { InputType: 'JSON' })
    const Catch = [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Caught' }]
    const definition = distributed(pass, { ItemReader, Catch })
    const states = { ...(definition['States'] as JsonObject), Caught: { Type: 'Succeed' } }
    const arn = await core.run({ ...definition, States: states })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED' })
    expect(core.eventTypes(arn).slice(2, 6)).toEqual([
      'MapStateStarted',
      'MapRunStarted',
      'MapRunFailed',
      'MapStateFailed'
    ])
  })
})

test('items that were read first stay those of the run, also after a crash', async () => {
  bucket.put('a.json', '[1,2,3,4]')
  const states: JsonObject = { First: { Type: 'Wait', Seconds: 1, End: true } }
  const more = { ItemReader: readerOf('a.json', { InputType: 'JSON' }), MaxConcurrency: 2 }
  const arn = await core.run(distributed(states, more))
  const run = () => mapRunsOf(reader(core.store), core.describe(arn).id, { limit: 1 })[0]
  await expect.poll(() => run()?.running).toBe(2)
  core.crash()
  bucket.put('a.json', '["other"]')
  core = startTestCore({ folder, plugins: [s3Plugin] })
  expect((await core.ended(arn)).output).toEqual([1, 2, 3, 4])
})
