import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVERY, toMatchExpression, toNameExpression } from '../../../engine/search/text-query.ts'
import type { SearchDb } from '../../../engine/store/open-search-index.ts'
import { openSearchIndex } from '../../../engine/store/open-search-index.ts'
import { matchingIds, putDocument } from '../../../engine/store/queries/search-index.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let temp: TempFolder
let index: SearchDb
const nothing = { name: '', input: '', output: '', error: '', cause: '', facts: EVERY }
const all = { least: 0, before: Number.MAX_SAFE_INTEGER }

beforeAll(() => {
  temp = makeTempFolder()
  index = openSearchIndex(join(temp.path, 'search.db'))
  putDocument(index, 1, {
    ...nothing,
    name: 'nightly-0001',
    input: '{"customer":"Zoë Müller","order":"A-17"}',
    output: '{"total":12.50}',
    facts: `${EVERY} m1 s2`
  })
  putDocument(index, 2, {
    ...nothing,
    name: 'nightly-0002',
    input: '{"order":"B-17"}',
    error: 'States.Timeout',
    cause: 'The card was declined',
    facts: `${EVERY} m2 s3`
  })
})
afterAll(() => {
  index.close()
  temp.remove()
})

function find(text: string, facts: string[] = []): number[] | undefined {
  const expression = toMatchExpression(text, facts)
  if (expression === undefined) return undefined
  return [...matchingIds(index, 'execution_text', expression, all)]
}

test('all words must occur, in any case and without their accents', () => {
  expect(find('order')).toEqual([2, 1])
  expect(find('ORDER zoe muller')).toEqual([1])
  expect(find('order absent')).toEqual([])
})

test('phrases, beginnings, alternatives and exclusions', () => {
  expect(find('"card was declined"')).toEqual([2])
  expect(find('"declined card"')).toEqual([])
  expect(find('decl*')).toEqual([2])
  expect(find('"the card wa"*')).toEqual([2])
  expect(find('zoe OR declined')).toEqual([2, 1])
  expect(find('order -declined')).toEqual([1])
  expect(find('-declined')).toEqual([1])
})

test('a field keeps a word to its place; what stands between letters counts as a space', () => {
  expect(find('error:States.Timeout')).toEqual([2])
  expect(find('input:States.Timeout')).toEqual([])
  expect(find('A-17')).toEqual([1])
  expect(find('12.50')).toEqual([1])
})

test('terms of our own are found by facts alone', () => {
  expect(find('s2')).toEqual([])
  expect(find('order', ['s3'])).toEqual([2])
  expect(find('-declined', ['m2'])).toEqual([])
})

test('where no word is left there is nothing to search by', () => {
  for (const text of ['', ' ', '"', '*', '-', 'OR', '""', '({})']) {
    expect(toMatchExpression(text, []), text).toBeUndefined()
  }
})

test('whatever is typed, nothing is an error', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '"',
      '*',
      '-',
      'OR',
      'AND',
      'NOT',
      'NEAR(a b)',
      'input:',
      '{',
      ')',
      '^',
      '+',
      'a'
    )
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      find(pieces.join(' '))
      find(pieces.join(''))
    }),
    { numRuns: 500 }
  )
})

test('a part of a name is found by its threes, and too short a part is not asked for', () => {
  const named = (part: string): number[] => {
    const expression = toNameExpression(part)
    return expression === undefined
      ? []
      : [...matchingIds(index, 'execution_name', expression, all)]
  }
  expect(named('NIGHTLY-0')).toEqual([2, 1])
  expect(named('0002')).toEqual([2])
  expect(named('"*)')).toEqual([])
  expect(toNameExpression('ab')).toBeUndefined()
})
