/**
 * The yardstick of a durable answer over HTTP: node:http and SQLite in one process, nothing else.
 * `POST /1` and `POST /100`: an execution of so many steps, two events a step. Each step's events
 * are on the disk (WAL, synchronous FULL) before the next one; what is ready in one turn of the
 * event loop shares a commit; the answer leaves after the last one. Prints its address.
 */
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'

interface Running {
  id: number
  stepCount: number
  step: number
  events: number
  data: Record<string, unknown>
  response: ServerResponse
}

const db = new Database(process.argv[2] ?? '')
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('wal_autocheckpoint = 4000')
db.exec(`
  CREATE TABLE execution (id INTEGER PRIMARY KEY, status TEXT, input TEXT, output TEXT, started INTEGER, stopped INTEGER);
  CREATE TABLE event (execution INTEGER, id INTEGER, type INTEGER, at INTEGER, previous INTEGER, details TEXT);
  CREATE UNIQUE INDEX event_by_execution ON event (execution, id);`)
const insertEvent = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)')
const insertExecution = db.prepare("INSERT INTO execution VALUES (?, 'RUNNING', ?, NULL, ?, NULL)")
const endExecution = db.prepare(
  "UPDATE execution SET status = 'SUCCEEDED', output = ?, stopped = ? WHERE id = ?"
)
const begin = db.prepare('BEGIN')
const commit = db.prepare('COMMIT')

let lastId = 0
let ready: Running[] = []

function soon(running: Running): void {
  if (ready.push(running) === 1) setImmediate(turn)
}

function note(running: Running, type: number, details: unknown): void {
  const previous = running.events++
  insertEvent.run(
    ...[running.id, running.events, type, Date.now(), previous],
    JSON.stringify(details)
  )
}

function turn(): void {
  const group = ready
  ready = []
  begin.run()
  const ended = group.filter(takeStep)
  commit.run()
  for (const running of group) if (!ended.includes(running)) soon(running)
  for (const { response, data } of ended) {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(data))
  }
}

/** Whether it has ended. */
function takeStep(running: Running): boolean {
  if (running.id === 0) {
    running.id = ++lastId
    const input = JSON.stringify(running.data)
    insertExecution.run(running.id, input, Date.now())
    note(running, 0, { input })
  }
  const name = `S${running.step}`
  note(running, 1, { name, input: JSON.stringify(running.data) })
  running.data = { ...running.data, step: running.step++ }
  note(running, 2, { name, output: JSON.stringify(running.data) })
  if (running.step < running.stepCount) return false
  const output = JSON.stringify(running.data)
  note(running, 3, { output })
  endExecution.run(output, Date.now(), running.id)
  return true
}

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const data = JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown>
    const stepCount = Number(request.url?.slice(1) ?? 1)
    soon({ id: 0, stepCount, step: 0, events: 0, data, response })
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
