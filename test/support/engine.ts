/** The engine as a process of its own: `node engine/main.ts`, to be killed and started again. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Client } from '../../api/client.ts'
import { createClient } from '../../api/client.ts'
import { nodeFlags } from '../../cli/node-flags.ts'

const MAIN = resolve(import.meta.dirname, '../../engine/main.ts')

export interface EngineProcess {
  readonly child: ChildProcess
  /** The end of what it has written to stderr. */
  errorText: () => string
  /** Resolves once it listens; rejects where it ends before. */
  ready: Promise<{ url: string; token: string; client: Client }>
  /** Resolves with the exit code, or the signal that has ended it. */
  exited: Promise<number | NodeJS.Signals | null>
  /** `kill -9`. */
  kill: () => Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | NodeJS.Signals | null>
}

/** Starts an engine on a data folder; `main`: one of a test's own. */
export function spawnEngine(
  dataFolder: string,
  flags: readonly string[] = [],
  main = MAIN,
  environment: Readonly<Record<string, string>> = {}
): EngineProcess {
  const child = spawn(process.execPath, [...nodeFlags, main, '--data', dataFolder, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SIGNALBOX_SECRET_KEY: '', ...environment }
  })
  let errorText = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errorText = (errorText + chunk.toString()).slice(-20_000)
  })
  const exited = new Promise<number | NodeJS.Signals | null>((settle) => {
    child.once('exit', (code, signal) => settle(code ?? signal))
  })
  const ready = readAddress(child, () => errorText)
  // Whoever kills it before it listens does not care.
  ready.catch(() => undefined)
  return {
    child,
    errorText: () => errorText,
    exited,
    ready,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: () => {
      child.kill('SIGTERM')
      return exited
    }
  }
}

async function readAddress(child: ChildProcess, errorText: () => string) {
  if (!child.stdout) throw new Error('The engine has no standard output')
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url, token] = /^open (.+)\/#token=(.+)$/.exec(line) ?? []
    if (url && token) return { url, token, client: createClient({ url, token }) }
  }
  throw new Error(`The engine has ended before it listened: ${errorText()}`)
}
