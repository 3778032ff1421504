/** Loaded into the engine before it (`--import`): each second a line about the process to the file SOAK_SAMPLES. */
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const file = process.env['SOAK_SAMPLES']
const NANOSECONDS = 1e6
const MEBIBYTE = 1024 * 1024

export interface ProcessSample {
  /** MiB. */
  rss: number
  heap: number
  /** The longest and the 99th percentile of this second, in milliseconds beyond the timer's own 10. */
  delay: number
}

// Threads load it too; the engine's own event loop is the one that counts.
if (file !== undefined && isMainThread) {
  const resolution = 10
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  const sample = (): void => {
    const { rss, heapUsed } = process.memoryUsage()
    const delay = Math.max(0, histogram.percentile(99) / NANOSECONDS - resolution)
    histogram.reset()
    const line: ProcessSample = { rss: rss / MEBIBYTE, heap: heapUsed / MEBIBYTE, delay }
    appendFileSync(file, `${JSON.stringify(line)}\n`)
  }
  setInterval(sample, 1000).unref()
}
