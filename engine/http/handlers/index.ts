import type { Handlers } from '../handler.ts'
import type { ActivityHandlerServices } from './activities.ts'
import { activityHandlers } from './activities.ts'
import type { ApprovalHandlerServices } from './approvals.ts'
import { approvalHandlers } from './approvals.ts'
import type { ConcurrencyServices } from './concurrency.ts'
import { concurrencyHandlers } from './concurrency.ts'
import type { ConnectionHandlerServices } from './connections.ts'
import { connectionHandlers } from './connections.ts'
import type { EngineHandlerServices } from './engine.ts'
import { engineHandlers } from './engine.ts'
import { executionHandlers } from './executions.ts'
import type { ExpressServices } from './express.ts'
import { expressHandlers } from './express.ts'
import type { MapRunHandlerServices } from './map-runs.ts'
import { mapRunHandlers } from './map-runs.ts'
import { mailHandlers } from './mails.ts'
import { scheduleCalendarHandlers } from './schedule-calendars.ts'
import { scheduleSlotHandlers } from './schedule-slots.ts'
import type { ScheduleHandlerServices } from './schedules.ts'
import { scheduleHandlers } from './schedules.ts'
import type { StateMachineServices } from './state-machines.ts'
import { stateMachineHandlers } from './state-machines.ts'
import type { StorageHandlerServices } from './storage.ts'
import { storageHandlers } from './storage.ts'
import { tagHandlers } from './tags.ts'
import type { TaskHandlerServices } from './tasks.ts'
import { taskHandlers } from './tasks.ts'
import type { TestStateServices } from './test-state.ts'
import { testStateHandlers } from './test-state.ts'
import type { TriggerHandlerServices } from './triggers.ts'
import { triggerHandlers } from './triggers.ts'
import type { VersionServices } from './versions.ts'
import { versionHandlers } from './versions.ts'

export type HandlerServices = ActivityHandlerServices &
  ApprovalHandlerServices &
  ConcurrencyServices &
  ConnectionHandlerServices &
  EngineHandlerServices &
  ExpressServices &
  MapRunHandlerServices &
  ScheduleHandlerServices &
  StateMachineServices &
  StorageHandlerServices &
  TaskHandlerServices &
  TestStateServices &
  TriggerHandlerServices &
  VersionServices &
  Parameters<typeof executionHandlers>[0] &
  Parameters<typeof mailHandlers>[0]

/** All handlers; an operation without one is a compile error. */
export function createHandlers(services: HandlerServices): Handlers {
  return {
    ...stateMachineHandlers(services),
    ...versionHandlers(services),
    ...tagHandlers(services),
    ...executionHandlers(services),
    ...mapRunHandlers(services),
    ...expressHandlers(services),
    ...taskHandlers(services),
    ...activityHandlers(services),
    ...testStateHandlers(services),
    ...scheduleHandlers(services),
    ...concurrencyHandlers(services),
    ...scheduleSlotHandlers(services),
    ...scheduleCalendarHandlers(services),
    ...triggerHandlers(services),
    ...approvalHandlers(services),
    ...connectionHandlers(services),
    ...mailHandlers(services),
    ...engineHandlers(services),
    ...storageHandlers(services)
  }
}
