/** The times at which schedules were due, in words, and what can be done about each. */
import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import { formatInZone } from './time-zone.ts'

export type Slot = Output<'ListSlots'>['Slots'][number]
export type SlotStatus = Slot['Status']

/** What a list of past times can be filtered by. */
export const slotStatuses = [
  'RAN',
  'MISSED',
  'SKIPPED',
  'WAITING',
  'HELD',
  'BUFFERED',
  'REFUSED',
  'DROPPED'
] as const satisfies SlotStatus[]

export function isSlotStatus(text: string | null): text is (typeof slotStatuses)[number] {
  return slotStatuses.some((status) => status === text)
}

/** Names a slot wherever several are listed. */
export function keyOfSlot({ Name, ScheduledTime }: Pick<Slot, 'Name' | 'ScheduledTime'>): string {
  return `${Name} ${String(ScheduledTime)}`
}

/** Its time on the clocks of the zone; of a row of many the first and the last. */
export function timeOfSlot(slot: Slot, timeZone: string): string {
  const last = formatInZone(slot.ScheduledTime, timeZone)
  return slot.FirstScheduledTime === undefined || slot.Count === 1
    ? last
    : `${formatInZone(slot.FirstScheduledTime, timeZone)} to ${last}`
}

/** How many times a row stands for, where it is more than one: `14 times`, `at least 10,000 times`. */
export function countOfSlot({ Count, IsCountLeast }: Slot): string | undefined {
  if (Count === 1) return undefined
  return `${IsCountLeast ? 'at least ' : ''}${Count.toLocaleString()} times`
}

const causes = {
  SCHEDULED: '',
  CATCH_UP: 'Made up for.',
  BACKFILL: 'By a backfill.',
  TRIGGERED: 'Started by hand.',
  RUN_BY_HAND: 'Run by hand after it was missed.'
} as const satisfies Record<Slot['Cause'], string>

/** Why it did not run, or why late or otherwise than by the clock. */
export function reasonOfSlot(slot: Slot): string {
  return [slot.Error, slot.Explanation, causes[slot.Cause]].filter(Boolean).join(' ')
}

const runnable = new Set<SlotStatus>(['MISSED', 'SKIPPED', 'REFUSED', 'DROPPED', 'HELD'])
const droppable = new Set<SlotStatus>(['MISSED', 'WAITING', 'BUFFERED', 'HELD'])

/** Whether a person can still have it run: one at a time; a row of many is backfilled. */
export function canRun({ Status }: Slot): boolean {
  return runnable.has(Status)
}

/** Whether a person can decide that it shall not run. */
export function canDrop({ Status }: Slot): boolean {
  return droppable.has(Status)
}

/** Runs a slot, or all that a row of many stands for; says what was started. */
export async function runSlot(
  client: Pick<Client, 'RunSlot' | 'BackfillSchedule'>,
  slot: Slot
): Promise<{ executionArn: string | undefined; words: string }> {
  const { Name, ScheduledTime, Count, FirstScheduledTime } = slot
  if (Count === 1 || FirstScheduledTime === undefined) {
    const { ExecutionArn } = await client.RunSlot({ Name, ScheduledTime })
    return { executionArn: ExecutionArn, words: `Started “${Name}”` }
  }
  const { SlotCount } = await client.BackfillSchedule({
    Name,
    StartTime: FirstScheduledTime,
    EndTime: ScheduledTime
  })
  return {
    executionArn: undefined,
    words: `“${Name}” runs for ${SlotCount.toLocaleString()} times, one after the other`
  }
}
