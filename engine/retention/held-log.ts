import { readFile, readdir, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'

/** Another program that has the database open. */
export interface Holder {
  processId: number
  name: string
}

/** A write-ahead log that cannot begin anew, for somebody reads an old state of the database. */
export interface HeldLog {
  /** Milliseconds since the epoch. */
  since: number
  /** Who has the database open besides the engine; empty where the system does not tell. */
  holders: readonly Holder[]
}

/** Whether the log is held, and by whom. */
export interface LogHold {
  note: (isHeld: boolean) => Promise<void>
  current: () => HeldLog | undefined
}

/** Who it is is asked once a minute at most: that is a walk through all processes. */
const SEARCH_MILLISECONDS = 60_000

export function createLogHold(file: string, clock: Clock): LogHold {
  let held: HeldLog | undefined
  let searchedAt = -Infinity
  return {
    note: async (isHeld) => {
      if (!isHeld) {
        held = undefined
        searchedAt = -Infinity
        return
      }
      held ??= { since: clock.now(), holders: [] }
      if (clock.monotonic() - searchedAt < SEARCH_MILLISECONDS) return
      searchedAt = clock.monotonic()
      held = { ...held, holders: await holdersOf(file) }
    },
    current: () => held
  }
}

/** Other processes of this user that have the file open. Only Linux tells without a tool; elsewhere none. */
async function holdersOf(file: string): Promise<Holder[]> {
  if (process.platform !== 'linux') return []
  const place = await realpath(file)
  const holders: Holder[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    if (await hasOpen(pid, place)) {
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
      holders.push({ processId: Number(pid), name: name.trim() })
    }
  }
  return holders
}

/** Processes of others, and those that have just ended, tell nothing. */
async function hasOpen(pid: string, place: string): Promise<boolean> {
  const folder = join('/proc', pid, 'fd')
  const links = await readdir(folder).catch(() => [])
  for (const link of links) {
    if ((await readlink(join(folder, link)).catch(() => '')) === place) return true
  }
  return false
}
