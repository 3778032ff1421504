/** A thread that copies the write-ahead log into the database while the engine writes on. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { FromCheckpointThread, ToCheckpointThread } from './checkpoints.ts'

const port = parentPort
if (!port) throw new Error('Expected to run as a worker thread, found no parent.')
const connection = new Database(String(workerData), { fileMustExist: true })
connection.pragma('synchronous = FULL')
connection.pragma('fullfsync = ON')
connection.pragma('checkpoint_fullfsync = ON')
connection.pragma('wal_autocheckpoint = 0')

/** How many frames of the log are not in the database yet. */
function waitingFrames(): number {
  const rows = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  const { log = 0, checkpointed = 0 } = rows[0] ?? {}
  return log - checkpointed
}

/** PASSIVE: waits for nobody and holds nobody up. It syncs the log first. */
function copy(fewest: number): FromCheckpointThread {
  const hasCopied = waitingFrames() >= fewest
  if (hasCopied) connection.pragma('wal_checkpoint(PASSIVE)')
  return { type: 'copied', hasCopied, rest: waitingFrames() }
}

function refusalOf(error: unknown): FromCheckpointThread {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { type: 'refused', reason: String(error), code }
}

port.on('message', (message: ToCheckpointThread) => {
  if (message.type === 'stop') {
    connection.close()
    port.close()
    return
  }
  try {
    port.postMessage(copy(message.fewest))
  } catch (error) {
    port.postMessage(refusalOf(error))
  }
})
