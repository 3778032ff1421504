// Makes a fresh clone usable: `npm ci` where node_modules does not match the lockfile, then Node 24 from it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { root } from './paths.mjs'

const isWindows = process.platform === 'win32'

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

/** Whether what npm has installed is what the lockfile says; optional packages may be missing. */
export function isInstalled(folder = root) {
  const wanted = packagesOf(join(folder, 'package-lock.json')) ?? {}
  const installed = packagesOf(join(folder, 'node_modules/.package-lock.json'))
  if (!installed) return false
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const found = installed[path]
    return path === '' || (found ? found.version === version : optional === true)
  })
}

/** Runs `npm ci` if needed; everything it prints goes to stderr. Exits with its code if it fails. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await withLock('install', () => {
    if (!isInstalled()) install()
  })
}

function install() {
  console.error('Installing packages as the lockfile says (npm ci) …')
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: isWindows
  })
  if (npm.status === 0) return
  console.error(
    `npm ci ended with ${npm.error?.message ?? `code ${npm.status}`}: see above. Is the network there?`
  )
  process.exit(npm.status || 1)
}

/** The Node that the lockfile brings, else the one that runs this. */
export function nodeBinary() {
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  const pinned = join(root, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
  return existsSync(pinned) ? pinned : process.execPath
}

/**
 * Runs a program with this one's stdio and hands on signals. Resolves to its exit code
 * (128 + the signal's number where a signal ended it).
 */
export function run(command, args, { env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(command, args, { cwd: process.cwd(), env, stdio })
  const forward = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, forward)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

/**
 * Installs, and goes on only on the pinned Node: on another one it runs `script` again on it with the
 * same arguments and ends with its exit code.
 */
export async function ensureNode(script) {
  await ensureInstalled()
  const node = nodeBinary()
  if (realpathSync(node) !== realpathSync(process.execPath)) {
    const env = {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}${isWindows ? ';' : ':'}${process.env.PATH ?? ''}`
    }
    process.exit(await run(node, [script, ...process.argv.slice(2)], { env }))
  }
  await import('./preflight.mjs')
}
