import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'

/** The data that each step hands on, as our own workloads do. */
export const data = { orderId: 1, note: 'a note of some length, as inputs often carry. '.repeat(3) }
export const STEPS = 100

/** Something else that runs durable steps. */
export interface Peer {
  name: string
  /** What one of its steps is. */
  about: string
  /** What is missing, in words, where it cannot run here. */
  missing: () => string | undefined
  /** Starts it with its data in `folder`, and its server where it has one. */
  start: (folder: string) => Promise<RunningPeer>
}

export interface RunningPeer {
  /** Keeps so many workflows of 100 steps running for some seconds: steps a second. */
  stepsPerSecond: (load: { atOnce: number; seconds: number }) => Promise<number>
  stop: () => Promise<void>
}

const require = createRequire(import.meta.url)

export function resolvePeer(name: string): string | undefined {
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}

/** The package is installed on its own (`npm run bench:peers`), so its types are not here either. */
export async function importPeer<T>(name: string): Promise<T> {
  const file = resolvePeer(name)
  if (file === undefined) throw new Error(`${name} is not installed: npm run bench:peers`)
  return (await import(pathToFileURL(file).href)) as T
}

export function missingPackage(name: string): string | undefined {
  return resolvePeer(name) === undefined ? `${name} (npm run bench:peers)` : undefined
}

/** Runs `workflow` over and over, so many at once. */
export async function keepRunning(
  workflow: () => Promise<unknown>,
  { atOnce, seconds }: { atOnce: number; seconds: number }
): Promise<number> {
  await workflow()
  const startedAt = performance.now()
  let steps = 0
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      await workflow()
      steps += STEPS
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return (steps / (performance.now() - startedAt)) * 1000
}

/** A server that never outlives this process. */
export function startServer(
  program: string,
  args: readonly string[],
  options: SpawnOptions
): { stop: (signal?: NodeJS.Signals) => Promise<void> } {
  const server: ChildProcess = spawn(program, args, { ...options, stdio: 'ignore' })
  const kill = (): void => void server.kill('SIGKILL')
  process.on('exit', kill)
  const gone = new Promise<void>((resolve) => server.on('exit', () => resolve()))
  return {
    stop: async (signal = 'SIGTERM') => {
      server.kill(signal)
      await gone
      process.off('exit', kill)
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until it answers true. */
export async function until(isThere: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + 60_000
  while (!(await isThere().catch(() => false))) {
    if (performance.now() > endsAt) throw new Error('A peer did not come up within a minute')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
