import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { Deleter } from './deleter.ts'
import { createDeleter } from './deleter.ts'
import { createExecutionFiles } from './execution-files.ts'

/** What is kept and how long, and what the data folder takes. */
export interface Retention {
  deleter: Deleter
  start: () => void
  /** Leaves what is under way to the next start; waits for folders that are being removed. */
  stop: () => Promise<void>
}

export interface RetentionOptions {
  store: Store
  host: HostControl
  folder: DataFolder
  clock: Clock
  log: Log
}

export function createRetention(options: RetentionOptions): Retention {
  const { log } = options
  const files = createExecutionFiles(options)
  const deleter = createDeleter({ ...options, files })
  let isStopped = false
  return {
    deleter,
    start: () => {
      void deleter
        .recover()
        .then(() => files.sweep())
        .catch((error: unknown) => {
          if (isStopped) return
          log.error('What was being deleted could not be taken up', { error: String(error) })
        })
    },
    stop: async () => {
      isStopped = true
      deleter.stop()
      await files.idle()
    }
  }
}
