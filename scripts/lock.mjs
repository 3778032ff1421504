// One at a time over processes: two commands that are typed at once install and build once.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './paths.mjs'

const folder = join(root, '.cache')

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Whether the lock is ours now; one whose process has been killed is taken over. */
function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
    if (holder && !isAlive(holder)) rmSync(lock, { force: true })
    return false
  }
}

/** Does `work` once no other process does work of this name; `work` had better ask again whether it is needed. */
export async function withLock(name, work) {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, `${name}.lock`)
  while (!takeLock(lock)) await sleep(200)
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}
