import { expect, test } from 'vitest'
import type { Input, Output } from '../../../api/index.ts'
import { Deletion } from '../../../renderer/features/executions/deletion.svelte.ts'

type Answer = Output<'DeleteExecutions'>

function deletionOver(answers: (Answer | Error)[], filters: object = {}) {
  const asked: Input<'DeleteExecutions'>[] = []
  const deletion = new Deletion(
    {
      DeleteExecutions: (input) => {
        asked.push(input)
        const answer = answers.shift() ?? { executions: 0, bytes: 0, hasMore: false }
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
      }
    },
    filters,
    () => 1_000_000
  )
  return { deletion, asked }
}

test('it begins with the filters of the list, and counts without deleting', async () => {
  const { deletion, asked } = deletionOver([{ executions: 3, bytes: 10, hasMore: false }], {
    stateMachineArn: 'arn:m',
    status: 'FAILED'
  })
  deletion.age = '1d'
  deletion.includesKept = true
  await deletion.count()
  expect(asked).toEqual([
    {
      stateMachineArn: 'arn:m',
      status: 'FAILED',
      startedBefore: 913_600,
      includeKept: true,
      dryRun: true
    }
  ])
  expect(deletion.found?.executions).toBe(3)
  expect(deletion.deleted).toBe(0)
})

test('what runs is never asked for', () => {
  expect(deletionOver([], { status: 'RUNNING' }).deletion.question).toEqual({})
})

test('it goes on a thousand at a time until nothing is left', async () => {
  const { deletion, asked } = deletionOver([
    { executions: 1000, bytes: 1, hasMore: true },
    { executions: 1000, bytes: 1, hasMore: true },
    { executions: 7, bytes: 1, hasMore: false }
  ])
  expect(await deletion.start()).toBe(true)
  expect([deletion.deleted, asked.length, deletion.isDeleting]).toEqual([2007, 3, false])
})

test('when it is stopped what is deleted stays so, and no more follows', async () => {
  const { deletion, asked } = deletionOver([
    { executions: 1000, bytes: 1, hasMore: true },
    { executions: 1000, bytes: 1, hasMore: true }
  ])
  const done = deletion.start()
  deletion.stop()
  expect(await done).toBe(true)
  expect([deletion.deleted, asked.length]).toEqual([1000, 1])
})

test('a refusal is shown, with what was deleted before it', async () => {
  const { deletion } = deletionOver([
    { executions: 1000, bytes: 1, hasMore: true },
    new Error('disk full')
  ])
  expect(await deletion.start()).toBe(false)
  expect([deletion.deleted, deletion.error]).toEqual([1000, 'disk full'])
})
