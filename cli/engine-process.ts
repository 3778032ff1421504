import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import type { EngineAddress } from './engine-file.ts'
import { CliFailure, exitCodes } from './failure.ts'
import { nodeFlags } from './node-flags.ts'

const readyMessage = z.object({ type: z.literal('ready'), url: z.string(), token: z.string() })

/** Another engine holds the data folder; see docs/engine.md. */
const EXIT_HELD = 64
const START_TIMEOUT_MILLISECONDS = 30_000
const STOP_TIMEOUT_MILLISECONDS = 15_000
const ERROR_TAIL = 2000

export interface EngineProcess extends EngineAddress {
  /** Asks the engine to stop in order; resolves when its process has ended. */
  stop: () => Promise<void>
}

/**
 * Starts an engine for one command. Its channel ties it to this process: it stops when we are gone.
 * Resolves to undefined where another engine has taken the folder meanwhile.
 */
export async function startEngine(
  entry: string,
  dataFolder: string
): Promise<EngineProcess | undefined> {
  const child = spawn(process.execPath, [...nodeFlags, entry, '--data', dataFolder], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Ctrl-C is for us: we stop it in order.
    detached: process.platform !== 'win32'
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-ERROR_TAIL)
  })
  const outcome = await firstOutcome(child)
  if (outcome === HELD) return undefined
  if (typeof outcome === 'object') {
    return { ...outcome, pid: child.pid ?? 0, stop: () => stopEngine(child) }
  }
  child.kill('SIGKILL')
  throw new CliFailure(
    exitCodes.noEngine,
    `No engine runs on ${dataFolder}, and starting one failed: ${outcome}.\n${lastMessages(errors)}`
  )
}

/** Ready, held by another engine, or in words why it is not ready. */
type Outcome = { url: string; token: string } | string

const HELD = 'held'

function firstOutcome(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(`it was not ready within ${String(START_TIMEOUT_MILLISECONDS / 1000)} s`),
      START_TIMEOUT_MILLISECONDS
    )
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer)
      resolve(outcome)
    }
    child.on('message', (message) => {
      const ready = readyMessage.safeParse(message)
      if (ready.success) settle({ url: ready.data.url, token: ready.data.token })
    })
    child.on('error', (error) => settle(error.message))
    child.on('close', (code, signal) => {
      settle(code === EXIT_HELD ? HELD : `it ended with ${signal ?? `exit code ${String(code)}`}`)
    })
  })
}

/** The engine logs JSON lines; their messages are what a person wants to read. */
function lastMessages(errors: string): string {
  const lines = errors.trim().split('\n').slice(-5)
  return lines
    .map((line) => {
      try {
        const entry: unknown = JSON.parse(line)
        const message =
          typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : line
        return String(message)
      } catch {
        return line
      }
    })
    .join('\n')
}

async function stopEngine(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (child.connected) child.send({ type: 'stop' })
  else child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MILLISECONDS)
  await ended
  clearTimeout(timer)
}
