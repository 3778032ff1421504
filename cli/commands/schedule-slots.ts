import type { Input, Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { moment } from '../moment.ts'
import { styledStatus } from '../style.ts'
import { table } from '../table.ts'
import { instant } from './schedule-settings.ts'

type Slot = Output<'ListSlots'>['Slots'][number]
type OverlapPolicy = NonNullable<Input<'TriggerSchedule'>['OverlapPolicy']>

export const slotTitles = ['TIME', 'SCHEDULE', 'STATUS', 'WHY', 'EXECUTION']

export function slotRows(context: Context, slots: readonly Slot[]): string[][] {
  return slots.map((slot) => [
    slot.FirstScheduledTime === undefined
      ? slot.LocalTime
      : `${String(slot.Count)} from ${moment(slot.FirstScheduledTime)} to ${slot.LocalTime}`,
    slot.Name,
    styledStatus(context.style, slot.Status),
    slot.Error ?? slot.Explanation ?? '',
    slot.ExecutionArn ?? ''
  ])
}

/** Slots of one schedule or of all, newest first; upcoming ones earliest first. */
export async function listSlots(
  context: Context,
  name: string | undefined,
  options: { status?: string[]; from?: string; to?: string; limit: number }
): Promise<void> {
  const { Slots, NextToken } = await context.withEngine(({ client }) =>
    client.ListSlots({
      ...(name === undefined ? {} : { Name: name }),
      ...(options.status ? { Statuses: options.status as Slot['Status'][] } : {}),
      ...(options.from === undefined ? {} : { From: instant(options.from) }),
      ...(options.to === undefined ? {} : { To: instant(options.to) }),
      MaxResults: Math.min(options.limit, 1000)
    })
  )
  if (context.isJson) context.json({ Slots, ...(NextToken === undefined ? {} : { NextToken }) })
  else if (Slots.length === 0) context.terminal.err('No slots.\n')
  else {
    context.terminal.out(table(slotTitles, slotRows(context, Slots)))
    if (NextToken !== undefined) context.terminal.err('There are more: --limit shows them.\n')
  }
}

function answer(context: Context, result: { Slot: Slot; ExecutionArn?: string | undefined }): void {
  const { Slot: slot, ExecutionArn } = result
  if (context.isJson) context.json(result)
  else if (ExecutionArn !== undefined) context.terminal.out(`${ExecutionArn}\n`)
  else context.terminal.err(`${slot.Status}: ${slot.Error ?? slot.Explanation ?? slot.LocalTime}\n`)
  if (slot.Status === 'REFUSED') context.setExitCode(1)
}

export async function triggerSchedule(
  context: Context,
  name: string,
  { overlap }: { overlap?: string }
): Promise<void> {
  const policy = overlap === undefined ? {} : { OverlapPolicy: overlap as OverlapPolicy }
  answer(
    context,
    await context.withEngine(({ client }) => client.TriggerSchedule({ Name: name, ...policy }))
  )
}

export async function backfillSchedule(
  context: Context,
  name: string,
  { from, to, overlap }: { from: string; to: string; overlap?: string }
): Promise<void> {
  const filled = await context.withEngine(({ client }) =>
    client.BackfillSchedule({
      ...{ Name: name, StartTime: instant(from), EndTime: instant(to) },
      ...(overlap === undefined ? {} : { OverlapPolicy: overlap as OverlapPolicy })
    })
  )
  if (context.isJson) context.json(filled)
  else {
    const { SlotCount, AlreadyRanCount } = filled
    context.terminal.err(
      `${String(SlotCount)} slots run; ${String(AlreadyRanCount)} had run before.\n`
    )
  }
}

export async function runSlot(context: Context, name: string, time: string): Promise<void> {
  const request = { Name: name, ScheduledTime: instant(time) }
  answer(context, await context.withEngine(({ client }) => client.RunSlot(request)))
}

export async function dropSlot(context: Context, name: string, time: string): Promise<void> {
  const request = { Name: name, ScheduledTime: instant(time) }
  answer(context, await context.withEngine(({ client }) => client.DropSlot(request)))
}

const absenceWords = {
  ASLEEP: 'asleep',
  ENGINE_OFF: 'the engine was off',
  CLOCK_CHANGED: 'the clock was set forward'
} as const

/** While you were away; `acknowledge` puts it away. */
export async function digest(
  context: Context,
  { acknowledge }: { acknowledge?: boolean }
): Promise<void> {
  const { Digest } = await context.withEngine(async ({ client }) => {
    const found = await client.GetDigest({})
    if (acknowledge && found.Digest) await client.AcknowledgeDigest({ Id: found.Digest.Id })
    return found
  })
  if (context.isJson) {
    context.json(Digest ? { Digest } : {})
    return
  }
  if (!Digest) {
    context.terminal.err('Nothing was missed.\n')
    return
  }
  const { MissedCount, CaughtUpCount, Absences, Schedules } = Digest
  context.terminal.out(
    `While you were away: ${String(MissedCount)} slots were missed, ${String(CaughtUpCount)} made up for.\n`
  )
  for (const { Kind, From, To } of Absences) {
    context.terminal.out(`  ${moment(From)} to ${moment(To)}: ${absenceWords[Kind]}\n`)
  }
  const slots = Schedules.flatMap((schedule) => schedule.Slots)
  context.terminal.out(`\n${table(slotTitles, slotRows(context, slots))}`)
}
