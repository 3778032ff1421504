import { spawn } from 'node:child_process'
import { utilityProcess } from 'electron'

/** The computer is about to sleep, or has woken up. */
export type PowerEvent = 'suspend' | 'resume'

/** What conditions of starts ask of the computer, and the engine cannot know by itself everywhere. */
export interface ComputerFacts {
  isOnBattery: boolean
  idleSeconds: number
}

/** A started engine process, whichever kind it is. */
export interface EngineLink {
  post: (message: { type: 'stop' | PowerEvent } | ({ type: 'facts' } & ComputerFacts)) => void
  kill: () => void
  /** Calls back with each message; only one listener. */
  onMessage: (listener: (message: unknown) => void) => void
  /** Calls back with what the engine writes to stderr. */
  onErrorText: (listener: (text: string) => void) => void
  /** The exit code; null where it could not be started or a signal ended it. */
  exited: Promise<number | null>
}

export interface EngineLaunch {
  host: 'utility' | 'node'
  /** The engine's built entry, `out/main/engine.js`. */
  entry: string
  nodePath: string
  args: readonly string[]
  environment: Record<string, string>
}

/** An Electron utility process: Electron's own Node, reads inside app.asar, ends with its parent. */
function forkUtilityProcess({ entry, args, environment }: EngineLaunch): EngineLink {
  const child = utilityProcess.fork(entry, [...args], {
    serviceName: 'Signalbox engine',
    stdio: 'pipe',
    env: environment
  })
  // An undrained pipe would stall the engine.
  child.stdout?.resume()
  return {
    post: (message) => child.postMessage(message),
    kill: () => child.kill(),
    onMessage: (listener) => child.on('message', listener),
    onErrorText: (listener) =>
      child.stderr?.on('data', (chunk: Buffer) => listener(chunk.toString())),
    exited: new Promise((resolve) => {
      child.once('exit', (code) => resolve(code))
    })
  }
}

/** A child of plain Node; it hears `disconnect` when the shell is gone and stops in order. */
function spawnNode({ entry, args, environment, nodePath }: EngineLaunch): EngineLink {
  // Node 24 with threads now and then dies in V8's bookkeeping of protected code (nodejs/node#64500).
  const child = spawn(nodePath, ['--no-memory-protection-keys', entry, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: environment
  })
  return {
    post: (message) => {
      if (child.connected) child.send(message)
    },
    kill: () => child.kill('SIGKILL'),
    onMessage: (listener) => child.on('message', listener),
    onErrorText: (listener) =>
      child.stderr?.on('data', (chunk: Buffer) => listener(chunk.toString())),
    exited: new Promise((resolve) => {
      child.once('exit', (code) => resolve(code))
      child.once('error', () => resolve(null))
    })
  }
}

/** Starts an engine process. */
export function launchEngine(launch: EngineLaunch): EngineLink {
  return launch.host === 'utility' ? forkUtilityProcess(launch) : spawnNode(launch)
}
