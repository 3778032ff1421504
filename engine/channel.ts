import type { ShellFacts } from './conditions/computer.ts'

/** What the engine says to the process that has started it. */
export interface ReadyMessage {
  type: 'ready'
  url: string
  token: string
}

/** The line to the process that has started this one: Electron's parentPort, or Node's own. */
export interface Channel {
  post: (message: ReadyMessage) => void
  /** Calls back when told to stop, or when the other end has gone. */
  onStop: (stop: () => void) => void
  /** Calls back when told that the computer is about to sleep, or has woken up. */
  onPower: (listener: (event: PowerEvent) => void) => void
  /** Calls back with what only the desktop app can know of the computer, every now and then. */
  onFacts: (listener: (facts: ShellFacts) => void) => void
}

/** What the desktop tells of the computer's sleep. */
export type PowerEvent = 'suspend' | 'resume'

/** What is used of https://www.electronjs.org/docs/latest/api/parent-port. */
interface ParentPort {
  postMessage: (message: unknown) => void
  on: (event: 'message' | 'close', listener: (event: { data?: unknown }) => void) => unknown
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message
    ? message.type
    : undefined
}

function isStop(message: unknown): boolean {
  return typeOf(message) === 'stop'
}

function tellPower(message: unknown, listener: (event: PowerEvent) => void): void {
  const type = typeOf(message)
  if (type === 'suspend' || type === 'resume') listener(type)
}

function tellFacts(message: unknown, listener: (facts: ShellFacts) => void): void {
  if (typeOf(message) !== 'facts') return
  const { isOnBattery, idleSeconds } = message as Record<string, unknown>
  if (typeof isOnBattery !== 'boolean' || typeof idleSeconds !== 'number') return
  listener({ isOnBattery, idleSeconds })
}

/** Undefined where nobody listens: the engine was started by hand. */
export function openChannel(own: NodeJS.Process): Channel | undefined {
  const parentPort = 'parentPort' in own ? (own.parentPort as ParentPort | null) : null
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onStop: (stop) => {
        parentPort.on('message', ({ data }) => {
          if (isStop(data)) stop()
        })
        parentPort.on('close', stop)
      },
      onPower: (listener) => parentPort.on('message', ({ data }) => tellPower(data, listener)),
      onFacts: (listener) => parentPort.on('message', ({ data }) => tellFacts(data, listener))
    }
  }
  if (!own.send) return undefined
  return {
    post: (message) => own.send?.(message),
    onStop: (stop) => {
      own.on('message', (message) => {
        if (isStop(message)) stop()
      })
      own.on('disconnect', stop)
    },
    onPower: (listener) => own.on('message', (message) => tellPower(message, listener)),
    onFacts: (listener) => own.on('message', (message) => tellFacts(message, listener))
  }
}
