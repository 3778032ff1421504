import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertAbsence } from '../../../engine/store/queries/absences.ts'
import { listFirings } from '../../../engine/store/queries/firings.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { echo, triggersOf } from '../../support/triggers.ts'

let folder: TempFolder
let clock: SteppedClock
let doors: TestDoors

beforeEach(async () => {
  folder = makeTempFolder()
  clock = createSteppedClock()
  doors = await startTestDoors({ folder, clock })
  const arn = await doors.core.createMachine('next', echo)
  const { create } = triggersOf(doors, arn)
  await create('started', { kind: 'APP_START' })
  await create('woken', { kind: 'WAKE', sleptMinutes: 30 })
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

async function startAgain(): Promise<void> {
  await clock.advance(1000)
  doors = await startTestDoors({ folder, clock })
}
const statuses = (triggerId: number): string[] =>
  listFirings(doors.core.db, triggerId, { limit: 10 }).map(({ status }) => status)

test('a start that a crash cuts off before its execution is there fires at the next start', async () => {
  await doors.end()
  await startAgain()
  // Nothing but microtasks: no transaction of the engine's own queue has run yet.
  for (let tick = 0; tick < 100 && statuses(1).length === 0; tick++) await Promise.resolve()
  expect(statuses(1)).toEqual(['WAITING'])
  doors.core.crash()
  await startAgain()
  await expect.poll(() => statuses(1), { timeout: 10_000 }).toEqual(['STARTED', 'STARTED'])
})

test('a wake that a crash cuts off before it is told fires at the next start, and once', async () => {
  const from = clock.now()
  const to = from + 3_600_000
  inTransaction(doors.store, (write) => {
    insertAbsence(write, { kind: 'ASLEEP', from, to })
    insertAbsence(write, { kind: 'ASLEEP', from, to: from + 60_000 })
  })
  doors.core.crash()
  for (let time = 0; time < 2; time++) {
    await startAgain()
    await expect.poll(() => statuses(2), { timeout: 10_000 }).toEqual(['STARTED'])
    if (time === 0) await doors.end()
  }
})
