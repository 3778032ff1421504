import { expect, test } from 'vitest'
import { placeOfState, stateAt } from '../../../renderer/editor/state-places.ts'

const text =
  '{"States": {"A": {"Type": "Parallel", "Branches": [{"States": {"B": {"Type": "Pass"}}}]}, "C": {}}}'

test('the innermost state around the cursor is found', () => {
  expect(stateAt(text, text.indexOf('Parallel'))).toBe('A')
  expect(stateAt(text, text.indexOf('Pass'))).toBe('B')
  expect(stateAt(text, 3)).toBeUndefined()
})

test('a state is found in the text, also inside of a branch', () => {
  const place = placeOfState(text, 'B')
  expect(text.slice(place?.from, place?.to)).toBe('"B"')
  expect(placeOfState(text, 'Gone')).toBeUndefined()
})
