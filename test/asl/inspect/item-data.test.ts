import { expect, it } from 'vitest'
import { readItemData } from '../../../asl/inspect/item-data.ts'

const reader = (config: Record<string, string | string[]>) => ({ ReaderConfig: config })

it('JSON is the data as it is, JSON lines are a list', () => {
  expect(readItemData('[1,2]', reader({ InputType: 'JSON' }))).toEqual([1, 2])
  expect(readItemData('[1,', undefined)).toBeUndefined()
  expect(readItemData('{"a":1}\n\n2\n', reader({ InputType: 'JSONL' }))).toEqual([{ a: 1 }, 2])
  expect(readItemData('{', reader({ InputType: 'JSONL' }))).toBeUndefined()
})

it('rows of CSV are objects of texts by the names in the first row', () => {
  const config = reader({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' })
  const text = 'name,note\r\nAda,"one, ""two""\nthree"\r\nBob,\n'
  expect(readItemData(text, config)).toEqual([
    { name: 'Ada', note: 'one, "two"\nthree' },
    { name: 'Bob', note: '' }
  ])
})

it('or by the names that are given, with another delimiter', () => {
  const config = { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'], CSVDelimiter: 'PIPE' }
  expect(readItemData('1|2\n3', reader({ InputType: 'CSV', ...config }))).toEqual([
    { a: '1', b: '2' },
    { a: '3', b: '' }
  ])
})
