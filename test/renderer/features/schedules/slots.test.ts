import { expect, test } from 'vitest'
import { BackfillForm } from '../../../../renderer/features/schedules/backfill.svelte.ts'
import type { Digest } from '../../../../renderer/features/schedules/digest.svelte.ts'
import {
  DigestDecisions,
  digestWords,
  undecided
} from '../../../../renderer/features/schedules/digest.svelte.ts'
import type { Slot } from '../../../../renderer/features/schedules/slots.ts'
import {
  canDrop,
  canRun,
  countOfSlot,
  reasonOfSlot,
  runSlot
} from '../../../../renderer/features/schedules/slots.ts'

const slot = (changes: Partial<Slot> = {}): Slot => ({
  Name: 'nightly',
  ScheduledTime: 100,
  LocalTime: '1970-01-01T00:01:40Z',
  Status: 'MISSED',
  Cause: 'SCHEDULED',
  Count: 1,
  ...changes
})

test('one slot runs by itself, a row of many by a backfill of its range', async () => {
  const asked: unknown[] = []
  const client = {
    RunSlot: (input: { Name: string; ScheduledTime: number }) => {
      asked.push(input)
      return Promise.resolve({ Slot: slot({ Status: 'RAN' }), ExecutionArn: 'arn:e' })
    },
    BackfillSchedule: (input: { Name: string; StartTime: number; EndTime: number }) => {
      asked.push(input)
      return Promise.resolve({ SlotCount: 14, AlreadyRanCount: 0 })
    }
  }
  expect((await runSlot(client, slot())).executionArn).toBe('arn:e')
  const many = slot({ Count: 14, FirstScheduledTime: 40 })
  expect((await runSlot(client, many)).words).toBe(
    '“nightly” runs for 14 times, one after the other'
  )
  expect(asked).toEqual([
    { Name: 'nightly', ScheduledTime: 100 },
    { Name: 'nightly', StartTime: 40, EndTime: 100 }
  ])
})

test('what has run can be neither run nor dropped; what was dropped can still run', () => {
  expect([canRun(slot({ Status: 'RAN' })), canDrop(slot({ Status: 'RAN' }))]).toEqual([
    false,
    false
  ])
  expect([canRun(slot()), canDrop(slot())]).toEqual([true, true])
  expect([canRun(slot({ Status: 'DROPPED' })), canDrop(slot({ Status: 'DROPPED' }))]).toEqual([
    true,
    false
  ])
  expect(canDrop(slot({ Status: 'BUFFERED' }))).toBe(true)
})

test('a slot says why, and how many times it stands for', () => {
  expect(reasonOfSlot(slot({ Explanation: 'The computer was asleep.', Cause: 'CATCH_UP' }))).toBe(
    'The computer was asleep. Made up for.'
  )
  expect(countOfSlot(slot())).toBeUndefined()
  expect(countOfSlot(slot({ Count: 14 }))).toBe('14 times')
  expect(countOfSlot(slot({ Count: 10, IsCountLeast: true }))).toBe('at least 10 times')
})

test('a digest says what was missed, and asks about what is undecided alone', () => {
  expect(digestWords({ missedCount: 1, caughtUpCount: 2 })).toBe(
    '1 start was missed, 2 starts were made up for.'
  )
  expect(digestWords({ missedCount: 0, caughtUpCount: 0 })).toBe('Nothing is left to decide.')
  const schedule: Digest['Schedules'][number] = {
    Name: 'nightly',
    StateMachineArn: 'arn:m',
    MissedCount: 1,
    CaughtUpCount: 1,
    Slots: [slot(), slot({ ScheduledTime: 200, Status: 'RAN' })],
    HasMoreSlots: false
  }
  expect(undecided([schedule]).map(({ ScheduledTime }) => ScheduledTime)).toEqual([100])
})

test('all are run oldest first; one that fails holds up no other and is named', async () => {
  const ran: number[] = []
  const decisions = new DigestDecisions({
    RunSlot: ({ ScheduledTime }) => {
      if (ScheduledTime === 200) return Promise.reject(new Error('refused'))
      ran.push(ScheduledTime)
      return Promise.resolve({ Slot: slot() })
    },
    DropSlot: () => Promise.resolve({ Slot: slot() }),
    GetDigest: () => Promise.resolve({}),
    AcknowledgeDigest: () => Promise.resolve({}),
    BackfillSchedule: () => Promise.resolve({ SlotCount: 0, AlreadyRanCount: 0 })
  })
  const slots = [300, 200, 100].map((ScheduledTime) => slot({ ScheduledTime }))
  expect(await decisions.runAll(slots)).toBe(2)
  expect(ran).toEqual([100, 300])
  expect(decisions.failure).toBe('nightly: refused')
  expect(await decisions.dropAll(slots)).toBe(3)
  expect(decisions.failure).toBeUndefined()
})

test('a backfill asks for the range on the clocks of the schedule’s zone', async () => {
  const asked: unknown[] = []
  const form = new BackfillForm(
    {
      BackfillSchedule: (input) => {
        asked.push(input)
        return Promise.resolve({ SlotCount: 1, AlreadyRanCount: 2 })
      }
    },
    'nightly',
    'Europe/Berlin'
  )
  expect(await form.start()).toBeUndefined()
  expect(form.fromError).toBe('Choose a date and a time.')
  form.from = '2026-11-01T03:00'
  form.to = '2026-11-01T02:00'
  expect(await form.start()).toBeUndefined()
  expect(form.toError).toBe('Expected an end after the start.')
  form.to = '2026-11-02T03:00'
  expect(await form.start()).toBe('1 time runs now; 2 had run before')
  expect(asked).toEqual([
    {
      Name: 'nightly',
      StartTime: Date.parse('2026-11-01T02:00:00Z') / 1000,
      EndTime: Date.parse('2026-11-02T02:00:00Z') / 1000,
      OverlapPolicy: 'BUFFER_ALL'
    }
  ])
})
