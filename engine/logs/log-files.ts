import { appendFileSync } from 'node:fs'
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Log } from '../log.ts'

/** More than this waits for the disk: then everybody does. */
const LARGEST_BACKLOG_BYTES = 8 * 1024 * 1024

/** Appends lines to files, in order, without keeping more of them than a bound. */
export interface LogFiles {
  append: (file: string, text: string) => void
  /** Resolves once all is written. */
  flush: () => Promise<void>
}

interface OpenFile {
  pending: string[]
  bytes: number
  /** Resolves once all that was appended is written. */
  writing: Promise<void>
}

/**
 * One write a file is under way, and all that comes meanwhile goes with the next one. Where lines come
 * faster than the disk takes them, they are written within the event loop: that slows who logs them.
 */
export function createLogFiles(log: Log): LogFiles {
  const files = new Map<string, OpenFile>()
  const failed = (file: string, error: unknown): void => {
    log.error('Events could not be logged', { file, error: String(error) })
  }
  const writeAll = async (file: string, open: OpenFile): Promise<void> => {
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    } catch (error) {
      failed(file, error)
    }
    while (open.pending.length > 0) {
      const text = open.pending.join('')
      const isTooMuch = open.bytes > LARGEST_BACKLOG_BYTES
      open.pending = []
      open.bytes = 0
      try {
        if (isTooMuch) appendFileSync(file, text, { mode: 0o600 })
        else await appendFile(file, text, { mode: 0o600 })
      } catch (error) {
        failed(file, error)
      }
    }
    files.delete(file)
  }
  return {
    append: (file, text) => {
      const open = files.get(file)
      if (open) {
        open.pending.push(text)
        open.bytes += text.length
        return
      }
      const begun: OpenFile = { pending: [text], bytes: text.length, writing: Promise.resolve() }
      files.set(file, begun)
      begun.writing = writeAll(file, begun)
    },
    flush: async () => {
      await Promise.all([...files.values()].map(({ writing }) => writing))
    }
  }
}
