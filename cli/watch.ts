/** Waits for an execution, telling what happens meanwhile. */
import { followEvents } from '../api/event-stream.ts'
import type { Output } from '../api/index.ts'
import type { EngineConnection } from './engine-connection.ts'
import { eventsAfter } from './history.ts'
import type { HistoryEvent } from './history.ts'

export type Described = Output<'DescribeExecution'>

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
  signal: AbortSignal
): Promise<Described> {
  const stream = new AbortController()
  const notices = createNotices()
  const logs = new Map<number, number>()
  const following = followEvents({
    url: address.url,
    token: address.token,
    signal: AbortSignal.any([signal, stream.signal]),
    onEvent: (event) => {
      if ('executionArn' in event && event.executionArn === executionArn) {
        if (event.type === 'task-log' && !logs.has(event.taskId)) logs.set(event.taskId, 0)
        notices.ring()
      } else if (event.type === 'reset') notices.ring()
    }
  })
  let lastEventId = 0
  const tellNews = async (): Promise<void> => {
    if (watcher.onLog) await tellLogs(client, executionArn, logs, watcher.onLog)
    if (!watcher.onEvent) return
    for (const event of await eventsAfter(client, executionArn, lastEventId)) {
      lastEventId = event.id
      if (event.type === 'TaskStarted' && watcher.onLog)
        logs.set(event.previousEventId, logs.get(event.previousEventId) ?? 0)
      watcher.onEvent(event)
    }
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

async function tellLogs(
  client: EngineConnection['client'],
  executionArn: string,
  logs: Map<number, number>,
  onLog: (taskId: number, text: string) => void
): Promise<void> {
  for (const [taskId, offset] of logs) {
    const part = await client.GetTaskLog({ executionArn, taskId, offset }).catch(() => undefined)
    if (!part) continue
    if (part.text !== '') onLog(taskId, part.text)
    logs.set(taskId, part.nextOffset)
    if (!part.running && part.nextOffset >= part.size) logs.delete(taskId)
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
