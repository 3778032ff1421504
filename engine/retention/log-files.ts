import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'

/** A longer log of a state machine is put aside, and a new one is begun. */
const LONGEST_LOG_BYTES = 32 * 1024 * 1024
const DAY = 24 * 3600 * 1000

/**
 * Puts long logs of events aside as `<state machine>.<time>.jsonl`, and removes those that a rule lets
 * go: last written longer ago than its days.
 */
export async function keepLogFiles(
  folder: DataFolder,
  { now, daysOf }: { now: number; daysOf: (stateMachineName: string) => number | undefined }
): Promise<void> {
  const names = await readdir(folder.logs).catch(() => [])
  for (const name of names) {
    const place = join(folder.logs, name)
    const found = await stat(place).catch(() => undefined)
    const [, machine, aside] = /^(.+?)(\.\d{8}T\d{6}Z)?\.jsonl$/.exec(name) ?? []
    if (!found?.isFile() || machine === undefined) continue
    if (aside === undefined && found.size > LONGEST_LOG_BYTES) {
      const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
      await rename(place, join(folder.logs, `${machine}.${time}.jsonl`))
    } else if (aside !== undefined) {
      const days = daysOf(machine)
      if (days !== undefined && found.mtimeMs < now - days * DAY) await rm(place, { force: true })
    }
  }
}
