/** The reader thread, but for one thing: it dies when it is first asked, once while the file is there. */
import { existsSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadData, ToThread } from '../../../engine/reads/messages.ts'

const { database } = workerData as ThreadData
const order = `${database}.die`

parentPort?.on('message', (message: ToThread) => {
  if (message.type !== 'ask' || !existsSync(order)) return
  rmSync(order)
  throw new Error('The reader dies as it was told to')
})
await import('../../../engine/reads/thread.ts')
