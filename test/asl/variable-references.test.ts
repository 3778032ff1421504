import { expect, test } from 'vitest'
import type { Definition } from '../../asl/definition.ts'
import { variableReferences } from '../../asl/variable-references.ts'

const read = (state: object): Record<string, string[]> =>
  variableReferences({
    StartAt: 'S',
    States: { S: { Type: 'Pass', End: true, ...state } }
  } as unknown as Definition)

test('paths and intrinsic functions of JSONPath read variables, quotes and data do not', () => {
  expect(read({ Parameters: { 'a.$': "States.Format('$no {}', $yes, $.data)" } })).toEqual({
    S: ['yes']
  })
  expect(read({ InputPath: '$b.c', OutputPath: '$$.Execution', Result: { 'x.$': '$no' } })).toEqual(
    { S: ['b'] }
  )
  expect(read({ Parameters: { plain: '$no' }, ResultPath: '$.x' })).toEqual({})
})

test('JSONata reads what it has not bound itself, and functions are none', () => {
  const jsonata = (expression: string) =>
    read({ QueryLanguage: 'JSONata', Output: `{% ${expression} %}` })
  expect(jsonata('$sum($list) + $states.input.x')).toEqual({ S: ['list'] })
  expect(jsonata('($a := 1; $map($items, function($i) { $i + $a + $b }))')).toEqual({
    S: ['b', 'items']
  })
  expect(jsonata('$.x')).toEqual({})
})

test('the states of a Map are listed by themselves', () => {
  const ItemProcessor = {
    StartAt: 'In',
    States: { In: { Type: 'Pass', InputPath: '$inner', End: true } }
  }
  expect(read({ Type: 'Map', ItemsPath: '$outer', ItemProcessor })).toEqual({
    In: ['inner'],
    S: ['outer']
  })
})
