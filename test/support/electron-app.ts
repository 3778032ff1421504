import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'

const root = resolve(import.meta.dirname, '../..')

export interface StartedApp {
  app: ElectronApplication
  dataFolder: string
  /** What the app and its engine have written so far. */
  output: () => string
  /** The shell's exit code; the engine has ended before it. */
  exited: Promise<number | null>
  /** Ends the app as SIGTERM would, waits for it, and removes the data folder unless it was given. */
  stop: () => Promise<void>
}

export interface StartOptions {
  dataFolder?: string
  env?: Record<string, string>
}

function executable(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (!folder)
    throw new Error(
      'Expected ELECTRON_OVERRIDE_DIST_PATH: run this under scripts/with-desktop.mjs.'
    )
  return join(folder, 'electron')
}

const argumentsFor = (dataFolder: string): string[] => [
  '--no-sandbox',
  // A virtual display has no GPU: its process fails now and then so that no window ever draws.
  '--disable-gpu',
  root,
  `--data=${dataFolder}`
]

/** Starts the built app of `out/` with a data folder of its own. */
export async function startApp(options: StartOptions = {}): Promise<StartedApp> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'signalbox-app-'))
  const app = await _electron.launch({
    executablePath: executable(),
    args: argumentsFor(dataFolder),
    env: { ...(process.env as Record<string, string>), FORCE_COLOR: '0', ...options.env }
  })
  const child = app.process()
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return {
    app,
    dataFolder,
    output: () => output,
    exited,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

/** Starts a second shell on a data folder; resolves to its exit code. */
export async function startSecondApp(dataFolder: string): Promise<number | null> {
  const child = spawn(executable(), argumentsFor(dataFolder), { stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

/** How many windows the app has, and whether the first one is in front. */
export function windowsOf(
  app: ElectronApplication
): Promise<{ count: number; isVisible: boolean; isMinimized: boolean }> {
  return app.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows()
    return {
      count: windows.length,
      isVisible: windows[0]?.isVisible() ?? false,
      isMinimized: windows[0]?.isMinimized() ?? false
    }
  })
}

/** The app's window, once its page has loaded. */
export async function windowOf(app: ElectronApplication): Promise<Page> {
  const page = app.windows().find((candidate) => !candidate.isClosed()) ?? (await app.firstWindow())
  await page.waitForLoadState('domcontentloaded')
  return page
}

/** Closes the window as its user would. */
export async function closeWindow(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close()
  })
}
