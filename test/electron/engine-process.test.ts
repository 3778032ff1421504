import { expect, test } from 'vitest'
import { nextPause } from '../../electron/main/back-off.ts'
import { EngineProcess } from '../../electron/main/engine-process.ts'
import type { EngineLink } from '../../electron/main/engine-link.ts'
import type { EngineProcessOptions } from '../../electron/main/engine-process.ts'

/** An engine process that a test steers by hand. */
function steeredLink() {
  const posted: unknown[] = []
  let onMessage: (message: unknown) => void = () => undefined
  let onErrorText: (text: string) => void = () => undefined
  let end: (code: number | null) => void = () => undefined
  const link: EngineLink = {
    post: (message) => posted.push(message),
    kill: () => end(null),
    onMessage: (listener) => (onMessage = listener),
    onErrorText: (listener) => (onErrorText = listener),
    exited: new Promise((resolve) => (end = resolve))
  }
  return {
    link,
    posted,
    say: (message: unknown) => onMessage(message),
    write: (text: string) => onErrorText(text),
    end: (code: number | null) => end(code)
  }
}

function start(overrides: Partial<EngineProcessOptions> = {}) {
  const links: ReturnType<typeof steeredLink>[] = []
  const seen: unknown[] = []
  const engine = new EngineProcess({
    launch: () => {
      seen.push('launch')
      const steered = steeredLink()
      links.push(steered)
      return steered.link
    },
    onReady: ({ url }) => seen.push(['ready', url]),
    onCrash: (code) => seen.push(['crash', code]),
    onRefusal: (refusal, lastWords) => seen.push([refusal, lastWords]),
    ...overrides
  })
  return { engine, links, seen }
}

const ready = { type: 'ready', url: 'http://127.0.0.1:4100', token: 'secret' }
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('the engine has an address once it says that it is ready, and none after its end', async () => {
  const { engine, links, seen } = start()
  engine.start()
  expect(engine.address).toBeUndefined()
  links[0]?.say({ type: 'ready', url: 7 })
  expect(engine.address).toBeUndefined()
  links[0]?.say(ready)
  expect(engine.address).toEqual({ url: ready.url, token: ready.token })
  links[0]?.end(64)
  await settled()
  expect(engine.address).toBeUndefined()
  expect(seen).toEqual(['launch', ['ready', ready.url], ['folder-in-use', '']])
})

test('a crashed engine is started again until it is to stop', async () => {
  const { engine, links, seen } = start()
  engine.start()
  links[0]?.say(ready)
  links[0]?.end(11)
  await expect.poll(() => links.length, { timeout: 10_000 }).toBe(2)
  expect(seen).toEqual(['launch', ['ready', ready.url], ['crash', 11], 'launch'])
  const stopped = engine.stop()
  expect(links[1]?.posted).toEqual([{ type: 'stop' }])
  links[1]?.end(0)
  expect(await stopped).toBe(0)
  engine.start()
  expect(links.length).toBe(2)
})

test('a refusal is reported with the last words and not tried again by itself', async () => {
  const { engine, links, seen } = start()
  engine.start()
  links[0]?.write('{"message":"The database is damaged."}\n')
  links[0]?.end(65)
  await settled()
  expect(seen.at(-1)).toEqual(['damaged-database', '{"message":"The database is damaged."}\n'])
  expect(links.length).toBe(1)
})

test('pauses between restarts grow to half a minute, and a healthy time forgets the crashes', () => {
  const pauses: number[] = []
  let crashes = 0
  for (let i = 0; i < 9; i++) {
    const next = nextPause({ crashes, ranMilliseconds: 100 })
    crashes = next.crashes
    pauses.push(next.pauseMilliseconds)
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  expect(nextPause({ crashes, ranMilliseconds: 120_000 })).toEqual({
    crashes: 1,
    pauseMilliseconds: 500
  })
})
