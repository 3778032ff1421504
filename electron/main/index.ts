import { join } from 'node:path'
import { app } from 'electron'
import { readOptions } from './options.ts'
import type { ShellOptions } from './options.ts'
import { Shell } from './shell.ts'
import { becomeSingleInstance } from './single-instance.ts'

/** The end: the first quit stops the engine, the second one lets Electron go. */
function stopInOrder(shell: Shell): void {
  const ending = { isStopping: false, isStopped: false }
  app.on('before-quit', (event) => {
    if (ending.isStopped) return
    event.preventDefault()
    if (ending.isStopping) return
    ending.isStopping = true
    void shell.stop().then((code) => {
      process.stdout.write(`engine stopped with code ${String(code)}\n`)
      ending.isStopped = true
      // Not within the first quit's event, where Electron ignores it.
      setImmediate(() => app.quit())
    })
  })
}

async function open(options: ShellOptions, opened: (shell: Shell) => void): Promise<void> {
  await app.whenReady()
  const shell = new Shell(options)
  opened(shell)
  stopInOrder(shell)
  app.on('activate', () => shell.show())
  await shell.start()
}

/** The life of the app, in order. No top-level await: Electron's `ready` waits for this module. */
function main(): void {
  const options = readOptions(process.argv.slice(1), process.env)
  // A data folder of its own is an app of its own: its own lock, window place and storage.
  if (options.isOwnFolder) app.setPath('userData', join(options.dataFolder, 'shell'))
  app.setAppUserModelId('invalid.signalbox.app')
  const current: { shell?: Shell } = {}
  if (!becomeSingleInstance(() => current.shell?.show())) {
    app.quit()
    return
  }
  // Root has no sandbox to enable: tests and containers say so themselves.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  // Closing the window leaves the tray and the engine.
  app.on('window-all-closed', () => undefined)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => app.quit())
  open(options, (shell) => {
    current.shell = shell
  }).catch((error: unknown) => {
    process.stderr.write(`Signalbox could not start: ${String(error)}\n`)
    app.exit(1)
  })
}

main()
