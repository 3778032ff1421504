import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { DataFolder } from '../data-folder.ts'
import type { TaskKey } from '../store/queries/tasks.ts'
import { LOG_LIMIT_BYTES } from './log-writer.ts'

export interface LogPart {
  text: string
  /** Where to go on, in bytes. */
  nextOffset: number
  /** The log's size so far, in bytes. */
  size: number
  /** Whether the action had written more than is kept. */
  truncated: boolean
}

export interface TaskLogReader {
  /** At most `maxBytes` from a byte offset; undefined where the task has written none. */
  read: (task: TaskKey, offset: number, maxBytes: number) => Promise<LogPart | undefined>
}

export function createTaskLogReader(folder: DataFolder): TaskLogReader {
  return { read: (task, offset, maxBytes) => readPart(folder.taskLog(task), offset, maxBytes) }
}

/** Characters are kept whole. */
async function readPart(
  file: string,
  offset: number,
  maxBytes: number
): Promise<LogPart | undefined> {
  if (!existsSync(file)) return undefined
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const length = Math.max(0, Math.min(maxBytes, size - offset))
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
    const end = wholeCharacters(buffer.subarray(0, bytesRead))
    return {
      text: buffer.subarray(0, end).toString(),
      nextOffset: offset + end,
      size,
      truncated: size > LOG_LIMIT_BYTES
    }
  } finally {
    await handle.close()
  }
}

/** How many bytes to take so that no UTF-8 character is cut at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length - 1); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
