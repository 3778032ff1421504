/** A flood of requests slows who sends them, and loses nothing. FLOOD=100000 for a long one. */
import { connect } from 'node:net'
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

const FLOOD = Number(process.env['FLOOD'] ?? 8000)

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

/** Sends all requests at once on one connection, as fast as it takes them; counts answers by status. */
function pipeline(url: string, requests: readonly string[]): Promise<Map<string, number>> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port) })
    const counts = new Map<string, number>()
    let answers = 0
    let rest = ''
    let sent = 0
    const send = (): void => {
      while (sent < requests.length) if (!socket.write(requests[sent++] ?? '')) return
    }
    socket.on('connect', send)
    socket.on('drain', send)
    socket.on('error', reject)
    socket.setEncoding('latin1')
    socket.on('data', (piece: string) => {
      const lines = (rest + piece).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        // A body may stand before the next answer's first line.
        const status = /HTTP\/1\.1 (\d+)/.exec(line)?.[1]
        if (status === undefined) continue
        counts.set(status, (counts.get(status) ?? 0) + 1)
        answers += 1
      }
      if (answers < requests.length) return
      socket.destroy()
      resolve(counts)
    })
  })
}

test(
  'executions that are started without waiting for answers are all stored or refused, none lost',
  { timeout: 300_000 },
  async () => {
    engine = spawnEngine(temp.path)
    const { url, token, client } = await engine.ready
    const definition = JSON.stringify(passChain(2))
    const { stateMachineArn } = await client.CreateStateMachine({ name: 'flooded', definition })
    const pid = engine.child.pid ?? 0
    const before = residentMebibytes(pid)
    const request = (index: number): string => {
      const body = JSON.stringify({ stateMachineArn, name: `n${String(index)}`, input: '{}' })
      return (
        `POST / HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\n` +
        'Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AWSStepFunctions.StartExecution\r\n' +
        `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`
      )
    }
    const sockets = 4
    const share = FLOOD / sockets
    let isOver = false
    let most = 0
    const watching = (async () => {
      while (!isOver) {
        // It answers others meanwhile.
        expect((await client.DescribeEngine({})).pid).toBe(pid)
        most = Math.max(most, residentMebibytes(pid))
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    })()
    const results = await Promise.all(
      Array.from({ length: sockets }, (_, socket) =>
        pipeline(
          url,
          Array.from({ length: share }, (_, index) => request(socket * share + index))
        )
      )
    )
    isOver = true
    await watching
    const total = (status: string): number =>
      results.reduce((sum, counts) => sum + (counts.get(status) ?? 0), 0)
    expect(total('200') + total('400')).toBe(FLOOD)
    expect(total('200')).toBeGreaterThan(0)
    const { counts } = await client.CountExecutions({})
    const stored = Object.values(counts).reduce((sum, count) => sum + count, 0)
    expect(stored).toBe(total('200'))
    expect(most - before).toBeLessThan(400)
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
