import { expect, test } from 'vitest'
import { factsOf, wordsOf } from '../../../../renderer/features/approvals/data-facts.ts'

test('members become facts, nested ones with the path that leads to them', () => {
  expect(
    factsOf({ model: 'm-1', metrics: { accuracy: 0.94, isBetter: true }, note: null })
  ).toEqual([
    { path: ['model'], text: 'm-1', kind: 'text' },
    { path: ['metrics', 'accuracy'], text: '0.94', kind: 'number' },
    { path: ['metrics', 'isBetter'], text: 'yes', kind: 'truth' },
    { path: ['note'], text: 'none', kind: 'nothing' }
  ])
})

test('short lists are one fact, lists of objects are JSON, addresses are links', () => {
  expect(
    factsOf({ tags: ['a', 'b'], rows: [{ a: 1 }], at: 'https://example.com/x', n: 1 })
  ).toEqual([
    { path: ['tags'], text: 'a, b', kind: 'text' },
    { path: ['rows'], text: '[{"a":1}]', kind: 'json' },
    { path: ['at'], text: 'https://example.com/x', kind: 'link' },
    { path: ['n'], text: '1', kind: 'number' }
  ])
})

test.each([[null], ['text'], [[1, 2]], [{}], [{ rows: [{ a: 1 }] }]])(
  '%j is better read as JSON',
  (data) => {
    expect(factsOf(data)).toBeUndefined()
  }
)

test('an address that is no web address is no link', () => {
  expect(factsOf({ at: 'javascript:alert(1)' })?.[0]?.kind).toBe('text')
})

test('names read like words', () => {
  expect(wordsOf('valAccuracy')).toBe('Val accuracy')
  expect(wordsOf('accessKeyID')).toBe('Access keyID')
  expect(wordsOf('f1_score')).toBe('F1 score')
})
