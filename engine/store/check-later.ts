import { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'

export interface CheckOptions {
  file: string
  /** The thread's code: `engine/store/check-thread.ts`, or what was built of it. */
  threadFile: string
  /** What was found; not called where the database is sound. */
  onDamage: (damage: string) => void
  log: Log
}

/**
 * Reads a large database through in a thread of its own while the engine works already: a start
 * must not wait for it. Answers how to give it up.
 */
export function checkLater({ file, threadFile, onDamage, log }: CheckOptions): () => void {
  const worker = new Worker(threadFile, { workerData: file })
  // The engine may end before the check does.
  worker.unref()
  worker.on('message', (damage: string | undefined) => {
    if (damage === undefined) log.info('The database was read through, and is sound')
    else onDamage(damage)
  })
  worker.on('error', (error) => {
    log.warn('The database could not be read through', { error: String(error) })
  })
  return () => void worker.terminate()
}
