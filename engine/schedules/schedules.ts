import { ApiError } from '../../api/errors.ts'
import { stateMachineArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { Host } from '../host/host.ts'
import type { Ids } from '../ids.ts'
import type { Machines } from '../machines/machines.ts'
import type { Schedule, ScheduleSettings } from '../store/queries/schedules.ts'
import * as rows from '../store/queries/schedules.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { inputOf, slotText } from './slot-start.ts'
import type { Timetable } from './timetable.ts'

/** What may be done with schedules. All throw ApiError. */
export interface Schedules {
  /** Throws ScheduleAlreadyExists, StateMachineDoesNotExist, InvalidArn, ValidationException. */
  create: (write: WriteDb, settings: ScheduleSettings) => Schedule
  /** Replaces all settings. Throws as `create`, with ScheduleDoesNotExist. */
  update: (write: WriteDb, settings: ScheduleSettings) => Schedule
  remove: (write: WriteDb, name: string) => void
  /** Throws ScheduleDoesNotExist. */
  find: (db: ReadDb, name: string) => Schedule
  /** Starts the state machine now; answers the execution's ARN. */
  trigger: (write: WriteDb, name: string) => string
  /** Disables the schedules of a state machine that is deleted. */
  disableThoseOf: (write: WriteDb, stateMachineName: string) => void
}

export interface SchedulesOptions {
  clock: Clock
  ids: Ids
  host: Host
  machines: Machines
  timetable: Timetable
  /** Called after a commit that may have moved the earliest due time. */
  onChange: () => void
}

export function createSchedules(options: SchedulesOptions): Schedules {
  const { clock, ids, host } = options
  const find = (db: ReadDb, name: string): Schedule => {
    const found = rows.findSchedule(db, name)
    if (found) return found
    throw new ApiError('ScheduleDoesNotExist', `Schedule ${name} does not exist.`)
  }
  const changed = (write: WriteDb, name: string): void => {
    write.notify({ type: 'schedule', name })
    write.afterCommit(options.onChange)
  }
  return {
    find,
    create: (write, settings) => {
      if (rows.findSchedule(write, settings.name)) {
        throw new ApiError('ScheduleAlreadyExists', `Schedule ${settings.name} already exists.`)
      }
      const createdAt = clock.now()
      rows.insertSchedule(write, {
        ...settings,
        createdAt,
        ...dueOf(write, settings, createdAt, options)
      })
      changed(write, settings.name)
      return find(write, settings.name)
    },
    update: (write, settings) => {
      const { createdAt } = find(write, settings.name)
      const due = dueOf(write, settings, createdAt, options)
      rows.updateSchedule(write, { ...settings, modifiedAt: clock.now(), ...due })
      changed(write, settings.name)
      return find(write, settings.name)
    },
    remove: (write, name) => {
      rows.deleteSchedule(write, find(write, name).id)
      changed(write, name)
    },
    trigger: (write, name) => {
      const schedule = find(write, name)
      const now = clock.now()
      const suffix = `-${slotText(now)}-${ids.uuid().slice(0, 8)}`
      const executionName = schedule.name.slice(0, 80 - suffix.length) + suffix
      return host.start(write, {
        stateMachineArn: schedule.stateMachineArn,
        name: executionName,
        input: inputOf(schedule, now, executionName)
      }).executionArn
    },
    disableThoseOf: (write, stateMachineName) => {
      const note = `Disabled, as its state machine ${stateMachineName} was deleted.`
      for (const schedule of rows.schedulesOf(write, stateMachineArn(stateMachineName))) {
        if (!schedule.isEnabled) continue
        rows.disableSchedule(write, schedule.id, note, clock.now())
        changed(write, schedule.name)
      }
    }
  }
}

/** Checks the settings, and says when they are due next. */
function dueOf(
  write: WriteDb,
  settings: ScheduleSettings,
  createdAt: number,
  { clock, machines, timetable }: SchedulesOptions
): { nextDueAt?: number } {
  checkName(settings.name)
  checkInput(settings.input)
  machines.find(write, settings.stateMachineArn)
  const nextDueAt = timetable.next({ ...settings, createdAt }, clock.now())
  return settings.isEnabled && nextDueAt !== undefined ? { nextDueAt } : {}
}

function checkName(name: string): void {
  if (/^[0-9a-zA-Z-_.]+$/.test(name)) return
  throw new ApiError(
    'ValidationException',
    `1 validation error detected: Value '${name}' at 'Name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$`
  )
}

function checkInput(input: string | undefined): void {
  if (input === undefined) return
  try {
    JSON.parse(input)
  } catch (error) {
    throw new ApiError(
      'ValidationException',
      `Expected Target.Input to be JSON text: ${error instanceof Error ? error.message : String(error)}. Placeholders such as <aws.scheduler.scheduled-time> stand within quotes.`
    )
  }
}
