import { setTimeout as delay } from 'node:timers/promises'
import type { Started } from './attempt-files.ts'
import {
  hasCookie,
  inBatches,
  listProcesses,
  processIdentity,
  type ProcessRow
} from './process-table.ts'
import { endTreeOnWindows } from './windows.ts'

/** How long a command may take to end by itself after SIGTERM. */
const graceMilliseconds = 2000
/** How often SIGKILL is repeated for processes that were forked while the others were being killed. */
const killRounds = 20

/**
 * Ends every process of an attempt: SIGTERM, then SIGKILL after 2 s of grace. Returns how many were
 * alive at the first look. Resolves also where a process cannot be killed (it is in the kernel).
 *
 * What belongs to an attempt: the supervisor's session and process group, all descendants of the
 * supervisor, and on Linux every process with the attempt's cookie in its environment, so that
 * `setsid` and `nohup` children go too.
 */
export async function endProcessTree(
  cookie: string,
  started: Started | undefined
): Promise<number> {
  if (process.platform === 'win32') return started === undefined ? 0 : endTreeOnWindows(started.pid)
  const first = await processesOf(cookie, started)
  first.forEach((pid) => sendSignal(pid, 'SIGTERM'))
  const deadline = performance.now() + graceMilliseconds
  let alive = first
  while (alive.length > 0 && performance.now() < deadline) {
    await delay(50)
    alive = await processesOf(cookie, started)
  }
  for (let round = 0; alive.length > 0 && round < killRounds; round += 1) {
    alive.forEach((pid) => sendSignal(pid, 'SIGKILL'))
    await delay(25)
    alive = await processesOf(cookie, started)
  }
  return first.length
}

/**
 * Waits for a supervisor that has written the exit code and has nothing left to do, so that it is
 * not taken for something that the command has left behind. Gives up after a second.
 */
export async function supervisorEnds(started: Started | undefined): Promise<void> {
  for (let look = 0; look < 100 && started !== undefined; look += 1) {
    if ((await processIdentity(started.pid)) !== started.identity) return
    await delay(10)
  }
}

/** The ids of the attempt's living processes. */
export async function processesOf(cookie: string, started: Started | undefined): Promise<number[]> {
  const rows = (await listProcesses()).filter((row) => !row.isZombie && row.pid !== process.pid)
  const isOurs = started !== undefined && !(await isReused(started))
  const family = isOurs ? familyOf(started.pid, rows) : new Set<number>()
  const marked = await inBatches(
    rows,
    async (row) => family.has(row.pid) || hasCookie(row.pid, cookie)
  )
  return rows.filter((_, index) => marked[index]).map((row) => row.pid)
}

/** Whether the supervisor's id belongs to another process now; then nothing may be concluded from it. */
async function isReused(started: Started): Promise<boolean> {
  const identity = await processIdentity(started.pid)
  return identity !== undefined && identity !== started.identity
}

function familyOf(pid: number, rows: readonly ProcessRow[]): Set<number> {
  const family = new Set(
    rows
      .filter((row) => row.pid === pid || row.groupId === pid || row.sessionId === pid)
      .map((row) => row.pid)
  )
  for (let size = -1; size !== family.size;) {
    size = family.size
    for (const row of rows) if (family.has(row.parentPid)) family.add(row.pid)
  }
  return family
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended in the meantime, or belongs to another user.
  }
}
