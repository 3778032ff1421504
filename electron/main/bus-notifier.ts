import type { Notice, Notifier } from './notifications.ts'
import type { SessionBus } from './session-bus.ts'

const NAME = 'org.freedesktop.Notifications'
const PATH = '/org/freedesktop/Notifications'
const NORMAL_URGENCY = 1
const SERVER_DECIDES = -1

/** Notices may be shown as markup by the desktop: text of a workflow must stay text. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * The freedesktop.org notification service over D-Bus, with buttons.
 * https://specifications.freedesktop.org/notification-spec/latest/
 */
export function createBusNotifier(bus: SessionBus, appName: string): Notifier {
  const shown = new Map<number, Notice>()
  const idOf = (key: string): number | undefined =>
    [...shown].find(([, notice]) => notice.key === key)?.[0]

  bus.onSignal({ path: PATH, interface: NAME, member: 'ActionInvoked' }, ([id, answer]) => {
    const notice = shown.get(Number(id))
    shown.delete(Number(id))
    notice?.onAnswer(answer === 'default' ? 'open' : String(answer))
  })
  bus.onSignal({ path: PATH, interface: NAME, member: 'NotificationClosed' }, ([id]) => {
    shown.delete(Number(id))
  })

  return {
    show: (notice) => {
      const buttons = notice.buttons.flatMap(({ id, label }) => [id, label])
      bus.call(
        {
          destination: NAME,
          path: PATH,
          interface: NAME,
          member: 'Notify',
          signature: 'susssasa{sv}i',
          body: [
            appName,
            idOf(notice.key) ?? 0,
            'signalbox',
            notice.title,
            escapeMarkup(notice.body),
            ['default', 'Open', ...buttons],
            [
              ['urgency', ['y', NORMAL_URGENCY]],
              ['desktop-entry', ['s', 'signalbox']]
            ],
            SERVER_DECIDES
          ]
        },
        // Kept within the callback: the answer may sit in the same read as this reply.
        (error, id) => {
          if (!error) shown.set(Number(id), notice)
        }
      )
    },
    withdraw: (key) => {
      const id = idOf(key)
      if (id === undefined) return
      shown.delete(id)
      bus.call(
        {
          destination: NAME,
          path: PATH,
          interface: NAME,
          member: 'CloseNotification',
          signature: 'u',
          body: [id]
        },
        () => undefined
      )
    }
  }
}
