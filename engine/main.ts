/** The engine's process: flags, channel, signals and exit codes around `startEngine`. */
import { createBuiltInPlugins } from '../plugins/index.ts'
import { openChannel } from './channel.ts'
import { systemClock } from './clock.ts'
import type { RunningEngine } from './engine.ts'
import { startEngine } from './engine.ts'
import { randomIds } from './ids.ts'
import { DataFolderHeldError } from './lock.ts'
import type { Log } from './log.ts'
import { createLog } from './log.ts'
import { MockConfigError } from './mocks/mock-config.ts'
import type { EngineOptions } from './options.ts'
import { readOptions, USAGE, UsageError } from './options.ts'
import { PortTakenError } from './http/server.ts'
import { findProduct } from './product.ts'
import { VaultKeyError } from './secrets/vault-key.ts'
import { DamagedDatabaseError } from './store/damage.ts'
import { SyncFailedError } from './store/log-sync.ts'
import { NewerDatabaseError } from './store/migrate.ts'
import { isStorageUnavailable, storageUnavailable } from './store/storage-error.ts'

/** Beyond 0 (stopped in order) and 2 (usage). */
const exitCodes: readonly [new (message: string) => Error, number][] = [
  [UsageError, 2],
  [VaultKeyError, 2],
  [MockConfigError, 2],
  [DataFolderHeldError, 64],
  [DamagedDatabaseError, 65],
  [NewerDatabaseError, 66],
  [PortTakenError, 67],
  [SyncFailedError, 69]
]
const UNWRITABLE = 68
const BUG = 70

/** An orderly stop that takes longer than this is given up; what is committed is safe. */
const LONGEST_STOP_MILLISECONDS = 10_000

function exitWith(error: unknown, log: Log): never {
  const known = exitCodes.find(([type]) => error instanceof type)
  if (known && error instanceof Error) {
    process.stderr.write(`${error.message}\n`)
    if (error instanceof UsageError) process.stderr.write(USAGE)
    process.exit(known[1])
  }
  if (isStorageUnavailable(error)) {
    process.stderr.write(`${storageUnavailable(error).message}\n`)
    process.exit(UNWRITABLE)
  }
  const stack = error instanceof Error ? error.stack : String(error)
  log.error('The engine has failed', { error: stack })
  process.exit(BUG)
}

function readOptionsOrExit(log: Log): EngineOptions {
  try {
    const options = readOptions(process.argv.slice(2), process.env)
    if (options) return options
  } catch (error) {
    exitWith(error, log)
  }
  process.stdout.write(USAGE)
  process.exit(0)
}

/** Stops in order, once: a message, a signal and the end of the channel may come together. */
function createStop(engine: RunningEngine, log: Log): () => void {
  let isStopping = false
  return () => {
    if (isStopping) return
    isStopping = true
    systemClock.after(LONGEST_STOP_MILLISECONDS, () => {
      log.error('The engine does not come to its end in order; it is ended now')
      process.exit(BUG)
    })
    engine.stop().then(
      () => process.exit(0),
      (error: unknown) => exitWith(error, log)
    )
  }
}

async function main(): Promise<void> {
  const log = createLog()
  const channel = openChannel(process)
  const options = readOptionsOrExit(log)
  // A reader of our output may leave before us.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  // A plugin's stray callback must not take the engine down: what is true is on the disk.
  process.on('uncaughtException', (error) => log.error('Uncaught', { error: error.stack }))
  process.on('unhandledRejection', (reason) => {
    log.error('Unhandled', { error: reason instanceof Error ? reason.stack : String(reason) })
  })
  try {
    const engine = await startEngine({
      ...{ options, log, clock: systemClock, ids: randomIds, environment: process.env },
      plugins: createBuiltInPlugins({ functionsFile: options.functions }),
      product: findProduct(import.meta.dirname),
      onUnusable: (error) => exitWith(error, log)
    })
    const stop = createStop(engine, log)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
    channel?.onStop(stop)
    channel?.onPower((event) => engine.tellPower(event))
    channel?.onFacts((facts) => engine.tellFacts(facts))
    const { url, token } = engine
    process.stdout.write(`listening ${url}\nopen ${url}/#token=${token}\n`)
    channel?.post({ type: 'ready', url, token })
  } catch (error) {
    exitWith(error, log)
  }
}

await main()
