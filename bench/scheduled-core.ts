import { createPresence } from '../engine/presence/presence.ts'
import type { Presence } from '../engine/presence/presence.ts'
import { createComputerConditions } from '../engine/conditions/computer.ts'
import type { Clock } from '../engine/clock.ts'
import type { Core } from '../engine/core.ts'
import type { Scheduling } from '../engine/schedules/scheduling.ts'
import { createScheduling } from '../engine/schedules/scheduling.ts'
import { startCore } from './engine-core.ts'
import { passChain } from './workloads.ts'

export interface ScheduledCore {
  core: Core
  presence: Presence
  services: Scheduling['services']
  /** Of a state machine of one state. */
  stateMachineArn: string
  end: () => Promise<void>
}

/** The engine's core with its schedules. `onDispatch`: as many due ones were handed out. */
export async function startScheduledCore(
  folder: string,
  clock: Clock,
  onDispatch?: (count: number) => void
): Promise<ScheduledCore> {
  const made: { scheduling?: Scheduling; presence?: Presence } = {}
  const core = startCore(folder, {
    clock,
    services: (parts) => {
      const presence = createPresence(parts)
      const conditions = createComputerConditions(clock)
      const listener = onDispatch ? { onDispatch } : {}
      const scheduling = createScheduling({ ...parts, presence, conditions, ...listener })
      Object.assign(made, { presence, scheduling })
      return {
        taskEnded: () => undefined,
        executionEnded: (write, { id }) => scheduling.executionEnded(write, id),
        forTasks: {
          connections: { find: () => Promise.resolve(undefined) },
          approvals: { request: () => Promise.reject(new Error('no approvals in a benchmark')) },
          outbox: { put: () => Promise.reject(new Error('no outbox in a benchmark')) }
        }
      }
    }
  })
  const { presence, scheduling } = made
  if (!presence || !scheduling) throw new Error('The core has made no services')
  presence.start()
  scheduling.start()
  const definition = JSON.stringify(passChain(1))
  const { stateMachineArn } = await core.host.enqueue((write) =>
    core.machines.create(write, { name: 'work', definition })
  )
  return {
    ...{ core, presence, services: scheduling.services, stateMachineArn },
    end: async () => {
      scheduling.stop()
      presence.stop()
      await core.stop()
      core.store.close()
    }
  }
}
