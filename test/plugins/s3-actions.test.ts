import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { interruptionOf, type Action } from '../../plugins/contract/action.ts'
import { copyObject } from '../../plugins/s3/actions/copy-object.ts'
import { createBucket } from '../../plugins/s3/actions/create-bucket.ts'
import { deleteObject } from '../../plugins/s3/actions/delete-object.ts'
import { downloadFile } from '../../plugins/s3/actions/download-file.ts'
import { getObject } from '../../plugins/s3/actions/get-object.ts'
import { headObject } from '../../plugins/s3/actions/head-object.ts'
import { listObjectsV2 } from '../../plugins/s3/actions/list-objects-v2.ts'
import { putObject } from '../../plugins/s3/actions/put-object.ts'
import { uploadFile } from '../../plugins/s3/actions/upload-file.ts'
import { callAction, createTestContext, type TestContext } from '../support/action-context.ts'

let test: TestContext

beforeEach(async () => {
  const connection = {
    name: 'away',
    settings: { endpoint: 'http://127.0.0.1:9', accessKeyId: 'a' },
    secrets: { secretAccessKey: 'b' }
  }
  test = await createTestContext({
    connections: { away: connection, half: { ...connection, name: 'half', secrets: {} } }
  })
})

afterEach(async () => {
  await test.remove()
})

const call = (action: Action, input: unknown): Promise<unknown> =>
  callAction(action, input, test.context)
const inWork = (path: string): string => join(test.context.files.workFolder, path)
const model = { Bucket: 'candidates', Key: 'churn/model.json' }

describe('without a connection', () => {
  it('the story of a model works on a local folder, and says so', async () => {
    await mkdir(inWork('out'))
    await writeFile(inWork('out/model.json'), '{"weights":[1,2]}')
    const sha256 = createHash('sha256').update('{"weights":[1,2]}').digest('hex')
    const uploading = { ...model, Path: 'out/model.json', Metadata: { run: '7' } }
    expect(await call(uploadFile, uploading)).toMatchObject({
      ...model,
      Size: 17,
      SHA256: sha256,
      Storage: 'local folder'
    })
    expect(test.logged('info')).toMatch(/Storage: local folder \(.*buckets\)/)
    await call(copyObject, {
      Bucket: 'releases',
      Key: 'churn/model.json',
      CopySource: 'candidates/churn/model.json'
    })
    const downloading = { ...model, Bucket: 'releases', Path: 'in/deep/model.json' }
    expect(await call(downloadFile, downloading)).toMatchObject({
      SHA256: sha256,
      Metadata: { run: '7' },
      Storage: 'local folder'
    })
    expect(await readFile(inWork('in/deep/model.json'), 'utf8')).toBe('{"weights":[1,2]}')
    expect(await readdir(inWork('in/deep'))).toEqual(['model.json'])
  })

  it('values are put as JSON and got as text, as in AWS', async () => {
    await call(putObject, { ...model, Body: { accuracy: 0.9 } })
    expect(await call(getObject, model)).toMatchObject({
      Body: '{"accuracy":0.9}',
      ContentType: 'application/json',
      ContentLength: 16
    })
    expect(await call(headObject, model)).not.toHaveProperty('Body')
    expect(await call(listObjectsV2, { Bucket: 'candidates' })).toMatchObject({ KeyCount: 1 })
    expect(await call(deleteObject, model)).toEqual({})
    expect(await call(createBucket, { Bucket: 'fresh' })).toEqual({ Location: '/fresh' })
  })

  it('a body that is no short text is refused', async () => {
    await writeFile(inWork('binary'), Buffer.from([0xff, 0xfe, 0x00]))
    await call(uploadFile, { ...model, Path: 'binary' })
    await expect(call(getObject, model)).rejects.toMatchObject({ errorName: 'S3.BodyNotText' })
    await writeFile(inWork('long'), 'x'.repeat(300_000))
    await call(uploadFile, { ...model, Path: 'long' })
    await expect(call(getObject, model)).rejects.toMatchObject({
      errorName: 'States.DataLimitExceeded'
    })
  })

  it('a storage that cannot be written is told, and an ended task ends it', async () => {
    await writeFile(join(test.context.files.pluginFolder, 'buckets'), 'in the way')
    await expect(call(putObject, { ...model, Body: 'x' })).rejects.toMatchObject({
      errorName: 'S3.FileError',
      causeText: expect.stringContaining('buckets')
    })
    test.abort(new Error('stopped'))
    await expect(call(putObject, { ...model, Body: 'x' })).rejects.toThrow('stopped')
  })

  it('failures name the file, the object or the field', async () => {
    await expect(call(uploadFile, { ...model, Path: 'nothing' })).rejects.toMatchObject({
      errorName: 'S3.FileNotFound',
      causeText: expect.stringContaining('nothing')
    })
    await expect(call(downloadFile, { ...model, Path: 'x' })).rejects.toMatchObject({
      errorName: 'S3.NoSuchBucketException'
    })
    await expect(call(uploadFile, { ...model, Path: '../x' })).rejects.toMatchObject({
      errorName: 'S3.InvalidPath'
    })
    expect(() => getObject.input.parse({ ...model, Keys: 'x' })).toThrow(/Keys/)
  })
})

describe('with a connection', () => {
  it('a server that is away, and a connection that is not there or not complete, are told', async () => {
    await expect(call(getObject, { ...model, Connection: 'away' })).rejects.toMatchObject({
      errorName: 'S3.SdkClientException',
      causeText: expect.stringContaining('127.0.0.1:9')
    })
    await expect(call(getObject, { ...model, Connection: 'nobody' })).rejects.toMatchObject({
      errorName: 'S3.ConnectionNotFound'
    })
    await expect(call(getObject, { ...model, Connection: 'half' })).rejects.toMatchObject({
      errorName: 'S3.InvalidConnection'
    })
  })
})

describe('after an interruption', () => {
  it('a put may be repeated, unless it was only to create', () => {
    const parse = (more: object): unknown => putObject.input.parse({ ...model, ...more })
    expect(interruptionOf(putObject, parse({}))).toBe('repeat')
    expect(interruptionOf(putObject, parse({ IfNoneMatch: '*' }))).toBe('never')
  })
})
