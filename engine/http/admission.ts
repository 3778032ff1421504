import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ApiError } from '../../api/errors.ts'

/** So many operations are under way at once; those that wait for a task or an end count too. */
const MOST_UNDER_WAY = 5000
/** Bodies of them together. */
const LARGEST_BODIES_BYTES = 256 * 1024 * 1024
/** Of one connection; AWS's SDKs and browsers send one at a time on each. */
const MOST_OF_A_CONNECTION = 64
/** Whoever asks how the engine is gets an answer, however much is going on. */
const ALWAYS_ADMITTED = 'Signalbox.DescribeEngine'

/** Who is let in, and when. */
export interface Admission {
  /**
   * Counts an operation until its answer is sent or its caller has hung up. Resolves when its body
   * may be read; call what it answers once that is done. Rejects with ApiError ThrottlingException
   * where there are too many: nothing of it was read or done.
   */
  admit: (
    request: IncomingMessage,
    response: ServerResponse,
    largestBodyBytes: number
  ) => Promise<() => void>
}

/** A connection's operations that are under way, and those that are here but have to wait. */
interface Line {
  count: number
  /** It is about to be paused. */
  isHeld: boolean
  waiting: (() => void)[]
}

/**
 * Requests are held in memory while they wait for their commit. Who waits for answers is slowed by
 * that alone; who sends more without waiting is not read any further until there are answers; who
 * does so on many connections is refused.
 */
export function createAdmission(): Admission {
  const lines = new WeakMap<Socket, Line>()
  let count = 0
  let bytes = 0
  return {
    admit: async (request, response, largestBodyBytes) => {
      const announced = Number(request.headers['content-length'] ?? largestBodyBytes)
      const size = Math.min(announced, largestBodyBytes)
      const isFull = count >= MOST_UNDER_WAY || bytes + size > LARGEST_BODIES_BYTES
      if (isFull && request.headers['x-amz-target'] !== ALWAYS_ADMITTED) throw tooMany(count)
      count += 1
      bytes += size
      return waitInLine(lines, request, response, () => {
        count -= 1
        bytes -= size
      })
    }
  }
}

/** `left` hears that the operation is over. */
async function waitInLine(
  lines: WeakMap<Socket, Line>,
  { socket }: IncomingMessage,
  response: ServerResponse,
  left: () => void
): Promise<() => void> {
  const line = lines.get(socket) ?? { count: 0, isHeld: false, waiting: [] }
  lines.set(socket, line)
  response.once('close', () => {
    left()
    leave(line, socket)
  })
  if (line.count < MOST_OF_A_CONNECTION) line.count += 1
  else {
    hold(line, socket)
    await new Promise<void>((resolve) => line.waiting.push(resolve))
  }
  return () => {
    if (line.waiting.length > 0) hold(line, socket)
  }
}

/** Node reads on after each message and each body, so it is held once it has settled on that. */
function hold(line: Line, socket: Socket): void {
  if (line.isHeld) return
  line.isHeld = true
  process.nextTick(() => {
    process.nextTick(() => {
      line.isHeld = false
      if (line.waiting.length > 0) socket.pause()
    })
  })
}

/** The place goes to the next one that waits. */
function leave(line: Line, socket: Socket): void {
  const next = line.waiting.shift()
  if (next) next()
  else line.count -= 1
  if (line.waiting.length === 0 && !socket.destroyed) socket.resume()
}

function tooMany(count: number): ApiError {
  return new ApiError(
    'ThrottlingException',
    `Rate exceeded: ${String(count)} operations are under way. Nothing of this one was done: try again in a moment.`
  )
}
