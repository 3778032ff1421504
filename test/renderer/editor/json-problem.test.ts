import { expect, test } from 'vitest'
import { jsonProblem } from '../../../renderer/editor/json-problem.ts'

test('JSON has no problem', () => {
  expect(jsonProblem('{"a": [1, null, true, "x"]}')).toBeUndefined()
})

test.each([
  ['', 'Expected JSON, found the end of the text.', 1, 1],
  ['{"a":1,}', 'Expected JSON, found “}”. Remove the comma before it.', 1, 8],
  ['{a:1}', 'Expected JSON, found “a”. Put text and names in double quotes.', 1, 2],
  ["{'a':1}", "Expected JSON, found “'”. JSON text stands in double quotes.", 1, 2],
  ['{"a":1\n  "b":2}', 'Expected JSON, found “"b"”. Is a comma missing?', 2, 3],
  ['["x\ny"]', 'Expected JSON, found “"x”. Write a line break inside text as \\n.', 1, 2]
])('%j is refused with a reason and a place', (text, message, line, column) => {
  expect(jsonProblem(text)).toMatchObject({ message, line, column })
})
