import { expect, test } from 'vitest'
import { formatJson } from '../../../renderer/editor/format-json.ts'

test('objects are spread over lines and short lists of scalars stay on one', () => {
  expect(formatJson('{"a":{"b":[1,2,"x"],"c":{}},"d":[{"e":null}],"f":[]}')).toBe(`{
  "a": {
    "b": [1, 2, "x"],
    "c": {}
  },
  "d": [
    {
      "e": null
    }
  ],
  "f": []
}
`)
})

test('numbers keep their spelling and members their order', () => {
  expect(formatJson('{"10":1.0,"2":1e3,"1":12345678901234567890}')).toBe(
    '{\n  "10": 1.0,\n  "2": 1e3,\n  "1": 12345678901234567890\n}\n'
  )
})

test('a list that does not fit is spread', () => {
  expect(formatJson('["aaaaaaaaaa","bbbbbbbbbb"]', 20)).toBe(
    '[\n  "aaaaaaaaaa",\n  "bbbbbbbbbb"\n]\n'
  )
})

test('formatting twice changes nothing', () => {
  const once = formatJson('{"a":[{"b":[1,[2]]}],"c":"\\u00e9 \\" \\\\"}')
  expect(formatJson(once)).toBe(once)
})
