import type { SessionBus } from './session-bus.ts'

const WATCHER = 'org.kde.StatusNotifierWatcher'

/** Whether a D-Bus property answer (`v`: its signature, then its value) is true. */
function isTrue(value: unknown): boolean {
  const values: unknown = Array.isArray(value) ? value[1] : undefined
  return Array.isArray(values) && values[0] === true
}

/**
 * Whether the desktop shows tray icons: always on macOS and Windows; on Linux where a StatusNotifier host
 * is registered (GNOME without its extension has none).
 */
export function hasTrayHost(platform: string, bus: SessionBus | undefined): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true)
  if (!bus) return Promise.resolve(false)
  return new Promise((resolve) => {
    bus.call(
      {
        destination: WATCHER,
        path: '/StatusNotifierWatcher',
        interface: 'org.freedesktop.DBus.Properties',
        member: 'Get',
        signature: 'ss',
        body: [WATCHER, 'IsStatusNotifierHostRegistered']
      },
      (error, value) => resolve(!error && isTrue(value))
    )
  })
}
