import { expect, test } from 'vitest'
import { jsonRows } from '../../../renderer/ui/json-view/json-rows.ts'
import { tracksOf, windowOf } from '../../../renderer/ui/table/columns.ts'

const open = { isCollapsed: () => false, limit: 1000 }

test('a value becomes the lines of its indented JSON', () => {
  const rows = jsonRows({ a: 1, list: [true, 'x'], empty: {} }, open)
  expect(
    rows.map(
      (row) => `${'  '.repeat(row.depth)}${row.key ?? ''}${row.text}${row.hasComma ? ',' : ''}`
    )
  ).toEqual(['{', '  a1,', '  list[', '    true,', '    "x"', '  ],', '  empty{}', '}'])
})

test('a folded container is one line that says how much is in it', () => {
  const rows = jsonRows(
    { a: { b: 1, c: 2 } },
    { ...open, isCollapsed: (pointer) => pointer === '/a' }
  )
  expect(rows[1]).toMatchObject({ text: '{…}', isCollapsed: true, size: 2 })
  expect(rows).toHaveLength(3)
})

test('every line has its own pointer, whatever the keys are', () => {
  const rows = jsonRows({ '': { '/': 1 }, 'a/b': [0, [0]], '~': null }, open)
  expect(new Set(rows.map((row) => row.pointer)).size).toBe(rows.length)
})

test('a huge value costs no more than the limit', () => {
  const rows = jsonRows(
    Array.from({ length: 100_000 }, (_, index) => index),
    { ...open, limit: 50 }
  )
  expect(rows).toHaveLength(50)
})

test('only rows near the view are drawn', () => {
  const view = { count: 100_000, rowHeight: 40, scrollTop: 40_000, height: 800, overscan: 10 }
  expect(windowOf(view)).toEqual({ start: 990, end: 1030 })
  expect(windowOf({ ...view, scrollTop: 0 })).toEqual({ start: 0, end: 30 })
  expect(windowOf({ ...view, count: 5, scrollTop: 9999 })).toEqual({ start: 5, end: 5 })
})

test('optional columns leave a narrow window', () => {
  const columns = [
    { label: 'A', width: '1fr' },
    { label: 'B', isOptional: true }
  ]
  expect(tracksOf(columns)).toEqual({ all: '1fr minmax(0, 1fr)', narrow: '1fr' })
})
