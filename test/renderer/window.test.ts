import { expect, test, vi } from 'vitest'
import type { Client } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import type { EngineEvent } from '../../api/events.ts'
import { appActions, places } from '../../renderer/actions.ts'
import { Engine } from '../../renderer/engine.svelte.ts'
import { Keyboard, nameOfKey } from '../../renderer/keyboard.svelte.ts'
import { LiveQuery } from '../../renderer/live-query.svelte.ts'
import { PagedList } from '../../renderer/paged-list.svelte.ts'
import { matchRoute, pathTo, routes } from '../../renderer/routes.ts'
import { takeToken } from '../../renderer/token.ts'
import { ExampleRunner } from '../../renderer/features/welcome/welcome.svelte.ts'

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isTyping: false,
  ...more
})

const app = {
  go: vi.fn<(address: string) => void>(),
  openPalette: vi.fn<() => void>(),
  openShortcuts: vi.fn<() => void>(),
  chooseTheme: vi.fn<() => void>()
}

test('keys in a row go places, and letters typed into a field do not', () => {
  const keyboard = new Keyboard(() => 0)
  keyboard.register(appActions(app))
  keyboard.press(press('g', { isTyping: true }))
  keyboard.press(press('e', { isTyping: true }))
  expect(app.go).not.toHaveBeenCalled()
  expect(keyboard.press(press('g'))).toBe(false)
  expect(keyboard.press(press('e'))).toBe(true)
  expect(app.go).toHaveBeenCalledExactlyOnceWith('/executions')
  expect(keyboard.press(press('k', { ctrlKey: true, isTyping: true }))).toBe(true)
  expect(app.openPalette).toHaveBeenCalledOnce()
})

test('a sequence that takes too long is forgotten', () => {
  let now = 0
  const keyboard = new Keyboard(() => now)
  const run = vi.fn<() => void>()
  keyboard.register([
    { id: 'x', title: 'X', group: 'Help', icon: places[0]?.icon ?? never(), keys: ['g', 'x'], run }
  ])
  keyboard.press(press('g'))
  now = 5000
  keyboard.press(press('x'))
  expect(run).not.toHaveBeenCalled()
})

test('no two actions have the same keys, and none begins with all of another', () => {
  const keys = appActions(app).flatMap((action) => (action.keys ? [action.keys.join(' ')] : []))
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.filter((one) => keys.some((other) => other.startsWith(`${one} `)))).toEqual([])
})

test('modifiers alone and combinations with Alt are no keys of ours', () => {
  expect(nameOfKey(press('Shift'))).toBeUndefined()
  expect(nameOfKey(press('f', { altKey: true }))).toBeUndefined()
  expect(nameOfKey(press('K', { metaKey: true }))).toBe('Mod+k')
})

test('every place of the sidebar has a page, and ARNs survive the address', () => {
  for (const place of places) expect(matchRoute(place.path)?.route.section).toBe(place.path)
  const arn = 'arn:aws:states:us-east-1:0:execution:a/b:name with % sign'
  expect(matchRoute(pathTo.execution(arn))?.params).toEqual({ executionArn: arn })
  expect(matchRoute('/state-machines/new')?.route.title).toBe('New state machine')
  expect(matchRoute('/nowhere')).toBeUndefined()
  expect(new Set(routes.map((route) => route.path)).size).toBe(routes.length)
})

test('the token leaves the address and stays in the tab', () => {
  const storage = new Map<string, string>()
  const store = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value)
  }
  const replaceState = vi.fn<History['replaceState']>()
  const address = { hash: '#token=abc', pathname: '/executions', search: '?a=1' }
  expect(takeToken(address, { replaceState }, store)).toBe('abc')
  expect(replaceState).toHaveBeenCalledWith(null, '', '/executions?a=1')
  expect(takeToken({ ...address, hash: '' }, { replaceState }, store)).toBe('abc')
  expect(
    takeToken({ ...address, hash: '' }, { replaceState }, { ...store, getItem: () => null })
  ).toBe(undefined)
})

const engineOver = (client: Partial<Client>, onRefused?: () => void): Engine =>
  new Engine({
    client: client as Client,
    follow: () => Promise.resolve(),
    ...(onRefused ? { onRefused } : {})
  })

test('listeners get the notices that they asked for, and every reset', () => {
  const engine = engineOver({})
  const got: EngineEvent[] = []
  const stop = engine.on(['mail'], (event) => got.push(event))
  engine.receive({ type: 'mail', mailId: '1', status: 'SENT' })
  engine.receive({ type: 'schedule', name: 's' })
  engine.receive({ type: 'reset' })
  stop()
  engine.receive({ type: 'mail', mailId: '2', status: 'SENT' })
  expect(got.map((event) => event.type)).toEqual(['mail', 'reset'])
})

test('the number of waiting approvals follows the notices', () => {
  const engine = engineOver({})
  engine.receive({ type: 'approval', approvalId: 'a', status: 'PENDING', pendingCount: 4 })
  expect(engine.pendingApprovals).toBe(4)
})

test('what was missed while away is known until it is put away', () => {
  const engine = engineOver({})
  engine.receive({ type: 'digest', missedCount: 3, caughtUpCount: 1, scheduleCount: 2 })
  expect(engine.away?.missedCount).toBe(3)
  engine.receive({ type: 'digest', missedCount: 0, caughtUpCount: 0, scheduleCount: 0 })
  expect(engine.away).toBeUndefined()
})

test('a lost connection shows as reconnecting, the first attempt as connecting', () => {
  const engine = engineOver({})
  engine.changeConnection(false)
  expect(engine.connection).toBe('connecting')
  engine.changeConnection(true)
  engine.changeConnection(false)
  expect(engine.connection).toBe('reconnecting')
})

test('a refused token is told, other failures are not taken for it', async () => {
  const onRefused = vi.fn<() => void>()
  const failing = (error: Error): Partial<Client> => ({
    DescribeEngine: () => Promise.reject(error),
    ListApprovals: () => Promise.reject(error),
    GetDigest: () => Promise.reject(error)
  })
  await engineOver(failing(new Error('away')), onRefused).describe()
  expect(onRefused).not.toHaveBeenCalled()
  await engineOver(failing(new ApiError('AccessDeniedException', 'no')), onRefused).describe()
  expect(onRefused).toHaveBeenCalledOnce()
})

test('a query keeps its last good answer when a later one fails', async () => {
  let answer: () => Promise<number> = () => Promise.resolve(1)
  const query = new LiveQuery({ load: () => answer() })
  await query.refresh()
  answer = () => Promise.reject(new Error('away'))
  await query.refresh()
  expect([query.data, query.error?.message, query.isLoading]).toEqual([1, 'away', false])
})

test('an answer that was overtaken by a newer question is dropped', async () => {
  const answers: ((value: string) => void)[] = []
  const query = new LiveQuery<string>({
    load: () => new Promise((resolve) => answers.push(resolve))
  })
  const first = query.refresh()
  const second = query.refresh()
  answers[1]?.('new')
  await second
  answers[0]?.('old')
  await first
  expect(query.data).toBe('new')
})

test('freshening the head of a list keeps the later pages', async () => {
  let head = ['c', 'b']
  const list = new PagedList<string>({
    keyOf: (item) => item,
    loadPage: (token) =>
      Promise.resolve(token ? { items: ['a'] } : { items: head, nextToken: 'more' })
  })
  await list.reload()
  await list.loadMore()
  head = ['d', 'c']
  await list.refreshHead()
  expect(list.items).toEqual(['d', 'c', 'b', 'a'])
  expect(list.hasMore).toBe(false)
})

test('an example is installed and started, and a failure is told with its name', async () => {
  const calls: unknown[] = []
  const runner = new ExampleRunner({
    InstallExample: (input) => {
      calls.push(input)
      return input.name === 'broken'
        ? Promise.reject(new Error('disk full'))
        : Promise.resolve({ stateMachineArn: 'arn:m', input: '{"a":1}' })
    },
    StartExecution: (input) => {
      calls.push(input)
      return Promise.resolve({ executionArn: 'arn:e', startDate: 1 })
    }
  })
  expect(await runner.run({ name: 'hello' })).toBe('arn:e')
  expect(calls).toEqual([{ name: 'hello' }, { stateMachineArn: 'arn:m', input: '{"a":1}' }])
  expect(await runner.run({ name: 'broken' })).toBeUndefined()
  expect(runner.failure).toEqual({ name: 'broken', message: 'disk full' })
})

function never(): never {
  throw new Error('there is a first place')
}
