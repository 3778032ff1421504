import { expect, test, vi } from 'vitest'
import type { Input, Output } from '../../../api/index.ts'
import {
  ExecutionList,
  filtersOf,
  placeText,
  searchText,
  type ExecutionItem
} from '../../../renderer/features/executions/execution-list.svelte.ts'

const item = (name: string, startDate: number, status: ExecutionItem['status'] = 'RUNNING') => ({
  executionArn: `arn:${name}`,
  stateMachineArn: 'arn:machine',
  name,
  status,
  startDate,
  redriveCount: 0
})

function listOver(pages: ExecutionItem[][]): {
  executions: ExecutionList
  asked: Input<'SearchExecutions'>[]
} {
  const asked: Input<'SearchExecutions'>[] = []
  const executions = new ExecutionList(
    {
      SearchExecutions: (input): Promise<Output<'SearchExecutions'>> => {
        asked.push(input)
        const at = Number(input.nextToken ?? 0)
        const isLast = at + 1 >= pages.length
        return Promise.resolve({
          executions: pages[at] ?? [],
          ...(isLast ? {} : { nextToken: String(at + 1) })
        })
      },
      CountExecutions: () => Promise.resolve({ counts: { RUNNING: 2, FAILED: 1 } })
    },
    () => 10_000
  )
  return { executions, asked }
}

const notice = ({ executionArn, stateMachineArn, name, status, startDate }: ExecutionItem) => ({
  type: 'execution' as const,
  executionArn,
  stateMachineArn,
  name,
  status,
  startDate
})
const names = (executions: ExecutionList): string[] =>
  executions.list.items.map((execution) => execution.name)

test('the filters of the address become the question to the engine', async () => {
  const { executions, asked } = listOver([[]])
  await executions.show(
    filtersOf(new URLSearchParams('status=FAILED&stateMachine=arn%3Am&text=night&period=1h'))
  )
  expect(asked).toEqual([
    {
      maxResults: 100,
      status: 'FAILED',
      stateMachineArn: 'arn:m',
      text: 'night*',
      startedAfter: 6400
    }
  ])
  expect(executions.isFiltered).toBe(true)
  expect(executions.list.isEmpty).toBe(true)
})

test('a status that does not exist is no filter', () => {
  expect(filtersOf(new URLSearchParams('status=NONSENSE')).status).toBeUndefined()
})

test('pages follow each other by token, without asking beyond the last', async () => {
  const { executions, asked } = listOver([[item('b', 2)], [item('a', 1)]])
  await executions.show({})
  expect(executions.list.hasMore).toBe(true)
  await executions.list.loadMore()
  await executions.list.loadMore()
  expect(names(executions)).toEqual(['b', 'a'])
  expect(asked).toHaveLength(2)
  expect(executions.total).toBe(3)
})

test('a search goes on past pages in which it found nothing', async () => {
  const { executions, asked } = listOver([[], [], [item('old', 1)], []])
  await executions.show({ text: 'old' })
  expect(names(executions)).toEqual(['old'])
  await executions.list.loadMore()
  expect(names(executions)).toEqual(['old'])
  expect(executions.list.hasMore).toBe(false)
  expect(asked).toHaveLength(4)
})

test('notices change rows in place and put new executions on top', async () => {
  const { executions, asked } = listOver([[item('b', 2), item('a', 1)]])
  await executions.show({})
  executions.receive(notice(item('a', 1, 'SUCCEEDED')))
  executions.receive(notice(item('c', 3)))
  executions.flush()
  expect(names(executions)).toEqual(['c', 'b', 'a'])
  expect(executions.list.items.at(-1)?.status).toBe('SUCCEEDED')
  expect(asked).toHaveLength(1)
  executions.dispose()
})

test('a row that waits keeps its place through notices, until it has ended or its turn has come', async () => {
  vi.useFakeTimers()
  const queue = { position: 3, queuedDate: 1 }
  const pages = [[{ ...item('a', 1), queue, isKept: true }]]
  const { executions, asked } = listOver(pages)
  await executions.show({})
  executions.receive(notice(item('a', 1)))
  executions.flush()
  expect(executions.list.items).toMatchObject([{ queue, isKept: true }])
  expect(placeText(queue)).toBe('place 3')
  pages[0] = [{ ...item('a', 1), queue: { ...queue, position: 1 }, isKept: true }]
  executions.turnsSoon()
  executions.turnsSoon()
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(2)
  expect(executions.list.items[0]?.queue?.position).toBe(1)
  executions.receive(notice(item('a', 1, 'ABORTED')))
  executions.flush()
  expect(executions.list.items[0]).not.toHaveProperty('queue')
  expect(executions.list.items[0]?.isKept).toBe(true)
  executions.turnsSoon()
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(2)
  executions.dispose()
  vi.useRealTimers()
})

test('a row whose new status no longer fits the filter leaves the list', async () => {
  const { executions } = listOver([[item('a', 1)]])
  await executions.show({ status: 'RUNNING' })
  executions.receive(notice(item('a', 1, 'FAILED')))
  executions.receive(notice(item('other', 2, 'FAILED')))
  executions.flush()
  expect(names(executions)).toEqual([])
  executions.dispose()
})

test('children of map runs are not put into the list', async () => {
  const { executions } = listOver([[item('a', 1)]])
  await executions.show({})
  const stateMachineArn = `${item('child', 2).stateMachineArn}/Items`
  executions.receive(notice({ ...item('child', 2), stateMachineArn }))
  executions.flush()
  expect(names(executions)).toEqual(['a'])
  executions.dispose()
})

test('an execution older than the loaded pages waits for its page', async () => {
  const { executions } = listOver([[item('c', 30), item('b', 20)], [item('a', 10)]])
  await executions.show({})
  executions.receive(notice(item('a', 10, 'SUCCEEDED')))
  executions.flush()
  expect(names(executions)).toEqual(['c', 'b'])
  executions.dispose()
})

test('a reset asks for everything again', async () => {
  const { executions, asked } = listOver([[item('a', 1)]])
  await executions.show({})
  executions.receive({ type: 'reset' })
  await vi.waitFor(() => {
    expect(asked).toHaveLength(2)
  })
})

test('the word that is being typed counts as a beginning, unless the text says otherwise', () => {
  expect(searchText('order 12')).toBe('order 12*')
  expect(searchText('prices-2026')).toBe('prices-2026*')
  expect(searchText('"order 12"')).toBe('"order 12"')
  expect(searchText('order ')).toBe('order ')
  expect(searchText('order*')).toBe('order*')
  expect(searchText('order OR')).toBe('order OR')
})

test('while words are searched for, a notice changes known rows and adds none by itself', async () => {
  const { executions } = listOver([[item('a', 1)]])
  await executions.show({ text: 'a' })
  executions.receive(notice({ ...item('a', 1), status: 'FAILED' }))
  executions.receive(notice(item('b', 2)))
  executions.flush()
  expect(executions.list.items.map(({ name, status }) => [name, status])).toEqual([['a', 'FAILED']])
  executions.dispose()
})

test('a search that has yet to read older executions is said to be incomplete', async () => {
  const executions = new ExecutionList({
    SearchExecutions: () => Promise.resolve({ executions: [], isIncomplete: true }),
    CountExecutions: () => Promise.resolve({ counts: {} })
  })
  await executions.show({ text: 'a' })
  expect(executions.isIncomplete).toBe(true)
})
