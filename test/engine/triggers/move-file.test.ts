import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { moveFile } from '../../../engine/triggers/folder/move-file.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let folder: TempFolder
let path: string
let done: string

beforeEach(() => {
  folder = makeTempFolder()
  path = join(folder.path, 'a.csv')
  done = join(folder.path, 'done')
  writeFileSync(path, 'new')
  mkdirSync(done)
})
afterEach(() => folder.remove())

test('another file of that name stays as it is', async () => {
  writeFileSync(join(done, 'a.csv'), 'old')
  expect(await moveFile(path, done)).toBe(join(done, 'a (2).csv'))
  expect(readFileSync(join(done, 'a.csv'), 'utf8')).toBe('old')
})

test('a move that a crash has cut off, so that the file has both names, is ended and not done again', async () => {
  linkSync(path, join(done, 'a.csv'))
  expect(await moveFile(path, done)).toBe(join(done, 'a.csv'))
  expect(readdirSync(done)).toEqual(['a.csv'])
  expect(readdirSync(folder.path)).toEqual(['done'])
})
