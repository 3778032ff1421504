/** The engine's core with its services and its HTTP server, in this process. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Client } from '../../api/client.ts'
import { createClient } from '../../api/client.ts'
import type { Doors } from '../../engine/doors.ts'
import { createDoors } from '../../engine/doors.ts'
import { createEventHub } from '../../engine/http/sse.ts'
import type { EventHub } from '../../engine/http/sse.ts'
import type { RunningServer } from '../../engine/http/server.ts'
import type { Store } from '../../engine/store/open.ts'
import { askPlugin } from './ask-plugin.ts'
import type { TestCore, TestCoreOptions } from './core.ts'
import { startTestCore } from './core.ts'

export interface TestDoors {
  core: TestCore
  store: Store
  server: RunningServer
  url: string
  token: string
  client: Client
  events: EventHub
  /** Stops in order; the folder goes unless it was given. */
  end: () => Promise<void>
}

export interface TestDoorsOptions extends Omit<TestCoreOptions, 'services' | 'isStarted'> {
  token?: string
  vaultKey?: Buffer
  windowFolder?: string
  examplesFolder?: string
  port?: number
  /** Another one than the engine's. */
  readerThread?: string
}

export async function startTestDoors(options: TestDoorsOptions = {}): Promise<TestDoors> {
  const token = options.token ?? randomBytes(24).toString('base64url')
  const made: { doors?: Doors; events?: EventHub } = {}
  const core = startTestCore({
    plugins: [askPlugin],
    ...options,
    isStarted: false,
    services: (parts) => {
      made.events = createEventHub(parts.store, parts.clock)
      made.doors = createDoors(parts, {
        token,
        version: '0.0.0-test',
        durability: options.durability ?? 'full',
        readerThread:
          options.readerThread ?? join(import.meta.dirname, '../../engine/reads/thread.ts'),
        windowFolder: options.windowFolder ?? join(parts.folder.path, 'no-window'),
        examplesFolder: options.examplesFolder ?? join(import.meta.dirname, '../../examples'),
        vaultKeys: { keys: [options.vaultKey ?? randomBytes(32)], storage: 'file' },
        events: made.events,
        notices: () => [],
        ...(options.port === undefined ? {} : { port: options.port })
      })
      return made.doors
    }
  })
  const { doors, events } = made
  if (!doors || !events) throw new Error('The core has made no services')
  const server = await doors.listen()
  core.start()
  doors.start()
  return {
    ...{ core, store: core.store, server, url: server.url, token, events },
    client: createClient({ url: server.url, token }),
    end: async () => {
      await doors.close()
      await core.end()
    }
  }
}
