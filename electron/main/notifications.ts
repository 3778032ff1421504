import { Notification } from 'electron'
import { createBusNotifier } from './bus-notifier.ts'
import type { SessionBus } from './session-bus.ts'

export interface Notice {
  /** The same key replaces; `withdraw` takes it back. */
  key: string
  title: string
  body: string
  buttons: readonly { id: string; label: string }[]
  /** The id of the pressed button, or `open` for a click on the notice itself. */
  onAnswer: (id: string) => void
}

/** Shows notices of the desktop, with buttons where the desktop has them. */
export interface Notifier {
  show: (notice: Notice) => void
  /** Takes a notice back: what it asks has been answered elsewhere. */
  withdraw: (key: string) => void
}

/** Electron's own: buttons on macOS; on Windows a click opens the window, where the buttons are. */
function createElectronNotifier(): Notifier {
  const shown = new Map<string, Notification>()
  return {
    show: ({ key, title, body, buttons, onAnswer }) => {
      if (!Notification.isSupported()) return
      shown.get(key)?.close()
      const notification = new Notification({
        title,
        body,
        actions: buttons.map(({ label }) => ({ type: 'button', text: label }))
      })
      notification.on('click', () => onAnswer('open'))
      notification.on('action', ({ actionIndex }) => {
        onAnswer(buttons[actionIndex]?.id ?? 'open')
      })
      notification.on('close', () => shown.delete(key))
      shown.set(key, notification)
      notification.show()
    },
    withdraw: (key) => shown.get(key)?.close()
  }
}

/** The notifier of this desktop. Electron drops buttons on Linux (electron#24333): there D-Bus is spoken directly. */
export function createNotifier(bus: SessionBus | undefined, appName: string): Notifier {
  return bus ? createBusNotifier(bus, appName) : createElectronNotifier()
}
