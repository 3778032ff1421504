import type { z } from 'zod'
import type { CheckedInput } from '../../../api/index.ts'
import type { scheduleSlot, scheduleSummary } from '../../../api/operations/schedules.ts'
import type { Clock } from '../../clock.ts'
import type { Host } from '../../host/host.ts'
import type { Schedules } from '../../schedules/schedules.ts'
import type { Timetable } from '../../schedules/timetable.ts'
import type { Store } from '../../store/open.ts'
import type { Schedule, ScheduleSettings, Slot } from '../../store/queries/schedules.ts'
import { listSchedules, listSlots } from '../../store/queries/schedules.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toMilliseconds, toSeconds } from './wire.ts'

type Names =
  | 'CreateSchedule'
  | 'UpdateSchedule'
  | 'DeleteSchedule'
  | 'GetSchedule'
  | 'ListSchedules'
  | 'PreviewSchedule'
  | 'TriggerSchedule'

export interface ScheduleHandlerServices {
  store: Store
  host: Host
  clock: Clock
  schedules: Schedules
  timetable: Timetable
}

const DEFAULT_PREVIEW = 5
const RECENT_SLOTS = 50

export function scheduleHandlers(services: ScheduleHandlerServices): Pick<Handlers, Names> {
  const { store, host, schedules } = services
  const db = reader(store)
  return {
    CreateSchedule: async (input) => {
      const settings = toSettings(input)
      return nameAndNext(await host.enqueue((write) => schedules.create(write, settings)))
    },
    UpdateSchedule: async (input) => {
      const settings = toSettings(input)
      return nameAndNext(await host.enqueue((write) => schedules.update(write, settings)))
    },
    DeleteSchedule: async ({ Name }) => {
      await host.enqueue((write) => schedules.remove(write, Name))
      return {}
    },
    GetSchedule: ({ Name }) => {
      const schedule = schedules.find(db, Name)
      const slots = listSlots(db, schedule.id, RECENT_SLOTS)
      return { ...toSummary(db, schedule), RecentSlots: slots.map(toSlot) }
    },
    ListSchedules: () => ({
      Schedules: listSchedules(db).map((schedule) => toSummary(db, schedule))
    }),
    PreviewSchedule: (input) => preview(services, input),
    TriggerSchedule: async ({ Name }) => ({
      ExecutionArn: await host.enqueue((write) => schedules.trigger(write, Name))
    })
  }
}

function preview(
  { clock, timetable }: ScheduleHandlerServices,
  input: CheckedInput<'PreviewSchedule'>
) {
  const now = clock.now()
  const timing = {
    expression: input.ScheduleExpression,
    timeZone: input.ScheduleExpressionTimezone ?? 'UTC',
    createdAt: now,
    ...(input.StartDate === undefined ? {} : { startAt: toMilliseconds(input.StartDate) }),
    ...(input.EndDate === undefined ? {} : { endAt: toMilliseconds(input.EndDate) })
  }
  const dates: number[] = []
  let after: number | undefined = now
  while (dates.length < (input.Count ?? DEFAULT_PREVIEW)) {
    after = timetable.next(timing, after)
    if (after === undefined) break
    dates.push(toSeconds(after))
  }
  return { Description: timetable.describe(timing), NextInvocationDates: dates }
}

function toSettings(input: CheckedInput<'CreateSchedule'>): ScheduleSettings {
  return {
    name: input.Name,
    expression: input.ScheduleExpression,
    timeZone: input.ScheduleExpressionTimezone ?? 'UTC',
    isEnabled: input.State !== 'DISABLED',
    stateMachineArn: input.Target.Arn,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.StartDate === undefined ? {} : { startAt: toMilliseconds(input.StartDate) }),
    ...(input.EndDate === undefined ? {} : { endAt: toMilliseconds(input.EndDate) }),
    ...(input.Target.Input === undefined ? {} : { input: input.Target.Input })
  }
}

function nameAndNext({ name, nextDueAt }: Schedule) {
  return {
    Name: name,
    ...(nextDueAt === undefined ? {} : { NextInvocationDate: toSeconds(nextDueAt) })
  }
}

function toSlot(slot: Slot): z.output<typeof scheduleSlot> {
  return {
    ScheduledTime: toSeconds(slot.slotAt),
    Status: slot.status,
    ...(slot.executionArn === undefined ? {} : { ExecutionArn: slot.executionArn }),
    ...(slot.reason === undefined ? {} : { Reason: slot.reason })
  }
}

function toSummary(db: ReadDb, schedule: Schedule): z.output<typeof scheduleSummary> {
  const [last] = listSlots(db, schedule.id, 1)
  return {
    ...nameAndNext(schedule),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    ...(schedule.description === undefined ? {} : { Description: schedule.description }),
    State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
    ...(schedule.startAt === undefined ? {} : { StartDate: toSeconds(schedule.startAt) }),
    ...(schedule.endAt === undefined ? {} : { EndDate: toSeconds(schedule.endAt) }),
    Target: {
      Arn: schedule.stateMachineArn,
      ...(schedule.input === undefined ? {} : { Input: schedule.input })
    },
    CreationDate: toSeconds(schedule.createdAt),
    LastModificationDate: toSeconds(schedule.modifiedAt),
    ...(last
      ? {
          LastInvocation: {
            ScheduledTime: toSeconds(last.slotAt),
            ...(last.executionArn === undefined ? {} : { ExecutionArn: last.executionArn }),
            ...(last.reason === undefined ? {} : { Error: last.reason })
          }
        }
      : {})
  }
}
