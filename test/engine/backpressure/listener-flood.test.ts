/** Many listeners, some of which never read: the others hear all, and memory stays. LISTENERS=500 for many. */
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../../engine/store/transaction.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { until } from '../../support/until.ts'
import { residentMebibytes } from './resident.ts'

const LISTENERS = Number(process.env['LISTENERS'] ?? 100)
const COMMITS = 1500

let doors: TestDoors
const sockets: Socket[] = []
beforeEach(async () => {
  doors = await startTestDoors()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await doors.end()
})

interface Heard {
  socket: Socket
  text: string
}

/** `keeps`: so much of what it has heard, at its end. */
function listen(isReading: boolean, keeps = 20_000): Heard {
  const { port, host } = new URL(doors.url)
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  const heard: Heard = { socket, text: '' }
  socket.setEncoding('latin1')
  socket.on('error', () => undefined)
  socket.on('data', (piece: string) => {
    heard.text = (heard.text + piece).slice(-keeps)
  })
  socket.on('connect', () => {
    socket.write(
      `GET /events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${doors.token}\r\n\r\n`
    )
    if (!isReading) setTimeout(() => socket.pause(), 20)
  })
  sockets.push(socket)
  return heard
}

const namesIn = ({ text }: Heard): string[] =>
  [...text.matchAll(/"name":"(\d+)-/g)].map(([, name]) => name ?? '')

test('those who read hear all in order; those who do not hear the rest, or to ask anew, once they do', async () => {
  const readers = Array.from({ length: LISTENERS }, (_, index) =>
    listen(true, index < 5 ? Infinity : 20_000)
  )
  const sleepers = Array.from({ length: 20 }, (_, index) =>
    listen(false, index < 5 ? Infinity : 20_000)
  )
  await until(() => readers.every(({ text }) => text.includes('id: ')))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const before = residentMebibytes(process.pid)
  const padding = 'x'.repeat(400)
  for (let commit = 0; commit < COMMITS; commit++) {
    inTransaction(doors.store, (write) => {
      for (let notice = 0; notice < 10; notice++) {
        write.notify({ type: 'schedule', name: `${String(commit)}-${padding}` })
      }
    })
    if (commit % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const grown = residentMebibytes(process.pid) - before
  const all = Array.from({ length: COMMITS }, (_, commit) => String(commit))
  await until(() => readers.every(({ text }) => text.includes(`"${String(COMMITS - 1)}-`)))
  // Their notices alone are 6 MB for each of them.
  expect(grown).toBeLessThan(400)
  for (const { socket } of sleepers) socket.resume()
  const last = doors.store.db.prepare('SELECT commit_number FROM engine_state').pluck().get()
  await until(() => sleepers.every(({ text }) => text.includes(`id: ${String(last)}\n`)))
  for (const heard of [...readers.slice(0, 5), ...sleepers.slice(0, 5)]) {
    // What was not heard in time is not skipped in silence.
    if (!heard.text.includes('"type":"reset"')) expect([...new Set(namesIn(heard))]).toEqual(all)
  }
})

test('more listeners than the engine takes are told so', async () => {
  const heard = Array.from({ length: 1001 }, () => listen(true))
  await until(() => heard.every(({ text }) => text.includes('HTTP/1.1')))
  const refused = heard.filter(({ text }) => text.includes('HTTP/1.1 503'))
  expect(refused).toHaveLength(1)
  expect(refused[0]?.text).toContain('Retry-After: 1')
})
