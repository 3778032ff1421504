import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Client } from '../api/client.ts'
import { createClient } from '../api/client.ts'
import { nodeFlags } from '../cli/node-flags.ts'

export interface ServerProcess {
  url: string
  pid: number
  stop: () => Promise<void>
}

export interface EngineProcess extends ServerProcess {
  token: string
  client: Client
}

/** Starts a Node program and waits for the line of its standard output that `read` understands. */
async function startProcess<T>(
  args: readonly string[],
  read: (line: string) => T | undefined,
  environment: Readonly<Record<string, string>> = {}
): Promise<{ found: T; pid: number; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--no-warnings', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment }
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill()
    await gone
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const found = read(line)
    if (found !== undefined) return { found, pid: child.pid ?? 0, stop }
  }
  throw new Error(`${args[0] ?? ''} has ended before it listened`)
}

export interface EngineStart {
  /** Of Node, before the engine's program. */
  nodeArguments?: readonly string[]
  environment?: Readonly<Record<string, string>>
  /** From its bundle, as it is shipped, where there is one (`npm run build`). */
  isBuilt?: boolean
}

/** The engine in a process of its own. */
export async function startEngine(
  folder: string,
  { nodeArguments = [], environment, isBuilt = false }: EngineStart = {}
): Promise<EngineProcess> {
  const source = resolve(import.meta.dirname, '../engine/main.ts')
  const bundle = resolve(import.meta.dirname, '../out/main/engine.js')
  const main = isBuilt && existsSync(bundle) ? bundle : source
  const read = (line: string) => {
    const [, url, token] = /^open (.+)\/#token=(.+)$/.exec(line) ?? []
    return url && token ? { url, token } : undefined
  }
  const args = [...nodeFlags, ...nodeArguments, main, '--data', folder, '--port', '0']
  const { found, ...process } = await startProcess(args, read, environment)
  return { ...process, ...found, client: createClient(found) }
}

/** The yardstick beside it. */
export async function startReference(folder: string): Promise<ServerProcess> {
  const file = resolve(import.meta.dirname, 'reference-server.ts')
  const { found, ...process } = await startProcess([file, join(folder, 'reference.db')], (line) =>
    line.startsWith('http') ? line : undefined
  )
  return { ...process, url: found }
}
