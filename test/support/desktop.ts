import { EventEmitter, once } from 'node:events'
import * as dbus from '@homebridge/dbus-native'

/** One entry of a tray's menu, as the desktop sees it. */
export interface TrayEntry {
  id: number
  label: string
  isEnabled: boolean
  children: TrayEntry[]
}

/** A notification that an app has asked for. `buttons` is label by id, without `default`. */
export interface DesktopNotice {
  id: number
  title: string
  body: string
  buttons: Record<string, string>
}

interface Message {
  sender: string
}
type Variant = [unknown, [unknown]]
type RawEntry = [number, [string, Variant][], [unknown, [RawEntry]][]]

/** The parts of @homebridge/dbus-native that its own types leave out. */
interface NativeBus {
  invoke: (call: object, onAnswer: (error: unknown, ...values: unknown[]) => void) => void
  requestName: (
    name: string,
    flags: number,
    onAnswer: (error: unknown, code: unknown) => void
  ) => void
  exportInterface: (implementation: object, path: string, description: object) => void
  sendSignal: (
    path: string,
    iface: string,
    name: string,
    signature: string,
    args: unknown[]
  ) => void
  connection: EventEmitter & { end: () => void }
}
const { sessionBus } = dbus as unknown as { sessionBus: () => NativeBus }

const WATCHER = 'org.kde.StatusNotifierWatcher'
const NOTIFICATIONS = 'org.freedesktop.Notifications'
const NOTIFICATIONS_PATH = '/org/freedesktop/Notifications'
const DO_NOT_QUEUE = 4
const IS_PRIMARY_OWNER = 1
const DISMISSED = 2

const toRecord = (pairs: [string, Variant][]): Record<string, unknown> =>
  Object.fromEntries(pairs.map(([name, [, [value]]]) => [name, value]))

function toEntry([id, properties, children]: RawEntry): TrayEntry {
  const { label, enabled } = toRecord(properties)
  return {
    id,
    label: typeof label === 'string' ? label.replaceAll('_', '') : '',
    isEnabled: enabled !== false,
    children: children.map(([, [child]]) => toEntry(child))
  }
}

/**
 * A small Linux desktop on the session bus: shows tray icons (StatusNotifier) and notifications, and
 * presses what a person would. Run under `scripts/with-desktop.mjs`.
 */
export class Desktop {
  readonly #bus = sessionBus()
  readonly #events = new EventEmitter<{ tray: []; notice: []; closed: [] }>()
  /** `:1.7/StatusNotifierItem` of each tray icon. */
  readonly #trays: string[] = []
  readonly notices: DesktopNotice[] = []
  /** Ids of notifications that an app has taken back. */
  readonly withdrawn: number[] = []

  /** Claims the desktop's names; start the app after it. */
  static async open(): Promise<Desktop> {
    const desktop = new Desktop()
    desktop.#showTrays()
    desktop.#showNotifications()
    await desktop.#claim(WATCHER)
    await desktop.#claim(NOTIFICATIONS)
    return desktop
  }

  #claim(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#bus.requestName(name, DO_NOT_QUEUE, (error, code) => {
        if (!error && code === IS_PRIMARY_OWNER) resolve()
        else reject(new Error(`Another desktop owns ${name}: ${JSON.stringify(error ?? code)}`))
      })
    })
  }

  #showTrays(): void {
    const watcher = {
      RegisteredStatusNotifierItems: [] as string[],
      IsStatusNotifierHostRegistered: true,
      ProtocolVersion: 0,
      RegisterStatusNotifierHost: () => undefined,
      RegisterStatusNotifierItem: (service: string, message: Message) => {
        const item = service.startsWith('/')
          ? message.sender + service
          : `${service}/StatusNotifierItem`
        this.#trays.push(item)
        watcher.RegisteredStatusNotifierItems.push(item)
        this.#events.emit('tray')
      }
    }
    this.#bus.exportInterface(watcher, '/StatusNotifierWatcher', {
      name: WATCHER,
      methods: {
        RegisterStatusNotifierItem: ['s', ''],
        RegisterStatusNotifierHost: ['s', '']
      },
      properties: {
        RegisteredStatusNotifierItems: 'as',
        IsStatusNotifierHostRegistered: 'b',
        ProtocolVersion: 'i'
      },
      signals: { StatusNotifierItemRegistered: ['s'], StatusNotifierHostRegistered: [''] }
    })
  }

  #showNotifications(): void {
    const service = {
      GetCapabilities: () => ['actions', 'body', 'persistence'],
      GetServerInformation: () => ['signalbox-test', 'signalbox', '1', '1.2'],
      Notify: (
        _app: string,
        replaces: number,
        _icon: string,
        title: string,
        body: string,
        actions: string[]
      ) => {
        const pairs = actions.flatMap((id, i) => (i % 2 === 0 ? [[id, actions[i + 1] ?? '']] : []))
        const { default: _open, ...buttons } = Object.fromEntries(pairs) as Record<string, string>
        const notice = { id: replaces || this.notices.length + 1, title, body, buttons }
        this.notices.push(notice)
        setImmediate(() => this.#events.emit('notice'))
        return notice.id
      },
      CloseNotification: (id: number) => {
        this.withdrawn.push(id)
        this.#events.emit('closed')
      }
    }
    this.#bus.exportInterface(service, NOTIFICATIONS_PATH, {
      name: NOTIFICATIONS,
      methods: {
        GetCapabilities: ['', 'as'],
        GetServerInformation: ['', 'ssss'],
        Notify: ['susssasa{sv}i', 'u'],
        CloseNotification: ['u', '']
      },
      signals: { NotificationClosed: ['uu'], ActionInvoked: ['us'] }
    })
  }

  #call<T>(
    item: string,
    call: { path?: string; interface: string; member: string; signature: string; body: unknown[] }
  ): Promise<T> {
    const slash = item.indexOf('/')
    const target = { destination: item.slice(0, slash), path: item.slice(slash) }
    return new Promise((resolve, reject) => {
      this.#bus.invoke({ ...target, ...call }, (error, ...values) => {
        if (error) reject(new Error(`${call.member}: ${JSON.stringify(error)}`))
        else resolve((values.length > 1 ? values : values[0]) as T)
      })
    })
  }

  async #tray(): Promise<string> {
    if (this.#trays.length === 0) await once(this.#events, 'tray')
    return this.#trays.at(-1) ?? ''
  }

  /** The tray icon's own properties: `Id`, `ToolTip`, `Menu` … */
  async trayProperties(): Promise<Record<string, unknown>> {
    const pairs = await this.#call<[string, Variant][]>(await this.#tray(), {
      interface: 'org.freedesktop.DBus.Properties',
      member: 'GetAll',
      signature: 's',
      body: ['org.kde.StatusNotifierItem']
    })
    return toRecord(pairs)
  }

  async #menuPath(): Promise<string> {
    return String((await this.trayProperties())['Menu'])
  }

  /** The tray's menu with its submenus. */
  async trayMenu(): Promise<TrayEntry[]> {
    const [, layout] = await this.#call<[number, RawEntry]>(await this.#tray(), {
      path: await this.#menuPath(),
      interface: 'com.canonical.dbusmenu',
      member: 'GetLayout',
      signature: 'iias',
      body: [0, -1, []]
    })
    return toEntry(layout).children
  }

  /** The labels of the tray's menu, an entry of a submenu as `Parent > Child`. */
  async trayLabels(): Promise<string[]> {
    const label = (entry: TrayEntry, above = ''): string[] => [
      above + entry.label,
      ...entry.children.flatMap((child) => label(child, `${above}${entry.label} > `))
    ]
    return (await this.trayMenu()).flatMap((entry) => label(entry)).filter((text) => text !== '')
  }

  /** Presses an entry of the tray's menu: `clickTray('Release model?', 'Approve')`. */
  async clickTray(...way: string[]): Promise<void> {
    let entries = await this.trayMenu()
    let found: TrayEntry | undefined
    for (const label of way) {
      found = entries.find((entry) => entry.label === label)
      if (!found)
        throw new Error(
          `The tray's menu has no ${way.join(' > ')}: ${(await this.trayLabels()).join(', ')}`
        )
      entries = found.children
    }
    await this.#call(await this.#tray(), {
      path: await this.#menuPath(),
      interface: 'com.canonical.dbusmenu',
      member: 'Event',
      signature: 'isvu',
      body: [found?.id, 'clicked', ['i', 0], 0]
    })
  }

  /** The first notification that matches, waiting for it if need be. */
  async notice(title: RegExp): Promise<DesktopNotice> {
    for (;;) {
      const found = this.notices.find((notice) => title.test(notice.title))
      if (found) return found
      await once(this.#events, 'notice')
    }
  }

  /** Presses a button of a notification by its id, or `default`: the notification itself. */
  press(noticeId: number, button: string): void {
    this.#signal('ActionInvoked', 'us', [noticeId, button])
    this.dismiss(noticeId)
  }

  dismiss(noticeId: number): void {
    this.#signal('NotificationClosed', 'uu', [noticeId, DISMISSED])
  }

  #signal(name: string, signature: string, args: unknown[]): void {
    this.#bus.sendSignal(NOTIFICATIONS_PATH, NOTIFICATIONS, name, signature, args)
  }

  /** Call after the app has ended: Electron aborts when its bus goes away. */
  close(): void {
    this.#bus.connection.end()
  }
}
