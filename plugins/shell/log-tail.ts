import { open, stat } from 'node:fs/promises'
import type { TaskLog } from '../contract/context.ts'
import { readIfThere, writeInOneStep, type AttemptFiles } from './attempt-files.ts'
import { keptBytes, OutputLimit, type StreamName } from './output-limit.ts'

const mebibyte = 1024 * 1024
/** More of a stream than this is not worth a log; it stays in its file. */
const loggedBytes = 8 * mebibyte
const chunkBytes = 64 * 1024

/**
 * Carries what the command appends to its two files into the task's log. The place in each file is
 * kept beside it, so that a re-attached command goes on where its log stopped.
 */
export class LogTail {
  readonly #files: AttemptFiles
  readonly #log: TaskLog
  readonly #limit: OutputLimit
  #offsets: Record<StreamName, number> = { stdout: 0, stderr: 0 }
  #printed: Record<StreamName, number> = { stdout: 0, stderr: 0 }

  constructor(files: AttemptFiles, log: TaskLog) {
    this.#files = files
    this.#log = log
    this.#limit = new OutputLimit(files)
  }

  /** Finds the place where an earlier engine has stopped. */
  async restore(): Promise<void> {
    const text = await readIfThere(this.#files.logOffsets)
    const match = /^\{"stdout":(\d+),"stderr":(\d+)\}$/.exec(text ?? '')
    if (match !== null) this.#offsets = { stdout: Number(match[1]), stderr: Number(match[2]) }
    await this.#limit.restore()
  }

  /** Bytes that the command has printed so far, of both streams. */
  get printedBytes(): number {
    return this.#printed.stdout + this.#printed.stderr
  }

  /**
   * Logs what is new, and cuts files that are too long; resolves to whether there was anything. `isLast`
   * takes half a character too.
   */
  async pump(isLast = false): Promise<boolean> {
    const before = { ...this.#offsets }
    const printedBefore = this.printedBytes
    for (const stream of await this.#byLastWrite()) await this.#pumpStream(stream, isLast)
    const isLogged =
      before.stdout !== this.#offsets.stdout || before.stderr !== this.#offsets.stderr
    if (isLogged) await writeInOneStep(this.#files.logOffsets, JSON.stringify(this.#offsets))
    return isLogged || this.printedBytes > printedBefore
  }

  /**
   * Two files do not say how their lines were interleaved; but the one that was written to last is
   * logged last, so that an error comes after what was printed before it.
   */
  async #byLastWrite(): Promise<StreamName[]> {
    const writtenAt = async (stream: StreamName): Promise<number> =>
      (await stat(this.#files[stream]).catch(() => undefined))?.mtimeMs ?? 0
    const [stdout, stderr] = await Promise.all([writtenAt('stdout'), writtenAt('stderr')])
    return stderr < stdout ? ['stderr', 'stdout'] : ['stdout', 'stderr']
  }

  async #pumpStream(stream: StreamName, isLast: boolean): Promise<void> {
    const file = await open(this.#files[stream], 'r').catch(() => undefined)
    if (file === undefined) return
    try {
      const { size } = await file.stat()
      this.#printed[stream] = this.#limit.printedBytes(stream, size)
      const end = Math.min(size, loggedBytes)
      const buffer = Buffer.alloc(chunkBytes)
      while (this.#offsets[stream] < end) {
        const offset = this.#offsets[stream]
        const { bytesRead } = await file.read(buffer, 0, Math.min(chunkBytes, end - offset), offset)
        const whole =
          isLast && offset + bytesRead === end ? bytesRead : wholeCharacters(buffer, bytesRead)
        if (whole === 0) break
        this.#log.write(buffer.toString('utf8', 0, whole), stream)
        this.#offsets[stream] += whole
        if (this.#offsets[stream] >= loggedBytes) this.#sayTruncated(stream)
      }
    } finally {
      await file.close()
    }
    await this.#limit.apply(stream)
  }

  #sayTruncated(stream: StreamName): void {
    const [logged, kept] = [loggedBytes / mebibyte, keptBytes / mebibyte]
    this.#log.write(
      `\n[${stream} is longer than ${logged} MiB; up to ${kept} MiB of it, and its end, are in ${this.#files[stream]}]\n`,
      'info'
    )
  }
}

/** How many of the first `length` bytes are whole UTF-8 characters, or no UTF-8 at all. */
function wholeCharacters(buffer: Buffer, length: number): number {
  for (let back = 1; back <= Math.min(4, length); back += 1) {
    const byte = buffer[length - back] ?? 0
    if ((byte & 0b1100_0000) === 0b1000_0000) continue
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return width > back ? length - back : length
  }
  return length
}
