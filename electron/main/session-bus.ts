import * as dbus from '@homebridge/dbus-native'

/** A method call on the D-Bus session bus. `signature` and `body` are D-Bus's. */
export interface BusCall {
  destination: string
  path: string
  interface: string
  member: string
  signature?: string
  body?: readonly unknown[]
}

/** What this app uses of the session bus of a Linux desktop. */
export interface SessionBus {
  /** Calls back with the answer before the next message is read: a signal may follow in the same packet. */
  call: (call: BusCall, onAnswer: (error: unknown, ...values: unknown[]) => void) => void
  onSignal: (
    signal: { path: string; interface: string; member: string },
    listener: (body: readonly unknown[]) => void
  ) => void
  close: () => void
}

/** The parts of @homebridge/dbus-native that its own types leave out. */
interface NativeBus {
  invoke: (call: BusCall, onAnswer: (error: unknown, ...values: unknown[]) => void) => void
  addMatch: (rule: string, onAnswer: () => void) => void
  mangle: (path: string, iface: string, member: string) => string
  signals: { on: (key: string, listener: (body: readonly unknown[]) => void) => void }
  connection: {
    on: (event: 'error' | 'end', listener: (error?: unknown) => void) => void
    end: () => void
  }
}
const { sessionBus } = dbus as unknown as { sessionBus: () => NativeBus }

/** Connects to the session bus; undefined where there is none (another system, a bare X server). */
export function connectSessionBus(
  address: string | undefined,
  onLost: (error: unknown) => void
): SessionBus | undefined {
  if (!address) return undefined
  try {
    const bus = sessionBus()
    bus.connection.on('error', onLost)
    return {
      call: (call, onAnswer) => bus.invoke(call, onAnswer),
      onSignal: (signal, listener) => {
        bus.addMatch(
          `type='signal',interface='${signal.interface}',member='${signal.member}'`,
          () => undefined
        )
        bus.signals.on(bus.mangle(signal.path, signal.interface, signal.member), listener)
      },
      close: () => bus.connection.end()
    }
  } catch (error) {
    onLost(error)
    return undefined
  }
}
