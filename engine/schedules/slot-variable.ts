import type { Json, JsonObject } from '../../asl/json.ts'
import { executionArn } from '../arns.ts'
import { findExecutionById, readExecutionData } from '../store/queries/executions.ts'
import type { Slot } from '../store/queries/schedule-slots.ts'
import { previousSlotAt } from '../store/queries/schedule-slots.ts'
import type { ScheduleSettings } from '../store/queries/schedules.ts'
import type { ReadDb } from '../store/transaction.ts'
import { LATE_MILLISECONDS } from './late-slots.ts'
import type { SlotVariable } from './slot-input.ts'
import { localText } from './slot-names.ts'
import type { Timetable } from './timing/timetable.ts'

/** A schedule, or the draft of one. */
export type SlotOwner = Pick<ScheduleSettings, 'name' | 'timeZone' | 'input'> & {
  id?: number
  lastExecutionId?: number
}

/** What JSONata in the input sees as `$slot`. */
export function slotVariable(
  db: ReadDb,
  schedule: SlotOwner,
  { slotAt, dueAt = slotAt, cause }: Pick<Slot, 'slotAt' | 'dueAt' | 'cause'>,
  { timetable, name, now }: { timetable: Timetable; name: string; now: number }
): SlotVariable {
  const localTime = localText(timetable.zone(schedule.timeZone), slotAt)
  const variable: SlotVariable = {
    scheduledTime: isoTime(slotAt),
    scheduledDate: localTime.slice(0, 10),
    localTime,
    timeZone: schedule.timeZone,
    name: schedule.name,
    cause,
    isLate: now - dueAt > LATE_MILLISECONDS,
    startedTime: isoTime(now),
    executionName: name
  }
  // Looking at what was costs more than all else: it is done for inputs that ask for it.
  if (!schedule.input?.includes('$slot')) return variable
  const last = schedule.id === undefined ? undefined : previousSlotAt(db, schedule.id, slotAt)
  const result = lastResult(db, schedule.lastExecutionId)
  return {
    ...variable,
    ...(last === undefined ? {} : { lastScheduledTime: isoTime(last) }),
    ...(result === undefined ? {} : { lastResult: result })
  }
}

/** `2026-11-23T02:00:00Z`, with milliseconds only where there are some. */
function isoTime(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z')
}

function lastResult(db: ReadDb, executionId: number | undefined): JsonObject | undefined {
  const execution = executionId === undefined ? undefined : findExecutionById(db, executionId)
  if (!execution) return undefined
  const { output, error, cause } = readExecutionData(db, execution.id)
  return {
    status: execution.status,
    executionArn: executionArn(execution.stateMachineName, execution.name),
    startTime: isoTime(execution.startedAt),
    ...(execution.stoppedAt === undefined ? {} : { stopTime: isoTime(execution.stoppedAt) }),
    ...(output === undefined ? {} : { output: JSON.parse(output) as Json }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause })
  }
}
