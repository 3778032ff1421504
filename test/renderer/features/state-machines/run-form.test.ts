import { expect, test } from 'vitest'
import { RunForm } from '../../../../renderer/features/state-machines/run-form.svelte.ts'

type RunClient = ConstructorParameters<typeof RunForm>[0]

const details = {
  executionArn: 'arn:e',
  stateMachineArn: 'arn:m',
  name: 'e',
  status: 'SUCCEEDED',
  startDate: 1
} as const

function client(changes: Partial<RunClient> = {}): RunClient {
  return {
    SearchExecutions: () => Promise.resolve({ executions: [] }),
    DescribeExecution: () =>
      Promise.resolve({
        ...details,
        input: '{"last": true}',
        inputDetails: { included: true },
        redriveCount: 0,
        redriveStatus: 'NOT_REDRIVABLE'
      }),
    ListExamples: () => Promise.resolve({ examples: [] }),
    StartExecution: () => Promise.resolve({ executionArn: 'arn:new', startDate: 1 }),
    ...changes
  }
}

const example = {
  name: 'm',
  title: 'M',
  description: '',
  definition: '{}',
  input: '{"example":true}',
  stateMachineArn: 'arn:m'
}

test('the last execution’s input is offered first', async () => {
  const form = new RunForm(
    client({
      SearchExecutions: () => Promise.resolve({ executions: [details] }),
      ListExamples: () => Promise.resolve({ examples: [example] })
    }),
    'arn:m'
  )
  await form.load()
  expect(form.source).toBe('last')
  expect(JSON.parse(form.input)).toEqual({ last: true })
})

test('an example that never ran offers its own input', async () => {
  const form = new RunForm(
    client({ ListExamples: () => Promise.resolve({ examples: [example] }) }),
    'arn:m'
  )
  await form.load()
  expect(form.source).toBe('example')
  expect(JSON.parse(form.input)).toEqual({ example: true })
})

test('without either, or when the engine does not answer, it is an empty object', async () => {
  const away = (): Promise<never> => Promise.reject(new TypeError('fetch failed'))
  const form = new RunForm(client({ SearchExecutions: away, ListExamples: away }), 'arn:m')
  await form.load()
  expect(form.source).toBe('empty')
  expect(form.input).toBe('{}')
  expect(form.isLoading).toBe(false)
})

test('a wrong input or name is not sent', async () => {
  let starts = 0
  const form = new RunForm(
    client({
      StartExecution: () => {
        starts += 1
        return Promise.resolve({ executionArn: 'arn:new', startDate: 1 })
      }
    }),
    'arn:m'
  )
  form.input = '{'
  await form.start()
  form.input = '{}'
  form.name = 'not a name'
  await form.start()
  expect(starts).toBe(0)
  form.name = 'run-1'
  expect(await form.start()).toBe('arn:new')
})
