import type { CoreParts } from './core.ts'
import { createApprovalDoor } from './approvals/door.ts'
import { createApprovalTokens } from './approvals/links.ts'
import { createApprovals } from './approvals/approvals.ts'
import { createExampleDoor } from './examples/door.ts'
import { createExamples } from './examples/examples.ts'
import { createHandlers } from './http/handlers/index.ts'
import type { RunningServer } from './http/server.ts'
import { startServer } from './http/server.ts'
import type { EventHub } from './http/sse.ts'
import { createWindowDoor } from './http/static.ts'
import { createReads } from './reads/reads.ts'
import { createOpenObjects } from './map-runs/objects.ts'
import { createOutbox } from './mails/outbox.ts'
import { createRetention } from './retention/retention.ts'
import type { Presence } from './presence/presence.ts'
import { createPresence } from './presence/presence.ts'
import { createComputerConditions } from './conditions/computer.ts'
import { createScheduling } from './schedules/scheduling.ts'
import { createConnections } from './secrets/connections.ts'
import { createVault } from './secrets/vault.ts'
import type { VaultKeys } from './secrets/vault-key.ts'
import { createTaskLogReader } from './tasks/log.ts'
import type { Durability } from './store/log-sync.ts'
import type { TaskEndListener, TaskServices } from './tasks/services.ts'
import type { TriggerServices } from './triggers/services.ts'
import { createOpenMailbox } from './triggers/mail/open-mailbox.ts'
import { createTriggerServices } from './triggers/services.ts'

export interface DoorsOptions {
  token: string
  version: string
  durability: Durability
  /** 0: any that is free. Absent: the port of the last time, else any that is free. */
  port?: number
  /** The code of the reader thread. */
  readerThread: string
  /** The built window; where it is not built, a page says how to. */
  windowFolder: string
  /** The examples as they ship. */
  examplesFolder: string
  vaultKeys: VaultKeys
  events: EventHub
  /** What the user should know of the last engine run; asked for with each DescribeEngine. */
  notices: () => readonly string[]
}

/** The services around the core, and the HTTP server that they are reached by. */
export interface Doors {
  forTasks: TaskServices
  taskEnded: TaskEndListener
  executionEnded: TriggerServices['executionEnded']
  /** Told of the desktop's power events. */
  presence: Presence
  tellFacts: TriggerServices['tellFacts']
  /** Listens. Call it before the core starts: tasks need the engine's address. */
  listen: () => Promise<RunningServer>
  /** Begins to start what is scheduled and to send what waits. Call it after the core has started. */
  start: () => void
  /** Stops listening, scheduling and sending. Call it before the core stops. */
  close: () => Promise<void>
}

/**
 * @example
 * const events = createEventHub(store, clock)
 * const core = createCore({ …, tell: events.tell, services: (parts) => (doors = createDoors(parts, { …, events })) })
 * const { url } = await doors.listen(); core.start(); doors.start()
 */
export function createDoors(parts: CoreParts, options: DoorsOptions): Doors {
  let server: RunningServer | undefined
  const url = (): string => {
    if (!server) throw new Error('The engine does not listen yet')
    return server.url
  }
  const services = createServices(parts, options, { url })
  const { reads, connections, tokens, approvals, outbox, examples, retention } = services
  const { presence, conditions, scheduling, triggerServices } = services
  const handlers = createHandlers({
    ...parts,
    ...services,
    ...scheduling.services,
    taskLogs: createTaskLogReader(parts.folder),
    ...{ version: options.version, durability: options.durability },
    startedAt: parts.clock.now(),
    notices: () => [
      ...options.notices(),
      ...(server?.notice ? [server.notice] : []),
      ...retention.warnings()
    ]
  })
  return {
    forTasks: { connections, approvals, outbox },
    taskEnded: (write, task, end) => {
      approvals.taskEnded(write, task, end)
      retention.taskEnded(write, task)
    },
    executionEnded: (write, execution) => {
      scheduling.executionEnded(write, execution.id)
      triggerServices.executionEnded(write, execution)
    },
    ...{ presence, tellFacts: triggerServices.tellFacts },
    listen: async () => {
      server = await startServer({
        ...parts,
        ...options,
        ...{ handlers, reads, hooks: triggerServices.hooks },
        approvals: createApprovalDoor({ ...parts, approvals, tokens }),
        examples: createExampleDoor(examples),
        window: createWindowDoor(options.windowFolder)
      })
      return server
    },
    start: () => {
      const started = [presence, scheduling, outbox, triggerServices, reads, retention]
      for (const service of started) service.start()
    },
    close: async () => {
      const { activities, express } = parts
      for (const service of [scheduling, presence, outbox, conditions]) service.stop()
      await triggerServices.stop()
      for (const service of [activities, express]) service.stop()
      await server?.stop()
      await reads.stop()
      await retention.stop()
    }
  }
}

/** What stands around the core, each in a folder of its own. */
function createServices(parts: CoreParts, options: DoorsOptions, { url }: { url: () => string }) {
  const vault = createVault(options.vaultKeys)
  const connections = createConnections({ ...parts, vault })
  const tokens = createApprovalTokens({ ...parts, vault })
  const presence = createPresence(parts)
  const conditions = createComputerConditions(parts.clock)
  return {
    ...{ vault, connections, tokens, presence, conditions },
    approvals: createApprovals({ ...parts, tokens, url }),
    outbox: createOutbox({ ...parts, connections, vault }),
    scheduling: createScheduling({ ...parts, presence, conditions }),
    examples: createExamples({ ...parts, shipped: options.examplesFolder, url }),
    retention: createRetention({ ...parts, tell: options.events.tell }),
    triggerServices: createTriggerServices(parts, {
      ...{ vault, presence, conditions, url, token: options.token },
      tell: options.events.tell,
      openObjects: createOpenObjects({ ...parts, ...parts.registry, connections }),
      openMailbox: createOpenMailbox({ ...parts.registry, connections })
    }),
    reads: createReads({
      ...parts,
      threadFile: options.readerThread,
      persist: (work) => parts.host.persist(work),
      onAsked: () => parts.host.hurry()
    })
  }
}
