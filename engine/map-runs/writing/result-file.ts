import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import type { ResultWriterRequest } from '../../../asl/interpreter/map-run.ts'

/** Written out before it has grown to this many characters. */
const BUFFER_LENGTH = 256 * 1024

/** A file of results, JSON or JSON Lines, made with its first result; holds little in memory. */
export class ResultFile {
  readonly path: string
  readonly #outputType: ResultWriterRequest['outputType']
  #handle: FileHandle | undefined
  #buffer = ''
  #size = 0
  #count = 0

  constructor(path: string, outputType: ResultWriterRequest['outputType']) {
    this.path = path
    this.#outputType = outputType
  }

  /** Bytes; 0 where there are no results, and no file. */
  get size(): number {
    return this.#size
  }

  async add(text: string): Promise<void> {
    const isLines = this.#outputType === 'JSONL'
    this.#buffer += isLines ? `${text}\n` : `${this.#count === 0 ? '[' : ','}${text}`
    this.#count += 1
    if (this.#buffer.length > BUFFER_LENGTH) await this.#flush()
  }

  /** Ends the file; all is in it, or nothing where there were no results. */
  async close(): Promise<void> {
    try {
      if (this.#count === 0) return
      if (this.#outputType === 'JSON') this.#buffer += ']'
      await this.#flush()
    } finally {
      await this.#handle?.close()
    }
  }

  async #flush(): Promise<void> {
    this.#handle ??= await open(this.path, 'w', 0o600)
    const bytes = Buffer.from(this.#buffer, 'utf8')
    this.#buffer = ''
    await this.#handle.writeFile(bytes)
    this.#size += bytes.length
  }
}
