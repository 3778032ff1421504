import { describe, expect, it } from 'vitest'
import type { State } from '../../../asl/definition.ts'
import {
  configurationProblem,
  contextProblem,
  mockProblem
} from '../../../asl/inspect/mock-rules.ts'

const task = (resource: string): State => ({ Type: 'Task', Resource: resource, End: true })
const block = { StartAt: 'A', States: { A: { Type: 'Pass' as const, End: true } } }
const parallel: State = { Type: 'Parallel', Branches: [block, block], End: true }
const map: State = { Type: 'Map', ItemProcessor: block, End: true }

describe('a mock', () => {
  it.each(['Pass', 'Succeed', 'Fail'] as const)('is refused for a %s', (Type) => {
    expect(mockProblem({ Type }, { result: '1' })).toBe(
      `State type '${Type}' is not supported when a mock is specified`
    )
  })

  it('has a result or an error, not both and not neither', () => {
    const one = 'A test mock should have only one of the following fields: [result, errorOutput].'
    const state = task('plugin:shell:run')
    expect(mockProblem(state, { result: '1', errorOutput: { error: 'E' } })).toBe(one)
    expect(mockProblem(state, {})).toBe(one)
    expect(mockProblem(state, { errorOutput: { error: 'E' } })).toBeUndefined()
  })

  it('has a result of JSON, even where its members are not looked at', () => {
    const mock = { result: 'text', fieldValidationMode: 'NONE' } as const
    expect(mockProblem(task('plugin:shell:run'), mock)).toBe('Mocked result must be valid JSON')
  })

  it('of a Parallel has one item a branch, of a Map is a list, or an object from its ResultWriter', () => {
    expect(mockProblem(parallel, { result: '[1]' })).toBe(
      'Mocked result must contain the same number of items as number of Parallel branches.'
    )
    expect(mockProblem(parallel, { result: '[1,2]' })).toBeUndefined()
    expect(mockProblem(map, { result: '{}' })).toBe('Mocked result must be an array.')
    expect(mockProblem({ ...map, ResultWriter: {} }, { result: '[]' })).toBe(
      'Mocked result must be a JSON object.'
    )
  })

  it('is needed for what a test cannot do by itself', () => {
    expect(mockProblem(map, undefined)).toContain("'Map'")
    expect(mockProblem(parallel, undefined)).toContain("'Parallel'")
    const activity = 'arn:aws:states:us-east-1:000000000000:activity:a'
    expect(mockProblem(task(activity), undefined)).toContain('Activity')
    expect(mockProblem(task('arn:aws:states:::ecs:runTask.sync'), undefined)).toContain('.sync')
    expect(mockProblem(task('plugin:shell:run'), undefined)).toBeUndefined()
  })
})

describe('a context object', () => {
  it('has only what the one of an execution has', () => {
    expect(contextProblem({ Execution: { Name: 'e', Input: [1] }, Task: { Token: 't' } })).toBe(
      undefined
    )
    expect(contextProblem({ Pokedex: {} })).toBe(
      "Invalid Context object provided: Field 'Pokedex' is not allowed"
    )
    expect(contextProblem({ Execution: { Owner: 'me' } })).toBe(
      "Invalid Context object provided: Field 'Owner' is not allowed"
    )
    expect(contextProblem({ State: { RetryCount: 'one' } })).toBe(
      "Invalid Context object provided: Field 'RetryCount' must be a number"
    )
    expect(contextProblem([])).toMatch(/^Invalid Context object provided/)
  })
})

it('the state that is said to have caused an error is one of those within', () => {
  expect(configurationProblem(map, { errorCausedByState: 'A' })).toBeUndefined()
  expect(configurationProblem(map, { errorCausedByState: 'B' })).toContain("'B'")
  expect(configurationProblem(map, { mapItemReaderData: '[' })).toContain('mapItemReaderData')
})
