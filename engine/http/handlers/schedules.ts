import { ApiError } from '../../../api/errors.ts'
import type { CheckedInput, Output } from '../../../api/index.ts'
import type { Clock } from '../../clock.ts'
import type { Host } from '../../host/host.ts'
import type { ByHand } from '../../schedules/by-hand.ts'
import type { Calendars } from '../../schedules/calendars.ts'
import type { Preview } from '../../schedules/preview.ts'
import { previewDraft } from '../../schedules/preview.ts'
import type { Schedules } from '../../schedules/schedules.ts'
import type { SlotInputs } from '../../schedules/slot-input.ts'
import { localText } from '../../schedules/slot-names.ts'
import type { Timetable } from '../../schedules/timing/timetable.ts'
import type { Store } from '../../store/open.ts'
import { listSlots } from '../../store/queries/schedule-slots.ts'
import { countSchedules, listSchedules } from '../../store/queries/schedules.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isTextKey, pageSize, pageStart } from '../paging.ts'
import { fromSchedule, fromSlot, nameAndNext, toSettings } from './schedule-wire.ts'
import { pausedStretch } from './paused-stretch.ts'
import { toMilliseconds, toSeconds } from './wire.ts'

type Names =
  | 'CreateSchedule'
  | 'UpdateSchedule'
  | 'DeleteSchedule'
  | 'GetSchedule'
  | 'ListSchedules'
  | 'PauseSchedule'
  | 'ResumeSchedule'
  | 'PreviewSchedule'

export interface ScheduleHandlerServices {
  store: Store
  host: Host
  clock: Clock
  schedules: Schedules
  byHand: ByHand
  calendars: Calendars
  timetable: Timetable
  slotInputs: SlotInputs
}

const DEFAULT_PREVIEW = 5
const RECENT_SLOTS = 50

export function scheduleHandlers(services: ScheduleHandlerServices): Pick<Handlers, Names> {
  const { store, host, schedules, timetable } = services
  const db = reader(store)
  return {
    CreateSchedule: async (input) => {
      checkGroup(input.GroupName)
      const settings = toSettings(input)
      return nameAndNext(await host.enqueue((write) => schedules.create(write, settings)))
    },
    UpdateSchedule: async (input) => {
      checkGroup(input.GroupName)
      const settings = toSettings(input)
      return nameAndNext(await host.enqueue((write) => schedules.update(write, settings)))
    },
    DeleteSchedule: async ({ Name }) => {
      await host.enqueue((write) => schedules.remove(write, Name))
      return {}
    },
    GetSchedule: ({ Name }) => {
      const schedule = schedules.find(db, Name)
      const slots = listSlots(db, { scheduleId: schedule.id }, { limit: RECENT_SLOTS })
      const paused = pausedStretch(db, schedule, services)
      return {
        ...fromSchedule(db, schedule, timetable),
        RecentSlots: [...paused, ...slots].map((slot) => fromSlot(slot, schedule, timetable))
      }
    },
    ListSchedules: (input) => list(services, input),
    PauseSchedule: async ({ Name, Note }) => {
      await host.enqueue((write) => schedules.pause(write, Name, Note))
      return {}
    },
    ResumeSchedule: async ({ Name }) => {
      const { nextDueAt } = await host.enqueue((write) => schedules.resume(write, Name))
      return nextDueAt === undefined ? {} : { NextInvocationDate: toSeconds(nextDueAt) }
    },
    PreviewSchedule: (input) => preview(services, input)
  }
}

function checkGroup(name: string | undefined): void {
  if (name === undefined || name === 'default') return
  throw new ApiError(
    'ValidationException',
    `Expected GroupName to be default, the only group there is, found '${name}'.`
  )
}

function list(
  { store, timetable }: ScheduleHandlerServices,
  input: CheckedInput<'ListSchedules'>
): Output<'ListSchedules'> {
  checkGroup(input.GroupName)
  const db = reader(store)
  const filter = {
    ...(input.NamePrefix === undefined ? {} : { namePrefix: input.NamePrefix }),
    ...(input.State === undefined ? {} : { isEnabled: input.State === 'ENABLED' }),
    ...(input.TargetArn === undefined ? {} : { stateMachineArn: input.TargetArn })
  }
  const request = { maxResults: input.MaxResults, nextToken: input.NextToken }
  const size = pageSize(request)
  const [afterName] = pageStart('schedules', request, isTextKey) ?? []
  const found = listSchedules(db, filter, {
    ...(afterName === undefined ? {} : { afterName }),
    limit: size + 1
  })
  const { page, nextToken } = cutPage('schedules', found, size, ({ name }) => [name])
  return {
    Schedules: page.map((schedule) => fromSchedule(db, schedule, timetable)),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    TotalCount: countSchedules(db, filter)
  }
}

function preview(
  { store, clock, timetable, slotInputs }: ScheduleHandlerServices,
  input: CheckedInput<'PreviewSchedule'>
): Output<'PreviewSchedule'> {
  const now = clock.now()
  const { Input, Count, From, ...timing } = input
  const target = { Arn: '', ...(Input === undefined ? {} : { Input }) }
  const draft = toSettings({ ...timing, Name: 'preview', Target: target })
  const from = From === undefined ? now : toMilliseconds(From)
  const request = { draft: { ...draft, createdAt: now }, count: Count ?? DEFAULT_PREVIEW, from }
  const parts = { timetable, inputs: slotInputs }
  return fromPreview(previewDraft(reader(store), request, parts), draft.timeZone, timetable)
}

function fromPreview(
  { description, expressionDescriptions, slots, excluded, input, problems }: Preview,
  timeZone: string,
  timetable: Timetable
): Output<'PreviewSchedule'> {
  return {
    Description: description,
    ExpressionDescriptions: expressionDescriptions,
    NextInvocationDates: slots.map(({ dueAt }) => toSeconds(dueAt)),
    Slots: slots.map(({ slotAt, dueAt, isMoved, clockChange }) => ({
      ScheduledTime: toSeconds(slotAt),
      LocalTime: localText(timetable.zone(timeZone), slotAt),
      DueTime: toSeconds(dueAt),
      IsMoved: isMoved,
      ...(clockChange ? { ClockChange: clockChange } : {})
    })),
    ExcludedTimes: excluded.map(({ slotAt, by }) => ({ ScheduledTime: toSeconds(slotAt), By: by })),
    ...(input
      ? { InputPreview: 'text' in input ? { Input: input.text } : { Error: input.error } }
      : {}),
    Problems: problems.map(({ member, message, isError }) => ({
      ...{ Member: member, Message: message },
      Severity: isError ? ('ERROR' as const) : ('WARNING' as const)
    }))
  }
}
