/** A flood of requests slows who sends them, and loses nothing. FLOOD_SECONDS=60 for a long one. */
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MOST_CALLERS_WAITING } from '../../../engine/host/caller-limit.ts'
import { countExecutions } from '../../../engine/store/queries/executions.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { passChain } from '../../support/definitions.ts'
import type { EngineProcess } from '../../support/engine.ts'
import { spawnEngine } from '../../support/engine.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { startTestCore } from '../../support/core.ts'
import { residentMebibytes } from './resident.ts'

/** At once. */
const FLOOD = Number(process.env['FLOOD'] ?? 5000)
/** Of an input: what is not read on fills the system's buffers. */
const PADDING = 'x'.repeat(8000)
const FLOOD_SECONDS = Number(process.env['FLOOD_SECONDS'] ?? 0)

let temp: TempFolder
let engine: EngineProcess | undefined

beforeEach(() => {
  temp = makeTempFolder()
})
afterEach(async () => {
  await engine?.kill()
  engine = undefined
  temp.remove()
})

interface Answer {
  status: number
  head: string
  body: string
}

/** The whole answers at the beginning of a text, and what is left of it. */
function takeAnswers(text: string): { answers: Answer[]; rest: string } {
  const answers: Answer[] = []
  let rest = text
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    const head = rest.slice(0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    const next = end + 4 + length
    if (end < 0 || rest.length < next) return { answers, rest }
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1])
    answers.push({ status, head, body: rest.slice(end + 4, next) })
    rest = rest.slice(next)
  }
}

interface Flooded {
  /** In the order of the requests. */
  answers: Answer[]
  /** How often the sender had to wait, since the engine did not read on. */
  pauses: number
}

/** Sends all requests at once on one connection, as fast as it takes them. */
function pipeline(url: string, requests: readonly string[]): Promise<Flooded> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port) })
    const flooded: Flooded = { answers: [], pauses: 0 }
    let rest = ''
    let sent = 0
    const send = (): void => {
      while (sent < requests.length) {
        if (socket.write(requests[sent++] ?? '')) continue
        flooded.pauses += 1
        return
      }
    }
    socket.on('connect', send)
    socket.on('drain', send)
    socket.on('error', reject)
    socket.setEncoding('latin1')
    socket.on('data', (piece: string) => {
      const taken = takeAnswers(rest + piece)
      rest = taken.rest
      flooded.answers.push(...taken.answers)
      if (flooded.answers.length < requests.length) return
      socket.destroy()
      resolve(flooded)
    })
  })
}

interface Requests {
  url: string
  token: string
  stateMachineArn: string
  input: unknown
  operation?: 'StartExecution' | 'StartSyncExecution'
}

/** Starts of one state machine, as AWS's clients send them, by the execution's name. */
function requestsOf({
  url,
  token,
  stateMachineArn,
  input,
  operation = 'StartExecution'
}: Requests) {
  return (name: string): string => {
    const body = JSON.stringify({ stateMachineArn, name, input: JSON.stringify(input) })
    return (
      `POST / HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AWSStepFunctions.${operation}\r\n` +
      `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`
    )
  }
}

/** Starts all names at once over a few connections. Answers which of them were refused. */
async function flood(
  url: string,
  names: readonly string[],
  { connections, requestOf }: { connections: number; requestOf: (name: string) => string }
): Promise<{ refused: string[]; pauses: number }> {
  const share = Math.ceil(names.length / connections)
  const results = await Promise.all(
    Array.from({ length: connections }, async (_, socket) => {
      const mine = names.slice(socket * share, (socket + 1) * share)
      if (mine.length === 0) return { refused: [], pauses: 0 }
      const { answers, pauses } = await pipeline(url, mine.map(requestOf))
      const refused = mine.filter((name, index) => {
        const { status, head, body } = answers[index] ?? { status: 0, head: '', body: '' }
        if (status === 200) {
          expect(body).toMatch(new RegExp(`:${name}[:"]`))
          return false
        }
        // Said clearly, with when to come again.
        expect(body).toMatch(/"__type":"(ThrottlingException|ServiceUnavailable)".*try again/)
        expect(head).toMatch(/retry-after: 1/i)
        return true
      })
      return { refused, pauses }
    })
  )
  return {
    refused: results.flatMap(({ refused }) => refused),
    pauses: results.reduce((sum, { pauses }) => sum + pauses, 0)
  }
}

test(
  'starts that do not wait for answers slow their senders; each is stored once it is accepted, and none else',
  { timeout: 120_000 + FLOOD_SECONDS * 3000 },
  async () => {
    engine = spawnEngine(temp.path)
    const { url, token, client } = await engine.ready
    const definition = JSON.stringify(passChain(2))
    const { stateMachineArn } = await client.CreateStateMachine({ name: 'flooded', definition })
    const requestOf = requestsOf({ url, token, stateMachineArn, input: PADDING })
    const pid = engine.child.pid ?? 0
    const before = residentMebibytes(pid)
    let isOver = false
    let most = 0
    const watching = (async () => {
      while (!isOver) {
        // It answers others meanwhile.
        expect((await client.DescribeEngine({})).pid).toBe(pid)
        most = Math.max(most, residentMebibytes(pid))
        await delay(50)
      }
    })()
    const stored = async (): Promise<number> =>
      Object.values((await client.CountExecutions({})).counts).reduce((sum, n) => sum + n, 0)
    const endsAt = performance.now() + FLOOD_SECONDS * 1000
    let accepted = 0
    let pauses = 0
    do {
      let names = Array.from({ length: FLOOD }, (_, index) => `n${String(accepted + index)}`)
      // Whoever was refused comes again, as it was told.
      while (names.length > 0) {
        const found = await flood(url, names, { connections: 2, requestOf })
        accepted += names.length - found.refused.length
        pauses += found.pauses
        expect(await stored()).toBe(accepted)
        names = found.refused
        if (names.length > 0) await delay(1000)
      }
    } while (performance.now() < endsAt)
    isOver = true
    await watching
    expect(pauses).toBeGreaterThan(0)
    expect(most - before).toBeLessThan(400)
    await expect
      .poll(async () => (await client.CountExecutions({})).counts['SUCCEEDED'], { timeout: 60_000 })
      .toBe(accepted)
  }
)

test(
  'more operations than may be under way are refused unread and told when to come again; the others are done',
  { timeout: 120_000 },
  async () => {
    engine = spawnEngine(temp.path)
    const { url, token, client } = await engine.ready
    const definition = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3, End: true } } }
    const { stateMachineArn } = await client.CreateStateMachine({
      ...{ name: 'slow', type: 'EXPRESS', definition: JSON.stringify(definition) }
    })
    const requestOf = requestsOf({
      ...{ url, token, stateMachineArn, input: {}, operation: 'StartSyncExecution' }
    })
    // Of each connection 64 are read.
    const connections = 81
    let names = Array.from({ length: connections * 64 }, (_, index) => String(index))
    let rounds = 0
    for (; names.length > 0; rounds++) {
      const { refused } = await flood(url, names, { connections, requestOf })
      expect(refused.length).toBeLessThan(names.length)
      names = refused
      await delay(1000)
    }
    expect(rounds).toBeGreaterThan(1)
  }
)

test('callers beyond the bound are told to come again, the others are answered', async () => {
  const core = startTestCore({ folder: temp })
  const stateMachineArn = await core.createMachine('one', passChain(1))
  const most = Math.min(MOST_CALLERS_WAITING, 10_000)
  const starts = Array.from({ length: most + 50 }, () =>
    core.host.enqueue((write) => core.host.start(write, { stateMachineArn }))
  )
  const results = await Promise.allSettled(starts)
  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  expect(refused).toHaveLength(50)
  expect(refused[0]).toMatchObject({ errorName: 'ThrottlingException' })
  const counts = countExecutions(reader(core.store))
  expect((counts.SUCCEEDED ?? 0) + (counts.RUNNING ?? 0)).toBe(most)
  await core.end()
})
