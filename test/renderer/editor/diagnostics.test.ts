import { expect, test } from 'vitest'
import type { Problem } from '../../../asl/validate/problem.ts'
import { locate } from '../../../renderer/editor/diagnostics.ts'

const text = '{\n  "StartAt": "Gone",\n  "States": {}\n}'

function problem(pointer: string, rest: Partial<Problem> = {}): Problem {
  return { severity: 'error', code: 'CODE', message: 'Expected …', pointer, ...rest }
}

test('a problem is underlined where its pointer points', () => {
  const [located] = locate(text, [problem('/StartAt')])
  expect(text.slice(located?.from, located?.to)).toBe('"StartAt": "Gone"')
  expect(located?.line).toBe(2)
})

test('a problem of the text itself is underlined at its line and column', () => {
  const [located] = locate('{\n  "a": tru\n}', [problem('', { line: 2, column: 8 })])
  expect(located).toMatchObject({ from: 9, to: 12, line: 2 })
})

test('a place after the end of the text is still a place', () => {
  expect(locate('{', [problem('', { line: 9, column: 9 })])[0]).toMatchObject({ from: 0, to: 1 })
  expect(locate('', [problem('', { line: 1, column: 1 })])[0]).toMatchObject({ from: 0, to: 0 })
})

test('problems come in the order of the text', () => {
  const located = locate(text, [problem('/States', { severity: 'warning' }), problem('/StartAt')])
  expect(located.map(({ pointer }) => pointer)).toEqual(['/StartAt', '/States'])
})

test('a hint follows the message', () => {
  expect(locate(text, [problem('', { hint: 'Did you mean “A”?' })])[0]?.message).toBe(
    'Expected …. Did you mean “A”?'
  )
})

test('a value with a line and a column is underlined as a whole', () => {
  const [located] = locate(text, [problem('/StartAt', { line: 2, column: 14 })])
  expect(text.slice(located?.from, located?.to)).toBe('"Gone"')
})
