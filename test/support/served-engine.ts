import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createClient } from '../../api/client.ts'
import type { Client } from '../../api/client.ts'

const script = resolve(import.meta.dirname, '../../scripts/signalbox.mjs')

export interface CommandResult {
  code: number
  stdout: string
  stderr: string
}

export interface ServedEngine {
  url: string
  token: string
  pid: number
  dataFolder: string
  client: Client
  /** The address that opens the window. */
  windowUrl: (path?: string) => string
  /** Runs `signalbox …` on the same data folder, as in a terminal. */
  command: (...args: string[]) => Promise<CommandResult>
  /** What the engine wrote to stderr so far. */
  errors: () => string
  /** Ends it in order; removes the data folder unless it was given. Resolves to the exit code. */
  stop: () => Promise<number | null>
}

export function runCommand(dataFolder: string, ...args: string[]): Promise<CommandResult> {
  return new Promise((resolveResult) => {
    const command = [script, ...args, '--data', dataFolder]
    execFile(process.execPath, command, (error, stdout, stderr) => {
      resolveResult({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
    })
  })
}

/** Starts `signalbox serve` as a user does and waits for its first line. */
export async function serveEngine(options: { dataFolder?: string } = {}): Promise<ServedEngine> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'signalbox-serve-'))
  const command = [script, 'serve', '--data', dataFolder, '--port', '0']
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), exited])
  const url = Array.isArray(first) ? /^listening (\S+)$/.exec(String(first[0]))?.[1] : undefined
  if (!url)
    throw new Error(`Expected "listening http://…" first, found ${String(first)}: ${errors}`)
  const engineFile: unknown = JSON.parse(readFileSync(join(dataFolder, 'engine.json'), 'utf8'))
  const { token, pid } = engineFile as { token: string; pid: number }
  return {
    url,
    token,
    pid,
    dataFolder,
    client: createClient({ url, token }),
    windowUrl: (path = '/') => `${url}${path}#token=${token}`,
    command: (...args) => runCommand(dataFolder, ...args),
    errors: () => errors,
    stop: async () => {
      child.kill('SIGTERM')
      const code = await exited
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
      return code
    }
  }
}
