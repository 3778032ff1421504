import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { answerBridge } from './bridge-handlers.ts'
import { Desk } from './desk.ts'
import { launchEngine } from './engine-link.ts'
import type { EngineLink } from './engine-link.ts'
import { EngineProcess } from './engine-process.ts'
import type { EngineAddress, Refusal } from './engine-process.ts'
import { openSecretKey } from './key-storage.ts'
import type { SecretKey } from './key-storage.ts'
import { systemKeychain } from './keychain.ts'
import { setApplicationMenu } from './menu.ts'
import { createNotifier } from './notifications.ts'
import type { Notifier } from './notifications.ts'
import type { ShellOptions } from './options.ts'
import { placesOf } from './places.ts'
import { watchComputer, watchPower } from './power.ts'
import type { Places } from './places.ts'
import { showRefusal } from './refusal-dialog.ts'
import { findRunningEngine } from './running-engine.ts'
import { guardPages } from './security.ts'
import { connectSessionBus } from './session-bus.ts'
import type { SessionBus } from './session-bus.ts'
import { hasTrayHost } from './tray-host.ts'
import { createTray } from './tray.ts'
import { MainWindow } from './window.ts'

/** Everything that runs while the app does. */
export class Shell {
  readonly #options: ShellOptions
  readonly #places: Places
  readonly #statePath: string
  readonly #bus: SessionBus | undefined
  readonly #notifier: Notifier
  readonly #window: MainWindow
  readonly #desk: Desk
  readonly #engine: EngineProcess
  #secretKey: SecretKey = { storage: 'file' }
  #hasTray = true
  /** The engine of another program on the same data folder; it is not ours to stop. */
  #borrowed: EngineAddress | undefined
  #hasOpened = false
  /** What the user has chosen for a damaged database, for the next start alone. */
  #flags: readonly string[] = []

  /** Call once Electron is ready. */
  constructor(options: ShellOptions) {
    this.#options = options
    this.#places = placesOf(app.getAppPath(), options.engineHost)
    mkdirSync(app.getPath('userData'), { recursive: true })
    this.#statePath = join(app.getPath('userData'), 'shell-state.json')
    this.#bus = connectSessionBus(
      process.platform === 'linux' ? process.env['DBUS_SESSION_BUS_ADDRESS'] : undefined,
      (error) => process.stderr.write(`The session bus is gone: ${String(error)}\n`)
    )
    this.#notifier = createNotifier(this.#bus, app.name)
    guardPages(() => this.#address()?.url)
    this.#window = new MainWindow({
      preloadPath: this.#places.preload,
      iconPath: this.#places.windowIcon,
      statePath: this.#statePath,
      address: () => this.#address(),
      mayClose: () => this.#hasTray
    })
    const open = (path?: string): void => this.#window.show(path)
    const quit = (): void => app.quit()
    const tray = createTray(this.#places.trayIcons, {
      open,
      quit,
      decide: (approval, decision) => void this.#desk.decide(approval, decision, 'tray')
    })
    this.#desk = new Desk({ tray, notifier: this.#notifier, open })
    this.#engine = new EngineProcess({
      launch: () => this.#launch(),
      onReady: (address) => this.#follow(address),
      onCrash: () => this.#desk.show('restarting'),
      onRefusal: (refusal, lastWords) => void this.#refuse(refusal, lastWords)
    })
    setApplicationMenu({ open, quit })
    answerBridge({
      dataFolder: options.dataFolder,
      engineUrl: () => this.#address()?.url,
      keyStorage: () => this.#secretKey.storage
    })
  }

  /** Opens the key, then starts the engine; the window follows once the engine is ready. */
  async start(): Promise<void> {
    this.#hasTray = await hasTrayHost(process.platform, this.#bus)
    this.#secretKey = await openSecretKey(this.#options.dataFolder, systemKeychain())
    if (this.#secretKey.problem) this.#warn(this.#secretKey.problem)
    this.#engine.start()
    watchPower((event) => this.#engine.tellPower(event))
    watchComputer((facts) => this.#engine.tellFacts(facts))
  }

  /** Brings the window to the front. */
  show(): void {
    this.#window.show()
  }

  /** Ends everything in order, the engine first. Resolves to the engine's exit code. */
  async stop(): Promise<number | null> {
    this.#window.prepareToQuit()
    this.#desk.stop()
    const code = await this.#engine.stop()
    this.#bus?.close()
    return code
  }

  #address(): EngineAddress | undefined {
    return this.#engine.address ?? this.#borrowed
  }

  #launch(): EngineLink {
    const { dataFolder, port, engineHost, nodePath } = this.#options
    const args = ['--data', dataFolder]
    if (port !== undefined) args.push('--port', String(port))
    args.push(...this.#flags)
    this.#flags = []
    const entry = this.#places.engine
    return launchEngine({
      host: engineHost,
      entry,
      nodePath,
      args,
      environment: engineEnvironment(process.env, this.#secretKey)
    })
  }

  #follow(address: EngineAddress): void {
    this.#desk.follow(address)
    this.#window.follow(address)
    if (!this.#hasOpened && !this.#options.isHidden) this.#window.show()
    this.#hasOpened = true
  }

  async #refuse(refusal: Refusal, lastWords: string): Promise<void> {
    const { dataFolder } = this.#options
    this.#borrowed = refusal === 'folder-in-use' ? await findRunningEngine(dataFolder) : undefined
    if (this.#borrowed) {
      this.#follow(this.#borrowed)
      return
    }
    this.#desk.show('stopped')
    await showRefusal({
      refusal,
      lastWords,
      dataFolder,
      startAgain: (flags) => {
        this.#flags = flags
        this.#engine.start()
      },
      quit: () => app.quit()
    })
  }

  #warn(problem: string): void {
    this.#notifier.show({
      key: 'secret-key',
      title: 'Secrets cannot be read',
      body: problem,
      buttons: [],
      onAnswer: () => this.#window.show('/connections')
    })
  }
}

/** What the engine inherits; its key travels by environment, and it takes it out of its own at once. */
function engineEnvironment(
  inherited: Record<string, string | undefined>,
  { key, storage }: SecretKey
): Record<string, string> {
  const known = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined
  )
  return {
    ...Object.fromEntries(known),
    ...(key ? { SIGNALBOX_SECRET_KEY: key, SIGNALBOX_KEY_STORAGE: storage } : {})
  }
}
