/** The engine's core in this process, over a real database in a temporary folder. */
import type { EngineEvent } from '../../api/events.ts'
import type { JsonObject } from '../../asl/json.ts'
import type { Plugin } from '../../plugins/contract/plugin.ts'
import { parseExecutionArn } from '../../engine/arns.ts'
import type { Clock } from '../../engine/clock.ts'
import { systemClock } from '../../engine/clock.ts'
import type { Core, CoreOptions } from '../../engine/core.ts'
import { createCore } from '../../engine/core.ts'
import { dataFolder } from '../../engine/data-folder.ts'
import { randomIds } from '../../engine/ids.ts'
import type { Log } from '../../engine/log.ts'
import type { Mocks } from '../../engine/mocks/mocks.ts'
import { createMocks } from '../../engine/mocks/mocks.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/index.ts'
import type { StoreOptions } from '../../engine/store/open.ts'
import { openStore } from '../../engine/store/open.ts'
import { findExecution, readExecutionData } from '../../engine/store/queries/executions.ts'
import { readHistory } from '../../engine/store/queries/history.ts'
import type { ReadDb } from '../../engine/store/transaction.ts'
import { reader } from '../../engine/store/transaction.ts'
import type { TempFolder } from './temp-folder.ts'
import { createMortalClock } from './mortal-clock.ts'
import type { MortalClock } from './mortal-clock.ts'
import { makeTempFolder } from './temp-folder.ts'

export interface LogLine {
  level: 'info' | 'warn' | 'error'
  message: string
  fields: Record<string, unknown>
}

export interface TestCore extends Core {
  /** Reads the store. */
  db: ReadDb
  logLines: LogLine[]
  /** Notices of commits, and those that are not kept. */
  events: EngineEvent[]
  /** Creates a state machine of this definition and starts it. Answers the execution's ARN. */
  run: (definition: JsonObject, input?: unknown, name?: string) => Promise<string>
  createMachine: (name: string, definition: JsonObject) => Promise<string>
  describe: (executionArn: string) => {
    id: number
    status: string
    output?: unknown
    error?: string
    cause?: string
  }
  eventTypes: (executionArn: string) => string[]
  /** Waits in real time until the execution has ended. */
  ended: (executionArn: string) => Promise<ReturnType<TestCore['describe']>>
  /** Stops in order, closes the store and removes the folder unless it was given. */
  end: () => Promise<void>
  /** As a killed process: nothing is told, stored or closed in order. */
  crash: () => void
}

export interface TestCoreOptions extends Partial<
  Pick<
    CoreOptions,
    | 'plugins'
    | 'concurrency'
    | 'services'
    | 'onDamaged'
    | 'cacheLimit'
    | 'ids'
    | 'durability'
    | 'bootId'
  >
> {
  clock?: Clock
  mocks?: Mocks
  folder?: TempFolder
  /** Told of each named point. */
  reached?: StoreOptions['reached']
  /** Starts the runner and the timers; default true. */
  isStarted?: boolean
}

const noServices: CoreOptions['services'] = () => ({
  taskEnded: () => undefined,
  forTasks: {
    connections: { find: () => Promise.resolve(undefined) },
    approvals: { request: () => Promise.reject(new Error('no approvals in this test')) },
    outbox: { put: () => Promise.reject(new Error('no outbox in this test')) }
  }
})

function recordingLog(lines: LogLine[]): Log {
  const at =
    (level: LogLine['level']) =>
    (message: string, fields: Record<string, unknown> = {}): void =>
      void lines.push({ level, message, fields })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

export function startTestCore(options: TestCoreOptions = {}): TestCore {
  const temp = options.folder ?? makeTempFolder()
  const folder = dataFolder(temp.path)
  const logLines: LogLine[] = []
  const events: EngineEvent[] = []
  const store = openStore(folder.database, {
    onEffectError: (error) =>
      void logLines.push({ level: 'error', message: 'effect', fields: { error } }),
    ...(options.reached ? { reached: options.reached } : {}),
    ...(options.onDamaged ? { onFailure: options.onDamaged } : {})
  })
  migrate(store, migrations)
  store.listeners.add((_commit, notices) => events.push(...notices))
  const clock = createMortalClock(options.clock ?? systemClock)
  const core = createCore({
    ...{ store, folder, logLines },
    clock,
    ids: options.ids ?? randomIds,
    log: recordingLog(logLines),
    plugins: options.plugins ?? ([] satisfies Plugin[]),
    concurrency: options.concurrency ?? 16,
    mocks: options.mocks ?? createMocks(undefined),
    services: options.services ?? noServices,
    onDamaged: options.onDamaged ?? (() => undefined),
    tell: (event) => void events.push(event),
    ...(options.bootId === undefined ? {} : { bootId: options.bootId }),
    ...(options.durability === undefined ? {} : { durability: options.durability }),
    ...(options.cacheLimit === undefined ? {} : { cacheLimit: options.cacheLimit })
  })
  if (options.isStarted ?? true) core.start()
  return { ...core, logLines, events, ...verbs(core, clock, options.folder ? undefined : temp) }
}

function verbs(core: Core, clock: MortalClock, temp: TempFolder | undefined) {
  const { store, host, machines } = core
  const db = reader(store)
  let machineCount = 0
  const createMachine = async (name: string, definition: JsonObject): Promise<string> => {
    const text = JSON.stringify(definition)
    const made = await host.enqueue((write) => machines.create(write, { name, definition: text }))
    return made.stateMachineArn
  }
  const describe = (executionArn: string) => {
    const found = findExecution(db, parseExecutionArn(executionArn))
    if (!found) throw new Error(`No execution ${executionArn}`)
    const { output, error, cause } = readExecutionData(db, found.id)
    return {
      id: found.id,
      status: found.status as string,
      ...(output === undefined ? {} : { output: JSON.parse(output) as unknown }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause })
    }
  }
  return {
    db,
    createMachine,
    describe,
    run: async (definition: JsonObject, input: unknown = {}, name?: string): Promise<string> => {
      const stateMachineArn = await createMachine(`machine-${String(++machineCount)}`, definition)
      const request = { stateMachineArn, input: JSON.stringify(input), ...(name ? { name } : {}) }
      return (await host.enqueue((write) => host.start(write, request))).executionArn
    },
    eventTypes: (executionArn: string) =>
      readHistory(db, describe(executionArn).id, { limit: 100_000 }).map(({ type }) => type),
    ended: async (executionArn: string) => {
      const deadline = performance.now() + 20_000
      for (;;) {
        const found = describe(executionArn)
        if (found.status !== 'RUNNING') return found
        if (performance.now() > deadline) throw new Error(`${executionArn} has not ended in 20 s`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    end: async () => {
      await core.stop()
      store.close()
      temp?.remove()
    },
    crash: () => {
      clock.die()
      store.db.close()
    }
  }
}
