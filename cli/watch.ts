/** Waits for an execution, telling what happens meanwhile. */
import { ApiError } from '../api/errors.ts'
import { followEvents } from '../api/event-stream.ts'
import type { Output } from '../api/index.ts'
import type { EngineConnection } from './engine-connection.ts'
import { eventsAfter } from './history.ts'
import type { HistoryEvent } from './history.ts'

export type Described = Output<'DescribeExecution'>

/** What was told already; kept by a caller that watches again after the engine has come back. */
export interface WatchMemory {
  lastEventId: number
  /** How much of a task's log, by task. */
  offsets: Map<number, number>
  finished: Set<number>
}

export function createWatchMemory(): WatchMemory {
  return { lastEventId: 0, offsets: new Map(), finished: new Set() }
}

export interface Watcher {
  onEvent?: (event: HistoryEvent) => void
  /** A piece of what a task has printed. */
  onLog?: (taskId: number, text: string) => void
}

/** Notices may be lost before a connection stands, so that we also ask: soon at first, then now and then. */
const POLL_MILLISECONDS = [25, 50, 100, 200, 400, 800, 1600]

/**
 * Resolves to the execution once it has ended, after all its events were told.
 * Rejects with the signal's reason when it aborts, and with ApiError where there is no such execution.
 */
export async function watchExecution(
  { address, client }: EngineConnection,
  executionArn: string,
  watcher: Watcher,
  signal: AbortSignal,
  memory: WatchMemory = createWatchMemory()
): Promise<Described> {
  const stream = new AbortController()
  const notices = createNotices()
  const { onEvent, onLog } = watcher
  const logs = onLog && createLogTeller(client, executionArn, onLog, memory)
  const following = followEvents({
    url: address.url,
    token: address.token,
    signal: AbortSignal.any([signal, stream.signal]),
    onEvent: (event) => {
      if ('executionArn' in event && event.executionArn === executionArn) {
        if (event.type === 'task-log') logs?.note(event.taskId)
        notices.ring()
      } else if (event.type === 'reset') notices.ring()
    }
  })
  const tellNews = async (): Promise<void> => {
    if (onEvent) {
      for (const event of await eventsAfter(client, executionArn, memory.lastEventId)) {
        memory.lastEventId = event.id
        // A task's number is the id of the event that scheduled it.
        if (event.type === 'TaskStarted') logs?.note(event.previousEventId)
        onEvent(event)
      }
    }
    await logs?.tell()
  }
  try {
    for (let round = 0; ; round++) {
      signal.throwIfAborted()
      const described = await client.DescribeExecution({ executionArn })
      await tellNews()
      if (described.status !== 'RUNNING') return described
      await notices.wait(
        POLL_MILLISECONDS[Math.min(round, POLL_MILLISECONDS.length - 1)] ?? 0,
        signal
      )
    }
  } finally {
    stream.abort()
    await following
  }
}

interface LogTeller {
  /** There is a log to tell of. */
  note: (taskId: number) => void
  /** Tells what all noted logs have got since the last time. */
  tell: () => Promise<void>
}

function createLogTeller(
  client: EngineConnection['client'],
  executionArn: string,
  onLog: (taskId: number, text: string) => void,
  { offsets, finished }: WatchMemory
): LogTeller {
  const tellOne = async (taskId: number, offset: number): Promise<void> => {
    const part = await client
      .GetTaskLog({ executionArn, taskId, offset })
      .catch((error: unknown) => {
        // The task may not have a log yet.
        if (error instanceof ApiError) return undefined
        throw error
      })
    if (!part) return
    if (part.text !== '') onLog(taskId, part.text)
    offsets.set(taskId, part.nextOffset)
    if (part.running || part.nextOffset < part.size) return
    offsets.delete(taskId)
    finished.add(taskId)
  }
  return {
    note: (taskId) => {
      if (!offsets.has(taskId) && !finished.has(taskId)) offsets.set(taskId, 0)
    },
    tell: async () => {
      for (const [taskId, offset] of [...offsets]) await tellOne(taskId, offset)
    }
  }
}

/** A bell: `wait` ends when it was rung since the last wait, or after a while. */
function createNotices(): {
  ring: () => void
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
} {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      isRung = true
      wake?.()
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', finish)
          wake = undefined
          isRung = false
          resolve()
        }
        const timer = setTimeout(finish, isRung ? 0 : milliseconds)
        signal.addEventListener('abort', finish, { once: true })
        wake = finish
      })
  }
}
