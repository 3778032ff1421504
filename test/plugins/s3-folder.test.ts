import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FolderStore } from '../../plugins/s3/store/folder-store.ts'
import { decodePart, encodePart } from '../../plugins/s3/store/folder-names.ts'
import { testObjectStore } from './object-store.suite.ts'

describe('the store in a local folder', () => {
  let root: string
  const { signal } = new AbortController()

  beforeAll(async () => {
    root = join(await mkdtemp(join(tmpdir(), 'signalbox-folder-')), 'buckets')
  })

  afterAll(async () => {
    expect(await readdir(join(root, '..'))).toEqual(['buckets'])
    await rm(join(root, '..'), { recursive: true, force: true })
  })

  testObjectStore(() => Promise.resolve(new FolderStore(root, signal)))

  it('keeps objects as files that people find, and leaves no drafts', async () => {
    const store = new FolderStore(root, signal)
    await store.putObject({ Bucket: 'people', Key: 'churn/v1/model.json', Body: '{}' })
    expect(await readFile(join(root, 'people/churn/v1/model.json'), 'utf8')).toBe('{}')
    expect(await readdir(join(root, '.drafts'))).toEqual([])
  })

  it('takes files that a person has put or changed there', async () => {
    const store = new FolderStore(root, signal)
    await store.putObject({ Bucket: 'people', Key: 'mine.txt', Body: 'old', ContentType: 'text/x' })
    await mkdir(join(root, 'people/sub'), { recursive: true })
    await writeFile(join(root, 'people/sub/dropped.txt'), 'dropped')
    await writeFile(join(root, 'people/mine.txt'), 'changed')
    const list = await store.listObjectsV2({ Bucket: 'people' })
    expect(list.Contents.map((item) => item.Key)).toContain('sub/dropped.txt')
    const head = await store.headObject({ Bucket: 'people', Key: 'mine.txt' })
    expect(head).toMatchObject({
      ContentLength: 7,
      ContentType: 'binary/octet-stream',
      ETag: '"8977dfac2f8e04cb96e66882235f5aba"'
    })
  })

  it('refuses bucket names that are none, ways out among them', async () => {
    const store = new FolderStore(root, signal)
    for (const name of ['..', 'a', 'Upper', 'a/../b', '.metadata', 'x..y']) {
      await expect(store.putObject({ Bucket: name, Key: 'k', Body: '' })).rejects.toMatchObject({
        errorName: 'S3.S3Exception',
        causeText: expect.stringContaining('InvalidBucketName')
      })
    }
  })

  it('lets many write and delete side by side', async () => {
    const store = new FolderStore(root, signal)
    const numbers = Array.from({ length: 40 }, (_, index) => index)
    await Promise.all(
      numbers.map(async (number) => {
        const name = { Bucket: 'busy', Key: `deep/${number % 4}/x/${number}` }
        await store.putObject({ ...name, Body: String(number) })
        if (number % 2 === 0) await store.deleteObject(name)
      })
    )
    const list = await store.listObjectsV2({ Bucket: 'busy' })
    expect(list.KeyCount).toBe(20)
  })
})

describe('a part of a key', () => {
  it('comes back from its file name', () => {
    for (const part of [
      '',
      '.',
      '..',
      '%',
      '%2F',
      'a:b',
      'a.',
      'NUL',
      'com1.txt',
      'tab\t',
      'ü😀'
    ]) {
      expect(decodePart(encodePart(part))).toBe(part)
      expect(encodePart(part)).not.toMatch(/^\.{0,2}$|[/:\\]|\.$/)
    }
  })
})
