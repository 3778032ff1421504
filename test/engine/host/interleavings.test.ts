import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventTypeOf } from '../../../engine/store/codes.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { Happening } from './interleaved-lives.ts'
import { Lives, machines } from './interleaved-lives.ts'

/** `INTERLEAVINGS=2000 npx vitest run test/engine/host/interleavings.test.ts` for more. */
const RUNS = Number(process.env['INTERLEAVINGS'] ?? 30)

const which = fc.nat({ max: 30 })
const of = <T extends Happening['type']>(...types: T[]) => fc.constantFrom(...types)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: of('start'), machine: fc.nat(machines.length - 1) }) },
  { weight: 3, arbitrary: fc.record({ type: of('stop', 'redrive'), which }) },
  { weight: 4, arbitrary: fc.record({ type: of('finish-action', 'fail-action'), which }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: of('token-success', 'token-failure', 'token-heartbeat'), which })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: of('advance'),
      milliseconds: fc.constantFrom(1, 900, 3000, 5000, 10_000, 20_000, 60_000)
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: of('wall-jump'),
      milliseconds: fc.constantFrom(-3_600_000, -5000, 5000, 3_600_000)
    })
  },
  { weight: 3, arbitrary: fc.record({ type: of('crash', 'stop-engine', 'reboot') }) }
)

const terminal = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/
const statusOf: Record<number, string> = {
  2: 'ExecutionSucceeded',
  3: 'ExecutionFailed',
  4: 'ExecutionTimedOut',
  5: 'ExecutionAborted'
}

interface EventRow {
  event_id: number
  previous_event_id: number
  type: number
}

/** A whole history: ids without gaps, one end for the start and for each redrive, nothing after an end. */
function expectWholeHistory(db: Database, { id, status }: { id: number; status: number }): void {
  const rows = db
    .prepare(
      'SELECT event_id, previous_event_id, type FROM history_event WHERE execution_id = ? ORDER BY rowid'
    )
    .all(id) as EventRow[]
  const types = rows.map(({ type }) => eventTypeOf(type))
  expect(rows.map(({ event_id }) => event_id)).toEqual(rows.map((_, index) => index + 1))
  expect(rows.every((row) => row.previous_event_id < row.event_id)).toBe(true)
  const lives = types
    .join(' ')
    .split(' ExecutionRedriven')
    .map((text) => text.trim().split(' '))
  for (const life of lives)
    expect(life.filter((type) => terminal.test(type))).toEqual([life.at(-1)])
  expect(types.at(-1)).toBe(statusOf[status])
}

/** Each attempt has at most one end, and its row says the same as the history. */
function expectTasksAsHistory(db: Database): void {
  const row = db.prepare(
    `SELECT (SELECT count(*) FROM task WHERE status = 4) AS succeeded,
       (SELECT count(*) FROM history_event WHERE type = 28) AS said_so,
       (SELECT count(*) FROM (SELECT 1 FROM history_event WHERE type IN (24, 28, 29, 30)
          GROUP BY execution_id, previous_event_id, type HAVING count(*) > 1)) AS twice`
  )
  const { succeeded, said_so, twice } = row.get() as Record<string, number>
  expect({ succeeded, twice }).toEqual({ succeeded: said_so, twice: 0 })
}

const LEFT = `SELECT (SELECT count(*) FROM snapshot) AS snapshots, (SELECT count(*) FROM frame) AS frames,
  (SELECT count(*) FROM timer) AS timers, (SELECT count(*) FROM task WHERE status <= 3) AS tasks,
  (SELECT count(*) FROM nested_execution) AS nested,
  (SELECT count(*) FROM map_run WHERE status = 'RUNNING') AS map_runs,
  (SELECT count(*) FROM redrive_point WHERE execution_id IN (SELECT id FROM execution WHERE status = 2))
    AS redrive_points`

const MISCOUNTED = `SELECT * FROM
  (SELECT state_machine_id, status, count FROM execution_count WHERE count <> 0
   EXCEPT SELECT state_machine_id, status, count(*) FROM execution GROUP BY 1, 2)
  UNION ALL SELECT * FROM
  (SELECT state_machine_id, status, count(*) FROM execution GROUP BY 1, 2
   EXCEPT SELECT state_machine_id, status, count FROM execution_count)`

test(
  'whatever is interleaved (stop, redrive, time-outs, late results, tokens, restarts), each execution ends whole and leaves nothing',
  { timeout: 60_000 + RUNS * 5000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (happenings) => {
        const folder = makeTempFolder('signalbox-interleaved-')
        const lives = new Lives(folder)
        try {
          await lives.prepare()
          for (const one of happenings) await lives.happen(one)
          await lives.settle()
          const { db } = lives.core.store
          const executions = db.prepare('SELECT id, status FROM execution').all() as {
            id: number
            status: number
          }[]
          for (const execution of executions) expectWholeHistory(db, execution)
          expectTasksAsHistory(db)
          const left = db.prepare(LEFT).get() as Record<string, number>
          expect(Object.entries(left).filter(([, count]) => count !== 0)).toEqual([])
          expect(db.prepare(MISCOUNTED).all()).toEqual([])
          expect(db.pragma('foreign_key_check')).toEqual([])
          const bugs = lives.core.logLines.filter(({ message }) => message.includes('bug'))
          expect(bugs).toEqual([])
        } finally {
          await lives.end().catch(() => undefined)
          folder.remove()
        }
      }),
      { numRuns: RUNS, endOnFailure: false }
    )
  }
)
