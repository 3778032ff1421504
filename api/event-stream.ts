import type { EngineEvent } from './events.ts'
import type { ClientOptions } from './client.ts'

export interface EventStreamOptions extends ClientOptions {
  onEvent: (event: EngineEvent) => void
  /** Whether the stream is connected; called on each change. */
  onConnection?: (isConnected: boolean) => void
  signal: AbortSignal
}

const RECONNECT_MILLISECONDS = [250, 500, 1000, 2000, 5000]

/** Splits off the complete messages of an SSE buffer. https://html.spec.whatwg.org/multipage/server-sent-events.html */
function takeMessages(buffer: string): { messages: string[]; rest: string } {
  const parts = buffer.split('\n\n')
  return { messages: parts.slice(0, -1), rest: parts.at(-1) ?? '' }
}

function parseMessage(message: string): { id?: string; data?: string } {
  const fields: { id?: string; data?: string } = {}
  for (const line of message.split('\n')) {
    if (line.startsWith('id:')) fields.id = line.slice(3).trim()
    if (line.startsWith('data:')) fields.data = (fields.data ?? '') + line.slice(5).trim()
  }
  return fields
}

/**
 * Follows the engine's notices until `signal` aborts; reconnects with Last-Event-ID and a growing
 * pause. Over fetch rather than EventSource, so that it can carry the token in a header.
 */
export async function followEvents(options: EventStreamOptions): Promise<void> {
  let lastEventId: string | undefined
  let failures = 0
  const readAll = async (response: Response): Promise<void> => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    if (!reader) return
    options.onConnection?.(true)
    failures = 0
    let buffer = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const { messages, rest } = takeMessages(buffer + value)
      buffer = rest
      for (const message of messages) {
        const { id, data } = parseMessage(message)
        if (id) lastEventId = id
        if (data) options.onEvent(JSON.parse(data) as EngineEvent)
      }
    }
  }
  const isAborted = (): boolean => options.signal.aborted
  while (!isAborted()) {
    try {
      const response = await fetch(`${options.url}/events`, {
        headers: {
          authorization: `Bearer ${options.token}`,
          ...(lastEventId ? { 'last-event-id': lastEventId } : {})
        },
        signal: options.signal
      })
      if (response.ok) await readAll(response)
    } catch {
      // The engine is away or restarting: tried again below, until the caller aborts.
    }
    options.onConnection?.(false)
    if (isAborted()) return
    const pause = RECONNECT_MILLISECONDS[Math.min(failures++, RECONNECT_MILLISECONDS.length - 1)]
    await new Promise<void>((resolve) => {
      setTimeout(resolve, pause)
      options.signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}
