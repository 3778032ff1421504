import { describe, expect, test } from 'vitest'
import { cursorAt, parseTree, rangeOfPointer } from '../../../renderer/editor/json-tree.ts'

const text = `{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass", "Next": "a/b" },
    "a/b": { "Type": "Choice", "Choices": [{ "Next": "A" }, { "Next": "Gone" }] }
  }
}`

function at(pointer: string): string {
  const { from, to } = rangeOfPointer(text, pointer)
  return text.slice(from, to)
}

describe('a JSON pointer is found in the text', () => {
  test.each([
    ['', '{'],
    ['/StartAt', '"StartAt": "A"'],
    ['/States/A', '"A"'],
    ['/States/A/Next', '"Next": "a/b"'],
    ['/States/a~1b/Type', '"Type": "Choice"'],
    ['/States/a~1b/Choices/1', '{'],
    ['/States/a~1b/Choices/1/Next', '"Next": "Gone"'],
    ['/States/A/Missing', '"A"']
  ])('%s is at %s', (pointer, expected) => {
    expect(at(pointer)).toBe(expected)
  })

  test('an empty text has a place too', () => {
    expect(rangeOfPointer('', '/States')).toEqual({ from: 0, to: 0 })
  })
})

/** `|` in the text is the cursor. */
function cursor(marked: string): ReturnType<typeof cursorAt> {
  const offset = marked.indexOf('|')
  const plain = marked.replace('|', '')
  return cursorAt(parseTree(plain), plain, offset)
}

describe('the cursor knows what is being written', () => {
  test('a value in quotes', () => {
    expect(cursor('{"States": {"A": {"Next": "B|"}}}')).toEqual({
      path: ['States', 'A', 'Next'],
      slot: 'value',
      range: { from: 26, to: 29 }
    })
  })

  test('a value that is not begun', () => {
    expect(cursor('{"States": {"A": {"Next": |}}}')).toEqual({
      path: ['States', 'A', 'Next'],
      slot: 'value',
      range: undefined
    })
  })

  test('a name in quotes', () => {
    expect(cursor('{"States": {"A": {"Ne|"}}}')).toMatchObject({
      path: ['States', 'A', 'Ne'],
      slot: 'name'
    })
  })

  test('a name that is not begun', () => {
    expect(cursor('{"States": {"A": {"Type": "Pass", |}}}')).toMatchObject({
      path: ['States', 'A'],
      slot: 'name'
    })
  })

  test('an element of a list', () => {
    expect(cursor('{"Choices": [{"Next": "A"}, {"Next": "|"}]}')).toMatchObject({
      path: ['Choices', 1, 'Next'],
      slot: 'value'
    })
  })

  test('nothing outside of an object', () => {
    expect(cursor('|')).toBeUndefined()
  })
})
