// cspell:ignore Grüße ünïcode
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObjectStore } from '../../plugins/s3/store/object-store.ts'

/** What every store of objects does alike. `open` is called once, after the other side is up. */
export function testObjectStore(open: () => Promise<ObjectStore>): void {
  let store: ObjectStore
  let folder: string

  beforeAll(async () => {
    store = await open()
    folder = await mkdtemp(join(tmpdir(), 'signalbox-store-'))
    for (const name of ['one', 'two', 'listed']) await store.createBucket(name)
  })

  afterAll(async () => {
    store.close()
    await rm(folder, { recursive: true, force: true })
  })

  const put = (key: string, body: string, bucket = 'one'): Promise<unknown> =>
    store.putObject({ Bucket: bucket, Key: key, Body: body })
  const get = async (key: string, bucket = 'one'): Promise<string> =>
    textOf((await store.getObject({ Bucket: bucket, Key: key })).body)

  describe('an object', () => {
    it('is read as it was put, with an entity tag that is its MD5', async () => {
      const text = 'Grüße\n'
      const md5 = createHash('md5').update(text).digest('hex')
      const putting = { Bucket: 'one', Key: 'a/greeting.txt', Body: text }
      expect(await store.putObject(putting)).toMatchObject({ ETag: `"${md5}"` })
      const { body, ...head } = await store.getObject({ Bucket: 'one', Key: 'a/greeting.txt' })
      expect(await textOf(body)).toBe(text)
      expect(head).toMatchObject({
        ContentLength: Buffer.byteLength(text),
        ETag: `"${md5}"`,
        LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/)
      })
    })

    it('keeps its description', async () => {
      const description = {
        ContentType: 'text/csv',
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment',
        ContentLanguage: 'de',
        Metadata: { 'trained-by': 'ada', epoch: '3' }
      }
      await store.putObject({ Bucket: 'one', Key: 'described', Body: 'x', ...description })
      const head = await store.headObject({ Bucket: 'one', Key: 'described' })
      expect(head).toMatchObject({ ...description, ContentLength: 1 })
    })

    it('is replaced by a second one of the same key, unless that is forbidden', async () => {
      await put('again', 'first')
      await put('again', 'second')
      expect(await get('again')).toBe('second')
      const forbidden = store.putObject({
        Bucket: 'one',
        Key: 'again',
        Body: 'third',
        IfNoneMatch: '*'
      })
      await expect(forbidden).rejects.toMatchObject({
        errorName: 'S3.S3Exception',
        causeText: expect.stringContaining('Status Code: 412')
      })
      expect(await get('again')).toBe('second')
    })

    it('can be empty', async () => {
      await put('empty', '')
      expect(await get('empty')).toBe('')
      expect(await store.headObject({ Bucket: 'one', Key: 'empty' })).toMatchObject({
        ContentLength: 0
      })
    })

    it('can have any key, also one that looks like a way out', async () => {
      const keys = [
        '../../outside',
        'a/./b/../c',
        '/starts/with/slash',
        'double//slash',
        'ends/with/slash/',
        'spaces and ünïcode 😀',
        'per%cent%2F+&=?#',
        'dot.',
        '.',
        '..',
        'CON'
      ]
      for (const key of keys) await put(`keys:${key}`, key)
      for (const key of keys) expect(await get(`keys:${key}`)).toBe(key)
      const list = await store.listObjectsV2({ Bucket: 'one', Prefix: 'keys:' })
      expect(list.Contents.map((item) => item.Key).sort()).toEqual(
        keys.map((key) => `keys:${key}`).sort()
      )
    })

    it('can have a key that is the beginning of others', async () => {
      await put('nest', 'outer')
      await put('nest/inner', 'inner')
      await put('late/inner', 'inner')
      await put('late', 'outer')
      for (const key of ['nest', 'late']) {
        expect(await get(key)).toBe('outer')
        expect(await get(`${key}/inner`)).toBe('inner')
        const list = await store.listObjectsV2({ Bucket: 'one', Prefix: key })
        expect(list.Contents.map((item) => item.Key)).toEqual([key, `${key}/inner`])
        await store.deleteObject({ Bucket: 'one', Key: key })
        expect(await get(`${key}/inner`)).toBe('inner')
        await expect(get(key)).rejects.toMatchObject({ errorName: 'S3.NoSuchKeyException' })
      }
    })

    it('is read in parts', async () => {
      await put('range', '0123456789')
      const part = async (range: string): Promise<unknown> => {
        const { body, ...head } = await store.getObject({
          Bucket: 'one',
          Key: 'range',
          Range: range
        })
        return [await textOf(body), head.ContentLength, head.ContentRange]
      }
      expect(await part('bytes=2-4')).toEqual(['234', 3, 'bytes 2-4/10'])
      expect(await part('bytes=7-')).toEqual(['789', 3, 'bytes 7-9/10'])
      expect(await part('bytes=-2')).toEqual(['89', 2, 'bytes 8-9/10'])
      expect(await part('bytes=8-99')).toEqual(['89', 2, 'bytes 8-9/10'])
      await expect(part('bytes=10-')).rejects.toMatchObject({
        errorName: 'S3.S3Exception',
        causeText: expect.stringContaining('Status Code: 416')
      })
    })

    it('is not sent again to who has it', async () => {
      await put('known', 'same')
      const { ETag } = await store.headObject({ Bucket: 'one', Key: 'known' })
      const again = store.getObject({ Bucket: 'one', Key: 'known', IfNoneMatch: ETag })
      await expect(again).rejects.toMatchObject({ errorName: 'S3.S3Exception' })
    })

    it('is deleted once, and a second time without complaint', async () => {
      await put('deleted/deep/down', 'x')
      await store.deleteObject({ Bucket: 'one', Key: 'deleted/deep/down' })
      await store.deleteObject({ Bucket: 'one', Key: 'deleted/deep/down' })
      await expect(get('deleted/deep/down')).rejects.toMatchObject({
        errorName: 'S3.NoSuchKeyException'
      })
    })
  })

  describe('a copy', () => {
    it('has body and description of its source, also across buckets and over itself', async () => {
      const source = { Bucket: 'one', Key: 'source of it/ü.json' }
      await store.putObject({
        ...source,
        Body: '{}',
        ContentType: 'application/json',
        Metadata: { accuracy: '0.9' }
      })
      const CopySource = `one/${encodeURIComponent('source of it')}/${encodeURIComponent('ü.json')}`
      const copied = await store.copyObject({ Bucket: 'two', Key: 'target', CopySource })
      const md5 = createHash('md5').update('{}').digest('hex')
      expect(copied.CopyObjectResult.ETag?.replaceAll('"', '')).toBe(md5)
      expect(await get('target', 'two')).toBe('{}')
      expect(await store.headObject({ Bucket: 'two', Key: 'target' })).toMatchObject({
        ContentType: 'application/json',
        Metadata: { accuracy: '0.9' }
      })
    })

    it('can be described anew', async () => {
      await put('plain', 'x')
      await store.copyObject({
        Bucket: 'two',
        Key: 'described anew',
        CopySource: '/one/plain',
        MetadataDirective: 'REPLACE',
        ContentType: 'text/plain',
        Metadata: { released: 'yes' }
      })
      expect(await store.headObject({ Bucket: 'two', Key: 'described anew' })).toMatchObject({
        ContentType: 'text/plain',
        Metadata: { released: 'yes' }
      })
    })

    it('fails without a source', async () => {
      const copying = store.copyObject({ Bucket: 'two', Key: 'x', CopySource: 'one/nothing' })
      await expect(copying).rejects.toMatchObject({ errorName: 'S3.NoSuchKeyException' })
    })
  })

  describe('a list', () => {
    const keys = ['B', 'a/1', 'a/2', 'a/b/3', 'a!', 'b', 'c/4', 'ü']

    beforeAll(async () => {
      for (const key of keys) await put(key, key, 'listed')
    })

    const list = (request: object): Promise<Awaited<ReturnType<ObjectStore['listObjectsV2']>>> =>
      store.listObjectsV2({ Bucket: 'listed', ...request })

    it('has all keys in the order of their bytes', async () => {
      const all = await list({})
      expect(all).toMatchObject({ Name: 'listed', KeyCount: 8, IsTruncated: false, MaxKeys: 1000 })
      expect(all.Contents.map((item) => item.Key)).toEqual([
        ...['B', 'a!', 'a/1', 'a/2', 'a/b/3', 'b', 'c/4', 'ü']
      ])
      expect(all.Contents[1]).toMatchObject({
        Size: 2,
        ETag: `"${createHash('md5').update('a!').digest('hex')}"`,
        StorageClass: 'STANDARD'
      })
    })

    it('has common prefixes for a delimiter', async () => {
      const top = await list({ Delimiter: '/' })
      expect(top.CommonPrefixes).toEqual([{ Prefix: 'a/' }, { Prefix: 'c/' }])
      expect(top.Contents.map((item) => item.Key)).toEqual(['B', 'a!', 'b', 'ü'])
      const inner = await list({ Delimiter: '/', Prefix: 'a/' })
      expect(inner.CommonPrefixes).toEqual([{ Prefix: 'a/b/' }])
      expect(inner.Contents.map((item) => item.Key)).toEqual(['a/1', 'a/2'])
    })

    it('comes in pages, with prefixes counted as one each', async () => {
      const seen: string[] = []
      let ContinuationToken: string | undefined
      let pages = 0
      do {
        const page = await list({ Delimiter: '/', MaxKeys: 2, ContinuationToken })
        expect(page.KeyCount).toBeLessThanOrEqual(2)
        seen.push(...page.Contents.map((item) => item.Key))
        seen.push(...page.CommonPrefixes.map((item) => item.Prefix))
        ContinuationToken = page.NextContinuationToken
        pages += 1
      } while (ContinuationToken !== undefined && pages < 10)
      expect(pages).toBe(3)
      expect(seen.sort()).toEqual(['B', 'a!', 'a/', 'b', 'c/', 'ü'].sort())
    })

    it('starts after a key', async () => {
      const rest = await list({ StartAfter: 'a/b/3' })
      expect(rest.Contents.map((item) => item.Key)).toEqual(['b', 'c/4', 'ü'])
    })

    it('is empty where nothing fits', async () => {
      expect(await list({ Prefix: 'zzz' })).toMatchObject({
        KeyCount: 0,
        Contents: [],
        CommonPrefixes: [],
        IsTruncated: false
      })
    })
  })

  describe('what is not there', () => {
    it('has the error names of AWS’s SDK integration', async () => {
      const nothing = { Bucket: 'one', Key: 'nothing' }
      const nowhere = { Bucket: 'nowhere-at-all', Key: 'x' }
      const names = await Promise.all(
        [
          store.getObject(nothing),
          store.headObject(nothing),
          store.headObject(nowhere),
          store.getObject(nowhere),
          store.listObjectsV2({ Bucket: 'nowhere-at-all' }),
          store.deleteObject(nowhere)
        ].map((call) =>
          call.then(
            () => 'none',
            (error: unknown) =>
              error instanceof Error && 'errorName' in error ? error.errorName : error
          )
        )
      )
      expect(names).toEqual([
        'S3.NoSuchKeyException',
        'S3.NoSuchKeyException',
        'S3.NoSuchKeyException',
        'S3.NoSuchBucketException',
        'S3.NoSuchBucketException',
        'S3.NoSuchBucketException'
      ])
    })
  })

  describe('a file', () => {
    it('is uploaded in parts where it is big, with the SHA-256 of what was sent', async () => {
      const bytes = randomBytes(20 * 1024 * 1024 + 17)
      const path = join(folder, 'big')
      await writeFile(path, bytes)
      const progress: number[] = []
      const sent = await store.uploadFile({
        Bucket: 'one',
        Key: 'big file',
        path,
        ContentType: 'application/x-model',
        Metadata: { a: 'b' },
        onProgress: (done) => progress.push(done)
      })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(sent).toMatchObject({ size: bytes.length, sha256 })
      expect(progress.length).toBeGreaterThan(1)
      const { body, ...head } = await store.getObject({ Bucket: 'one', Key: 'big file' })
      expect(head).toMatchObject({
        ContentLength: bytes.length,
        ContentType: 'application/x-model',
        Metadata: { a: 'b' }
      })
      const hash = createHash('sha256')
      for await (const piece of body) hash.update(piece as Buffer)
      expect(hash.digest('hex')).toBe(sha256)
    })

    it('may be small or empty', async () => {
      for (const text of ['', 'small']) {
        const path = join(folder, 'small')
        await writeFile(path, text)
        const request = { Bucket: 'one', Key: 'small file', path, onProgress: () => undefined }
        expect(await store.uploadFile(request)).toMatchObject({ size: text.length })
        expect(await get('small file')).toBe(text)
      }
    })
  })
}

async function textOf(body: Readable): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(Buffer.from(piece as Uint8Array))
  return Buffer.concat(pieces).toString('utf8')
}
