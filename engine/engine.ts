import { mkdirSync } from 'node:fs'
import type { Plugin } from '../plugins/contract/plugin.ts'
import type { PowerEvent } from './channel.ts'
import type { Clock } from './clock.ts'
import { createCore } from './core.ts'
import type { Core } from './core.ts'
import type { DataFolder } from './data-folder.ts'
import { dataFolder } from './data-folder.ts'
import { createDoors } from './doors.ts'
import type { Doors } from './doors.ts'
import { announce, loadToken } from './engine-files.ts'
import { createEventHub } from './http/sse.ts'
import type { EventHub } from './http/sse.ts'
import type { Ids } from './ids.ts'
import { lockDataFolder } from './lock.ts'
import type { Log } from './log.ts'
import { createMocks } from './mocks/mocks.ts'
import type { EngineOptions, Environment } from './options.ts'
import type { Product } from './product.ts'
import { loadVaultKeys } from './secrets/vault-key.ts'
import { checkLater } from './store/check-later.ts'
import { startCheckpoints } from './store/checkpoints.ts'
import { openCheckedStore, reportDamage } from './store/open-checked.ts'
import type { Store } from './store/open.ts'
import type { Point } from './store/points.ts'

export interface EngineParts {
  options: EngineOptions
  plugins: readonly Plugin[]
  /** What ships with the engine: pages, examples, version. */
  product: Product
  clock: Clock
  ids: Ids
  log: Log
  environment: Environment
  /** The database is of no use any more (damaged, gone, a failed sync): the engine must end now. */
  onUnusable: (error: Error) => void
  /** Told of each named point of the loop; for tests that end the process there. */
  reached?: (point: Point) => void
}

export interface RunningEngine {
  /** `http://127.0.0.1:PORT`. */
  url: string
  token: string
  /** The desktop tells of the computer's sleep: what came due meanwhile is looked at now. */
  /** What only the desktop app can know of the computer. */
  tellFacts: Doors['tellFacts']
  tellPower: (event: PowerEvent) => void
  /** In order: tells actions, answers what is under way, commits, lets the data folder go. */
  stop: () => Promise<void>
}

/**
 * Starts a whole engine on a data folder. Throws DataFolderHeldError, DamagedDatabaseError or
 * NewerDatabaseError, with nothing left open.
 */
export async function startEngine(parts: EngineParts): Promise<RunningEngine> {
  const { options, ids } = parts
  mkdirSync(options.data, { recursive: true, mode: 0o700 })
  const folder = dataFolder(options.data)
  const unlock = lockDataFolder(folder)
  try {
    const token = loadToken(folder, ids)
    return await openDoors({ ...parts, folder, token, unlock })
  } catch (error) {
    unlock()
    throw error
  }
}

interface LockedParts extends EngineParts {
  folder: DataFolder
  token: string
  unlock: () => void
}

async function openDoors(parts: LockedParts): Promise<RunningEngine> {
  const { options, folder, token, clock, log, unlock } = parts
  const { store, notices, mustBeChecked } = openCheckedStore(folder, {
    now: clock.now(),
    startEmpty: options.startEmpty,
    salvage: options.salvage,
    log,
    onFailure: parts.onUnusable,
    ...(parts.reached ? { reached: parts.reached } : {})
  })
  try {
    const events = createEventHub(store, clock)
    store.reached('start:opened')
    const { core, doors } = compose(parts, { store, events, notices })
    store.reached('start:composed')
    const server = await doors.listen().catch(async (error: unknown) => {
      // Nothing has run: the next start must not believe in a crash.
      await core.stop()
      throw error
    })
    store.reached('start:listening')
    core.start()
    doors.start()
    const withdraw = announce(folder, { url: server.url, token, pid: process.pid })
    store.reached('start:announced')
    const threadFile = parts.product.checkpointThread
    const checkpoints = startCheckpoints({ store, clock, log, threadFile })
    const giveUpCheck = mustBeChecked ? checkWhileAtWork(parts) : undefined
    log.info('The engine listens', { url: server.url, dataFolder: folder.path })
    return {
      url: server.url,
      token,
      tellFacts: doors.tellFacts,
      tellPower: (event) => {
        log.info('The desktop tells of its power', { event })
        if (event === 'suspend') doors.presence.suspended()
        else {
          doors.presence.resumed()
          core.wake()
        }
      },
      stop: async () => {
        store.reached('stop:begun')
        giveUpCheck?.()
        events.stop()
        await core.stop(doors.close())
        withdraw()
        await checkpoints.stop()
        store.close()
        checkpoints.release()
        store.reached('stop:closed')
        unlock()
        log.info('The engine has stopped in order')
      }
    }
  } catch (error) {
    store.db.close()
    throw error
  }
}

function checkWhileAtWork({ folder, product, clock, log, onUnusable }: LockedParts): () => void {
  return checkLater({
    ...{ file: folder.database, threadFile: product.checkThread, log },
    onDamage: (damage) => onUnusable(reportDamage(folder, damage, clock.now()))
  })
}

function compose(
  parts: LockedParts,
  { store, events, notices }: { store: Store; events: EventHub; notices: readonly string[] }
): { core: Core; doors: Doors } {
  const { options, product, folder, clock, environment } = parts
  const vaultKeys = loadVaultKeys(folder.secretKey, environment)
  let doors: Doors | undefined
  const core: Core = createCore({
    ...parts,
    store,
    concurrency: options.concurrency,
    durability: options.durability,
    mocks: createMocks(options.mockConfig),
    tell: (event) => events.tell(event),
    onDamaged: (error) => parts.onUnusable(reportDamage(folder, String(error), clock.now())),
    services: (made) => {
      doors = createDoors(made, {
        ...{ token: parts.token, events, vaultKeys, version: product.version },
        durability: options.durability,
        ...(options.port === undefined ? {} : { port: options.port }),
        readerThread: product.readerThread,
        windowFolder: product.windowFolder,
        examplesFolder: product.examplesFolder,
        notices: () => [...notices, ...core.notices]
      })
      return doors
    }
  })
  if (!doors) throw new Error('The core has not asked for its services')
  return { core, doors }
}
