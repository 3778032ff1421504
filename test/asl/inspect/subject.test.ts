import { expect, it } from 'vitest'
import { findSubject } from '../../../asl/inspect/subject.ts'
import { invalidDefinitionMessage } from '../../../asl/validate/diagnostic.ts'

const messageOf = (text: string): string => {
  const outcome = findSubject(text, undefined)
  return 'problems' in outcome ? invalidDefinitionMessage(outcome.problems, outcome.text) : ''
}

it('a single state may go on to states that are not there', () => {
  const state = {
    Type: 'Choice',
    Choices: [{ Variable: '$.a', IsPresent: true, Next: 'A' }],
    Default: 'B'
  }
  expect(findSubject(JSON.stringify(state), undefined)).toHaveProperty('found')
})

it('a single state may go on to a state whose name another one within it has', () => {
  const block = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } }
  const state = { Type: 'Parallel', Branches: [block], Next: 'B' }
  expect(findSubject(JSON.stringify(state), undefined)).toHaveProperty('found')
})

it('a transition inside of a single state has to lead somewhere', () => {
  const block = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Nowhere' } } }
  const state = { Type: 'Parallel', Branches: [block], End: true }
  expect(messageOf(JSON.stringify(state))).toContain('Nowhere')
})

it('problems of a single state are placed at the name that AWS gives it', () => {
  expect(messageOf('{"Type":"Parallel","Branches":[],"End":true}')).toBe(
    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/StateName/Branches'"
  )
})

it('a text that is no JSON, or no object, is a problem and never thrown', () => {
  expect(messageOf('{')).toContain('INVALID_JSON_DESCRIPTION')
  expect(messageOf('['.repeat(100_000))).toContain('Invalid State Machine Definition')
  expect(messageOf('[]')).toContain('Invalid State Machine Definition')
  expect(messageOf('')).toContain('Invalid State Machine Definition')
})

it('names the states that there are where the wanted one is not', () => {
  const machine = '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Succeed"}}}'
  expect(findSubject(machine, 'C')).toEqual({ names: ['A', 'B'] })
})

it('a distributed Map is a subject although nothing here runs its child executions', () => {
  const map = {
    Type: 'Map',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'b', Key: 'k' }
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'A',
      States: { A: { Type: 'Pass', End: true } }
    },
    End: true
  }
  expect(findSubject(JSON.stringify(map), undefined)).toHaveProperty('found')
})
