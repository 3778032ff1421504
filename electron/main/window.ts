import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { EngineAddress } from './engine-process.ts'
import { readShellState, updateShellState } from './shell-state.ts'
import type { WindowBounds } from './shell-state.ts'

export interface MainWindowOptions {
  preloadPath: string
  iconPath: string
  statePath: string
  address: () => EngineAddress | undefined
  /**
   * Whether closing may destroy the window: there is a tray to bring it back. On a Linux desktop
   * without one, closing minimises it, so that nobody is left with an app that cannot be reached.
   */
  mayClose: () => boolean
}

const DEFAULT_BOUNDS: WindowBounds = { width: 1240, height: 840 }

/** Bounds that still lie on a screen; the default size otherwise. */
function visibleBounds(bounds: WindowBounds | undefined): WindowBounds {
  if (bounds?.x === undefined || bounds.y === undefined) return bounds ?? DEFAULT_BOUNDS
  const { x, y, width, height } = bounds
  const area = screen.getDisplayMatching({ x, y, width, height }).workArea
  const isVisible =
    x < area.x + area.width - 80 &&
    x + width > area.x + 80 &&
    y >= area.y - 20 &&
    y < area.y + area.height - 80
  return isVisible ? bounds : { width, height }
}

/** The one window: made when first shown, destroyed when closed, its place kept. */
export class MainWindow {
  readonly #options: MainWindowOptions
  #window: BrowserWindow | undefined
  #isQuitting = false

  constructor(options: MainWindowOptions) {
    this.#options = options
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false
  }

  /** From now on closing destroys the window whatever the desktop. */
  prepareToQuit(): void {
    this.#isQuitting = true
  }

  /** Brings the window to the front, made if need be; at `path` (such as `/approvals/1`) where given. */
  show(path?: string): void {
    const address = this.#options.address()
    if (!address) return
    const isNew = !this.#window
    this.#window ??= this.#create()
    if (isNew || path !== undefined) this.#load(address, path)
    if (this.#window.isMinimized()) this.#window.restore()
    if (!isNew) this.#window.show()
    this.#window.focus()
  }

  /** Loads the window anew where the engine has come back at another address. */
  follow(address: EngineAddress): void {
    const window = this.#window
    if (!window) return
    const { origin, pathname } = new URL(window.webContents.getURL() || 'about:blank')
    if (origin !== new URL(address.url).origin) this.#load(address, pathname)
  }

  #load({ url, token }: EngineAddress, path = '/'): void {
    const target = new URL(path, url)
    target.hash = `token=${token}`
    this.#window?.loadURL(target.href).catch((error: unknown) => {
      process.stderr.write(`The window could not load ${target.origin}: ${String(error)}\n`)
    })
  }

  #create(): BrowserWindow {
    const { statePath, preloadPath, iconPath } = this.#options
    const { bounds, isMaximized } = readShellState(statePath)
    const window = new BrowserWindow({
      ...visibleBounds(bounds),
      minWidth: 760,
      minHeight: 520,
      show: false,
      title: 'Signalbox',
      icon: iconPath,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1314' : '#f6f7f7',
      webPreferences: {
        preload: preloadPath,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false
      }
    })
    if (isMaximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.on('close', (event) => {
      updateShellState(statePath, {
        bounds: window.getNormalBounds(),
        isMaximized: window.isMaximized()
      })
      if (this.#isQuitting || this.#options.mayClose()) return
      event.preventDefault()
      window.minimize()
    })
    window.once('closed', () => {
      this.#window = undefined
    })
    return window
  }
}
