import { ApiError } from '../../../api/errors.ts'
import type { CheckedInput, Output } from '../../../api/index.ts'
import type { Digest } from '../../schedules/digest.ts'
import { acknowledgeDigest, readDigest } from '../../schedules/digest.ts'
import { localText } from '../../schedules/slot-names.ts'
import { timingOf } from '../../schedules/timing-of.ts'
import type { Slot, SlotFilter, SlotStatus } from '../../store/queries/schedule-slots.ts'
import { listSlots } from '../../store/queries/schedule-slots.ts'
import type { Schedule } from '../../store/queries/schedules.ts'
import { findScheduleById, listSchedules } from '../../store/queries/schedules.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isNumberPair, pageSize, pageStart } from '../paging.ts'
import { pausedStretch } from './paused-stretch.ts'
import { fromSlot } from './schedule-wire.ts'
import type { ScheduleHandlerServices } from './schedules.ts'
import { toMilliseconds, toSeconds } from './wire.ts'

type Names =
  | 'TriggerSchedule'
  | 'BackfillSchedule'
  | 'ListSlots'
  | 'RunSlot'
  | 'DropSlot'
  | 'GetDigest'
  | 'AcknowledgeDigest'

const LISTED_ABSENCES = 50

export function scheduleSlotHandlers(services: ScheduleHandlerServices): Pick<Handlers, Names> {
  const { store, host, schedules, byHand, timetable } = services
  const db = reader(store)
  const answer = (name: string, slot: Slot) => ({
    Slot: fromSlot(slot, schedules.find(db, name), timetable),
    ...(slot.executionArn === undefined ? {} : { ExecutionArn: slot.executionArn })
  })
  return {
    TriggerSchedule: async ({ Name, OverlapPolicy }) =>
      answer(Name, await host.enqueue((write) => byHand.trigger(write, Name, OverlapPolicy))),
    BackfillSchedule: async ({ Name, StartTime, EndTime, OverlapPolicy }) => {
      const range = {
        ...{ from: toMilliseconds(StartTime), to: toMilliseconds(EndTime) },
        ...(OverlapPolicy === undefined ? {} : { overlap: OverlapPolicy })
      }
      const { slots, alreadyRan } = await host.enqueue((write) =>
        byHand.backfill(write, Name, range)
      )
      return { SlotCount: slots, AlreadyRanCount: alreadyRan }
    },
    ListSlots: (input) => list(services, input),
    RunSlot: async ({ Name, ScheduledTime }) => {
      const slotAt = toMilliseconds(ScheduledTime)
      return answer(Name, await host.enqueue((write) => byHand.run(write, Name, slotAt)))
    },
    DropSlot: async ({ Name, ScheduledTime }) => {
      const slotAt = toMilliseconds(ScheduledTime)
      return answer(Name, await host.enqueue((write) => byHand.drop(write, Name, slotAt)))
    },
    GetDigest: () => {
      const digest = readDigest(db)
      return digest ? { Digest: fromDigest(digest, services) } : {}
    },
    AcknowledgeDigest: async ({ Id }) => {
      await host.enqueue((write) => acknowledgeDigest(write, Id))
      return {}
    }
  }
}

function list(
  services: ScheduleHandlerServices,
  input: CheckedInput<'ListSlots'>
): Output<'ListSlots'> {
  const { store, schedules, timetable } = services
  const db = reader(store)
  const schedule = input.Name === undefined ? undefined : schedules.find(db, input.Name)
  if (input.Statuses?.includes('UPCOMING')) return upcoming(services, input, schedule)
  const statuses = input.Statuses as readonly SlotStatus[] | undefined
  const filter: SlotFilter = {
    ...(schedule ? { scheduleId: schedule.id } : {}),
    ...(statuses ? { statuses } : {}),
    ...(input.From === undefined ? {} : { from: toMilliseconds(input.From) }),
    ...(input.To === undefined ? {} : { to: toMilliseconds(input.To) })
  }
  const request = { maxResults: input.MaxResults, nextToken: input.NextToken }
  const size = pageSize(request)
  const after = pageStart('slots', request, isNumberPair)
  const rows = listSlots(db, filter, { ...(after ? { after } : {}), limit: size + 1 })
  const { page, nextToken } = cutPage('slots', rows, size, (slot) => [slot.slotAt, slot.scheduleId])
  const isFirst = after === undefined && (statuses?.includes('MISSED') ?? true)
  const paused = schedule && isFirst ? pausedStretch(db, schedule, services) : []
  const fromRow = (slot: Slot & { scheduleId: number }) => {
    const owner = schedule ?? findScheduleById(db, slot.scheduleId)
    return owner ? [fromSlot(slot, owner, timetable)] : []
  }
  return {
    Slots: [
      ...paused.flatMap((slot) => (schedule ? [fromSlot(slot, schedule, timetable)] : [])),
      ...page.flatMap(fromRow)
    ],
    ...(nextToken === undefined ? {} : { NextToken: nextToken })
  }
}

function upcoming(
  { store, clock, timetable }: ScheduleHandlerServices,
  input: CheckedInput<'ListSlots'>,
  only: Schedule | undefined
): Output<'ListSlots'> {
  if (input.Statuses?.some((status) => status !== 'UPCOMING')) {
    throw new ApiError(
      'ValidationException',
      'Expected UPCOMING alone in Statuses, or not at all: upcoming slots are computed, and listed by themselves.'
    )
  }
  const db = reader(store)
  const limit = pageSize({ maxResults: input.MaxResults })
  const until = input.To === undefined ? Number.MAX_SAFE_INTEGER : toMilliseconds(input.To)
  const after = Math.max(clock.now(), input.From === undefined ? 0 : toMilliseconds(input.From) - 1)
  const found = (only ? [only] : listSchedules(db, { isEnabled: true })).flatMap((schedule) => {
    if (!schedule.isEnabled || schedule.remainingRuns === 0) return []
    const most = Math.min(limit, schedule.remainingRuns ?? limit)
    const timing = timingOf(db, schedule)
    return timetable
      .slots(timing, { after, until, limit: most })
      .map((slotAt) => ({ schedule, slotAt, dueAt: timetable.dueAt(timing, slotAt) }))
  })
  found.sort((one, other) => one.slotAt - other.slotAt)
  return {
    Slots: found.slice(0, limit).map(({ schedule, slotAt, dueAt }) => ({
      Name: schedule.name,
      ScheduledTime: toSeconds(slotAt),
      LocalTime: localText(timetable.zone(schedule.timeZone), slotAt),
      Status: 'UPCOMING' as const,
      Cause: 'SCHEDULED' as const,
      ...(dueAt === slotAt ? {} : { DueTime: toSeconds(dueAt) }),
      Count: 1
    }))
  }
}

function fromDigest(
  { absences, schedules }: Digest,
  { timetable }: ScheduleHandlerServices
): NonNullable<Output<'GetDigest'>['Digest']> {
  const [newest] = absences
  const sum = (of: 'missed' | 'caughtUp'): number =>
    schedules.reduce((total, one) => total + one[of], 0)
  return {
    Id: newest.id,
    Since: toSeconds(Math.min(...absences.map(({ from }) => from))),
    Until: toSeconds(newest.to),
    Absences: absences.slice(0, LISTED_ABSENCES).map(({ id, kind, from, to }) => ({
      ...{ Id: id, Kind: kind, From: toSeconds(from), To: toSeconds(to) }
    })),
    MissedCount: sum('missed'),
    CaughtUpCount: sum('caughtUp'),
    Schedules: schedules.map(({ schedule, missed, caughtUp, slots, hasMore }) => ({
      Name: schedule.name,
      StateMachineArn: schedule.stateMachineArn,
      MissedCount: missed,
      CaughtUpCount: caughtUp,
      Slots: slots.map((slot) => fromSlot(slot, schedule, timetable)),
      HasMoreSlots: hasMore
    }))
  }
}
