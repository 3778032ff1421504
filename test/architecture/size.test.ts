import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles, read, root, topFolders } from './source-files.ts'

const LINES_PER_FILE = 400
const LINES_PER_README = 25

const lineCount = (path: string): number => read(path).trimEnd().split('\n').length

test(`no file has more than ${LINES_PER_FILE} lines`, () => {
  const long = listFiles(['.ts', '.svelte', '.mjs', '.css'])
    .map((path) => ({ path, lines: lineCount(path) }))
    .filter(({ lines }) => lines > LINES_PER_FILE)
  expect(long).toEqual([])
})

test('no file is named after nothing in particular', () => {
  const vague = /^(utils?|helpers?|common|misc|managers?)\b|-(utils?|helpers?|manager)\./i
  expect(
    listFiles(['.ts', '.svelte', '.mjs', '.css']).filter((p) => vague.test(basename(p)))
  ).toEqual([])
})

test('files are kebab-case, components PascalCase', () => {
  const odd = listFiles(['.ts', '.svelte', '.mjs', '.css']).filter((path) =>
    path.endsWith('.svelte')
      ? !/^[A-Z][A-Za-z0-9]*\.svelte$/.test(basename(path))
      : !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|mjs|css)$/.test(basename(path))
  )
  expect(odd).toEqual([])
})

test(`every top folder opens with a README of at most ${LINES_PER_README} lines`, () => {
  const missing = topFolders.filter((folder) => !existsSync(join(root, folder, 'README.md')))
  expect(missing).toEqual([])
  const isOnePageGuide = (path: string): boolean =>
    ['plugins', 'examples'].includes(dirname(dirname(path)))
  const long = listFiles(['README.md'])
    .filter((path) => !isOnePageGuide(path))
    .map((path) => ({ path, lines: lineCount(path) }))
    .filter(({ lines }) => lines > LINES_PER_README)
  expect(long).toEqual([])
})
