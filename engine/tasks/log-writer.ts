import { statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { SecretMask } from './secret-mask.ts'

/** What a task's log keeps; the marks around it tell truncation from a log that just fits. */
export const LOG_LIMIT_BYTES = 8 * 1024 * 1024
export const TRUNCATION_NOTE = '\n[Signalbox keeps 8 MiB of log a task; the rest was left out]\n'

/** Writes are gathered this long; also the pause between notices of growth. */
const BATCH_MILLISECONDS = 200

export interface LogWriter {
  write: (text: string) => void
  /** Everything is on its way to the file once this has settled. Never rejects. */
  close: () => Promise<void>
}

export interface LogWriterOptions {
  file: string
  clock: Clock
  log: Log
  mask: SecretMask
  /** The log has grown to this many bytes. */
  onGrowth: (size: number) => void
}

/**
 * Appends a task's output to its file in batches. However much an action writes, memory and disk
 * stay within the limit, and listeners hear of it five times a second at most.
 */
export function createLogWriter(options: LogWriterOptions): LogWriter {
  const { file, clock, log, mask, onGrowth } = options
  // The engine may have ended while the task ran: the log goes on where it was.
  let written = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  let taken = written
  let isFull = written > LOG_LIMIT_BYTES
  let pending: string[] = []
  let cancel: (() => void) | undefined
  let writing = Promise.resolve()

  const take = (text: string): void => {
    if (isFull || text === '') return
    const room = LOG_LIMIT_BYTES - taken
    const bytes = Buffer.byteLength(text)
    if (bytes > room) {
      isFull = true
      pending.push(Buffer.from(text).subarray(0, room).toString(), TRUNCATION_NOTE)
      return
    }
    taken += bytes
    pending.push(text)
  }

  const append = async (): Promise<void> => {
    const batch = Buffer.from(pending.join(''))
    pending = []
    if (batch.length === 0) return
    await appendFile(file, batch, { mode: 0o600 })
    written += batch.length
    onGrowth(written)
  }

  const flush = (): void => {
    cancel = undefined
    writing = writing.then(append).catch((error: unknown) => {
      log.warn("Cannot write a task's log", { file, error: String(error) })
    })
  }

  return {
    write: (text) => {
      if (isFull) return
      take(mask.maskPiece(text))
      if (pending.length > 0) cancel ??= clock.after(BATCH_MILLISECONDS, flush)
    },
    close: async () => {
      cancel?.()
      take(mask.flush())
      flush()
      await writing
    }
  }
}
