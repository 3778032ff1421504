// node scripts/with-desktop.mjs CMD ARGS… : runs CMD with an Electron runtime, a display and a D-Bus session of its own.
import { ensureNode, run } from './install.mjs'

await ensureNode(import.meta.filename)
const { anyRuntime, isTestRuntime } = await import('./electron-runtime.mjs')
const folder = await anyRuntime()
const env = {
  ...process.env,
  ELECTRON_OVERRIDE_DIST_PATH: folder,
  ...(isTestRuntime(folder) ? { ENGINE_HOST: 'node', ENGINE_NODE: process.execPath } : {})
}
let command = process.argv.slice(2)
if (process.platform === 'linux') {
  command = ['dbus-run-session', '--', ...command]
  if (!env.DISPLAY || env.CI)
    command = ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24', ...command]
}
try {
  process.exit(await run(command[0], command.slice(1), { env }))
} catch (error) {
  console.error(`${command[0]} could not be started: ${error.message}`)
  process.exit(1)
}
