/** Schedules as the first releases have stored them. */
import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../engine/data-folder.ts'
import { migrate } from '../../../engine/store/migrate.ts'
import { migrations } from '../../../engine/store/migrations/index.ts'
import { openStore } from '../../../engine/store/open.ts'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const HOUR = 3_600_000
/** The first release had no more. */
const OLDEST = migrations.filter(({ number }) => number <= 130)
const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:old'

let folder: TempFolder
let clock: SteppedClock
let doors: TestDoors | undefined

beforeEach(() => {
  folder = makeTempFolder()
  clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 30))
})
afterEach(async () => {
  await doors?.end()
  folder.remove()
})

function makeOldDatabase(): void {
  mkdirSync(folder.path, { recursive: true })
  const store = openStore(dataFolder(folder.path).database)
  migrate(store, OLDEST)
  const { db } = store
  const now = clock.now()
  db.exec('BEGIN')
  db.exec(`INSERT INTO state_machine (id, name, type, role_arn, revision_id, created_at, updated_at)
    VALUES (1, 'old', 'STANDARD', 'arn:aws:iam::000000000000:role/old', 1, 1000, 1000)`)
  db.prepare(
    `INSERT INTO state_machine_revision (id, state_machine_id, created_at, digest, definition)
     VALUES (1, 1, 1000, 'digest', ?)`
  ).run(JSON.stringify(passChain(1)))
  const schedule = db.prepare(
    `INSERT INTO schedule (id, name, expression, time_zone, description, is_enabled,
       state_machine_arn, input, created_at, modified_at, next_due_at)
     VALUES (?, ?, 'cron(0 * * * ? *)', 'UTC', 'as it was', ?, '${ARN}', '{"n":1}', 1000, 2000, ?)`
  )
  schedule.run(1, 'hourly', 1, now + HOUR / 2)
  schedule.run(2, 'disabled', 0, null)
  const slot = db.prepare(
    'INSERT INTO schedule_slot (schedule_id, slot_at, status, execution_arn, reason) VALUES (1, ?, ?, ?, ?)'
  )
  slot.run(now - 3.5 * HOUR, 'SKIPPED', null, 'Missed: Signalbox was not running.')
  slot.run(now - 2.5 * HOUR, 'SKIPPED', null, 'State machine old does not exist.')
  slot.run(now - 1.5 * HOUR, 'RUN', `${ARN.replace('stateMachine', 'execution')}:hourly-1`, null)
  db.exec('COMMIT')
  store.close()
}

test('old schedules and their slots are what they were, and go on', async () => {
  makeOldDatabase()
  doors = await startTestDoors({ folder, clock })
  const { client } = doors
  const { Schedules } = await client.ListSchedules({})
  expect(Schedules).toMatchObject([
    { Name: 'disabled', State: 'DISABLED', Pause: { By: 'USER', PausedDate: 2 } },
    {
      ...{ Name: 'hourly', State: 'ENABLED', Description: 'as it was' },
      ...{ OverlapPolicy: 'SKIP', MissedPolicy: { Mode: 'LAST' } },
      NextInvocationDate: Date.UTC(2026, 10, 23, 2) / 1000
    }
  ])
  const slots = async () =>
    (await client.ListSlots({ Name: 'hourly' })).Slots.map(
      ({ LocalTime, Status, Reason = '' }) => `${LocalTime.slice(11, 16)} ${Status} ${Reason}`
    )
  const before = ['00:00 RAN ', '23:00 REFUSED START_REFUSED', '22:00 MISSED ENGINE_OFF']
  expect(await slots()).toEqual(before)
  await clock.advance(HOUR)
  expect(await slots()).toEqual(['02:00 RAN ', ...before])
  await client.ResumeSchedule({ Name: 'disabled' })
  expect((await client.GetSchedule({ Name: 'disabled' })).NextInvocationDate).toBeDefined()
})
