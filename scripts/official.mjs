// Proves on the official Electron runtime what the pinned test runtime cannot (docs/official-runtime.md).
import { join } from 'node:path'
import { ensureNode, run } from './install.mjs'
import { root } from './paths.mjs'

await ensureNode(import.meta.filename)
const { officialRuntime } = await import('./electron-runtime.mjs')
const { ensureBuilt } = await import('./build.mjs')
const folder = officialRuntime()
if (!folder) {
  console.error(
    'Expected the official Electron runtime, and it could not be fetched: its download is outside the npm registry.\n' +
      'Run this on a machine that reaches it.'
  )
  process.exit(1)
}
await ensureBuilt()
const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder }
delete env.ENGINE_HOST
delete env.ENGINE_NODE
const playwright = join(root, 'node_modules/@playwright/test/cli.js')
const command = [process.execPath, playwright, 'test', '--project=desktop']
process.exit(
  await run(process.execPath, [join(root, 'scripts/with-desktop.mjs'), ...command], { env })
)
