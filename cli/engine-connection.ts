import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '../api/client.ts'
import type { Client } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import { readEngineFile } from './engine-file.ts'
import type { EngineAddress } from './engine-file.ts'
import { startEngine } from './engine-process.ts'
import { CliFailure, exitCodes } from './failure.ts'

/** An engine that answers. */
export interface EngineConnection {
  address: EngineAddress
  client: Client
  /** Whether it was started for this command and will be stopped after it. */
  isOwn: boolean
  close: () => Promise<void>
}

const ANSWER_TIMEOUT_MILLISECONDS = 5000
const HELD_TRIES = 40
const HELD_PAUSE_MILLISECONDS = 250

/** The engine that runs on the data folder; undefined where none answers (a stale file counts as none). */
export async function findEngine(dataFolder: string): Promise<EngineConnection | undefined> {
  const address = readEngineFile(dataFolder)
  if (!address) return undefined
  const client = createClient(address)
  try {
    await client.DescribeEngine({}, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MILLISECONDS) })
  } catch (error) {
    // Something that answers in our dialect is an engine, if not a willing one.
    if (error instanceof ApiError && error.errorName !== 'InternalServerError') throw error
    return undefined
  }
  return { address, client, isOwn: false, close: () => Promise.resolve() }
}

/** Whether a call failed because nothing answers any more, as opposed to an answer that refuses it. */
export function isEngineGone(error: unknown): boolean {
  return error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message)
}

const RETURN_PAUSE_MILLISECONDS = 500

/** The engine that comes to run on the data folder, sooner or later. Rejects when the signal aborts. */
export async function awaitEngine(
  dataFolder: string,
  signal: AbortSignal
): Promise<EngineConnection> {
  for (;;) {
    signal.throwIfAborted()
    const found = await findEngine(dataFolder)
    if (found) return found
    await pause(RETURN_PAUSE_MILLISECONDS)
  }
}

/** The running engine, or one that is started for this command. Throws CliFailure (exit code 3). */
export async function openEngine(entry: string, dataFolder: string): Promise<EngineConnection> {
  const running = await findEngine(dataFolder)
  if (running) return running
  const own = await startEngine(entry, dataFolder)
  if (own) return { address: own, client: createClient(own), isOwn: true, close: own.stop }
  // Another command was faster: its engine writes its address in a moment.
  for (let tries = 0; tries < HELD_TRIES; tries++) {
    await pause(HELD_PAUSE_MILLISECONDS)
    const other = await findEngine(dataFolder)
    if (other) return other
  }
  throw new CliFailure(
    exitCodes.noEngine,
    `An engine holds ${dataFolder} but does not answer. Wait for it, end its process, or choose another folder with --data.`
  )
}
