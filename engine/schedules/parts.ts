import type { Clock } from '../clock.ts'
import type { ComputerConditions } from '../conditions/computer.ts'
import type { HostControl } from '../host/host.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Machines } from '../machines/machines.ts'
import type { Presence } from '../presence/presence.ts'
import type { Store } from '../store/open.ts'
import type { SlotInputs } from './slot-input.ts'
import type { Timetable } from './timing/timetable.ts'

/** What everything about schedules is built upon. */
export interface ScheduleParts {
  store: Store
  host: HostControl
  machines: Machines
  clock: Clock
  ids: Ids
  log: Log
  presence: Presence
  conditions: Pick<ComputerConditions, 'check' | 'onChange' | 'careForNetwork'>
  timetable: Timetable
  inputs: SlotInputs
  /** Whether actions of an execution are still at work, though it has ended. */
  isAtWork: (executionId: number) => boolean
}
