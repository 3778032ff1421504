// Builds out/ (shell, engine, preload, window) where it is missing or older than its sources.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { renderedWindow, root } from './paths.mjs'

const sources = [
  'api',
  'asl',
  'cli',
  'electron',
  'engine',
  'plugins',
  'renderer',
  'electron.vite.config.ts',
  'package-lock.json'
]
const stamp = join(root, 'out/.built')

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path, { recursive: true, withFileTypes: true }).reduce(
    (latest, entry) =>
      entry.isFile() && !entry.name.endsWith('.md')
        ? Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs)
        : latest,
    0
  )
}

/** Whether out/ holds a build at least as new as every source file. */
export function isBuilt() {
  if (!existsSync(stamp) || !existsSync(renderedWindow)) return false
  const builtAt = statSync(stamp).mtimeMs
  return sources.every((source) => newest(join(root, source)) <= builtAt)
}

/** Builds if needed; what the build prints goes to stderr. Exits with code 1 if it fails. */
export async function ensureBuilt() {
  if (isBuilt()) return
  await withLock('build', () => {
    if (isBuilt()) return
    console.error('Building the app …')
    const startedAt = new Date()
    const build = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
        'build',
        '--logLevel',
        'warn'
      ],
      { cwd: root, stdio: ['ignore', 2, 2] }
    )
    if (build.status !== 0) {
      console.error('The build has failed: see above.')
      process.exit(1)
    }
    writeFileSync(stamp, `${startedAt.toISOString()}\n`)
  })
}
