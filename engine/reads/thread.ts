/** The reader thread: answers what only reads, and keeps the search index, apart from the writer. */
import { parentPort, workerData } from 'node:worker_threads'
import { ApiError } from '../../api/errors.ts'
import { openReadStore } from '../store/open-reader.ts'
import type { FromThread, Refusal, ThreadData, ToThread } from './messages.ts'
import { IndexKeeper } from './index-keeper.ts'
import { createReadHandlers } from './read-handlers.ts'

const port = parentPort
if (!port) throw new Error('Expected to run as a worker thread, found no parent.')
const { database, searchIndex } = workerData as ThreadData

const post = (message: FromThread, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer)

const store = openReadStore(database)
const keeper = new IndexKeeper({ store, file: searchIndex, post })
const handlers = createReadHandlers({ db: store.db, index: () => keeper.index() })
const encoder = new TextEncoder()

function refusalOf(error: unknown): Refusal {
  if (error instanceof ApiError) {
    const { errorName, message, details } = error
    return { kind: 'api', errorName, message, details }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  return { kind: 'error', message, stack, code }
}

function answer({ id, name, input }: Extract<ToThread, { type: 'ask' }>): void {
  try {
    // The compiler cannot see that the input belongs to the operation of this name.
    const handler = handlers[name] as (input: unknown) => unknown
    const body = encoder.encode(JSON.stringify(store.inSnapshot(() => handler(input))))
    post({ type: 'answer', id, body }, [body.buffer])
  } catch (error) {
    keeper.heard(error)
    post({ type: 'refused', id, refusal: refusalOf(error) })
  }
}

port.on('message', (message: ToThread) => {
  if (message.type === 'ask') answer(message)
  else if (message.type === 'changed') keeper.check()
  else {
    keeper.stop()
    store.close()
    port.close()
  }
})
keeper.check()
