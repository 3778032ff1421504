import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { ActionContext } from '../contract/context.ts'

/** The environment variable that marks every process of an attempt, however far it has run away. */
export const cookieName = 'SIGNALBOX_ATTEMPT'

/**
 * The cookie of an attempt. Its folder belongs to it, since two engines on one computer can each
 * have an execution and a task of the same names.
 */
export function cookieOf(context: ActionContext): string {
  const identity = `${context.files.attemptFolder}\n${context.attempt.idempotencyKey}`
  return createHash('sha256').update(identity).digest('hex').slice(0, 32)
}

export interface ProcessRow {
  pid: number
  parentPid: number
  groupId: number
  /** 0 where the system does not tell. */
  sessionId: number
  isZombie: boolean
}

/**
 * What tells a process from a later one with the same id: boot id and start time in ticks on Linux,
 * the start time elsewhere. The supervisor computes the same text for itself. Undefined where there
 * is no such process, or a dead one that nobody has waited for.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const [boot, stat] = await Promise.all([
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
        readFile(`/proc/${pid}/stat`, 'utf8')
      ])
      const fields = fieldsOf(stat)
      return fields[0] === 'Z' ? undefined : `${boot.trim()}:${fields[19] ?? ''}`
    }
    const environment = { ...process.env, LC_ALL: 'C' }
    const answer = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: environment })
    return answer.stdout.replace(/\n$/, '') || undefined
  } catch {
    return undefined
  }
}

/** All processes that this user can see. */
export async function listProcesses(): Promise<ProcessRow[]> {
  if (process.platform !== 'linux') return listWithPs()
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const rows = await inBatches(pids, readProcess)
  return rows.filter((row) => row !== undefined)
}

/** Whether a process carries the attempt's cookie. Only Linux tells; a process of another user never does. */
export async function hasCookie(pid: number, cookie: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1')
    return environment.split('\0').includes(`${cookieName}=${cookie}`)
  } catch {
    return false
  }
}

/** As `Promise.all` over the items, but with few files open at a time. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < items.length; start += 64) {
    results.push(...(await Promise.all(items.slice(start, start + 64).map(work))))
  }
  return results
}

const run = promisify(execFile)

/** The fields of /proc/<pid>/stat after the name, which may itself hold spaces and brackets (proc(5)). */
function fieldsOf(stat: string): string[] {
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ')
}

async function readProcess(pid: number): Promise<ProcessRow | undefined> {
  try {
    const fields = fieldsOf(await readFile(`/proc/${pid}/stat`, 'utf8'))
    return {
      pid,
      parentPid: Number(fields[1]),
      groupId: Number(fields[2]),
      sessionId: Number(fields[3]),
      isZombie: fields[0] === 'Z'
    }
  } catch {
    return undefined
  }
}

async function listWithPs(): Promise<ProcessRow[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,pgid=,stat='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parentPid, groupId, state] = line.trim().split(/\s+/)
      return {
        pid: Number(pid),
        parentPid: Number(parentPid),
        groupId: Number(groupId),
        sessionId: 0,
        isZombie: state?.startsWith('Z') ?? false
      }
    })
}
