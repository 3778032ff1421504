/** A core with its schedules, without doors: what a test of time needs. */
import type { Scheduling } from '../../engine/schedules/scheduling.ts'
import { createScheduling } from '../../engine/schedules/scheduling.ts'
import { createComputerConditions } from '../../engine/conditions/computer.ts'
import type { ScheduleParts } from '../../engine/schedules/parts.ts'
import type { Presence } from '../../engine/presence/presence.ts'
import { createPresence } from '../../engine/presence/presence.ts'
import type { TestCore, TestCoreOptions } from './core.ts'
import { startTestCore } from './core.ts'

export interface ScheduledCore {
  core: TestCore
  presence: Presence
  services: Scheduling['services']
  /** Stops in order; the folder stays. */
  end: () => Promise<void>
  /** As a killed process. */
  crash: () => void
}

export function startScheduledCore(
  options: Omit<TestCoreOptions, 'services' | 'isStarted'> & {
    /** Told of each portion of due schedules before its first start. */
    onDispatch?: (count: number) => void
    conditions?: ScheduleParts['conditions']
  }
): ScheduledCore {
  const made: { scheduling?: Scheduling; presence?: Presence } = {}
  const core = startTestCore({
    ...options,
    isStarted: false,
    services: (parts) => {
      const presence = createPresence(parts)
      const scheduling = createScheduling({
        ...{
          ...parts,
          presence,
          conditions: options.conditions ?? createComputerConditions(parts.clock)
        },
        ...(options.onDispatch ? { onDispatch: options.onDispatch } : {})
      })
      made.presence = presence
      made.scheduling = scheduling
      return {
        taskEnded: () => undefined,
        executionEnded: (write, { id }) => scheduling.executionEnded(write, id),
        forTasks: {
          connections: { find: () => Promise.resolve(undefined) },
          approvals: { request: () => Promise.reject(new Error('no approvals in this test')) },
          outbox: { put: () => Promise.reject(new Error('no outbox in this test')) }
        }
      }
    }
  })
  const { presence, scheduling } = made
  if (!presence || !scheduling) throw new Error('The core has made no services')
  core.start()
  presence.start()
  scheduling.start()
  return {
    ...{ core, presence, services: scheduling.services },
    end: async () => {
      scheduling.stop()
      presence.stop()
      await core.end()
    },
    crash: () => {
      scheduling.stop()
      core.crash()
    }
  }
}
