import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { readIfThere, writeInOneStep, type AttemptFiles } from './attempt-files.ts'

export type StreamName = 'stdout' | 'stderr'

const mebibyte = 1024 * 1024
/** So much of the beginning of each stream is kept; the log and a task's output need less. */
export const keptBytes = 64 * mebibyte
/** A file is cut once it is longer by this, so that it is not cut at each look. */
const slackBytes = 16 * mebibyte
/** Of the end, for the last words of stderr. */
const tailBytes = 16 * 1024

/**
 * Keeps a command that prints much from filling the disk: its streams are files that it appends to, so
 * they can be cut while it runs. Kept are the beginning and the end; between them it says what is missing.
 */
export class OutputLimit {
  readonly #files: AttemptFiles
  #leftOut: Record<StreamName, number> = { stdout: 0, stderr: 0 }

  constructor(files: AttemptFiles) {
    this.#files = files
  }

  /** What an earlier engine has left out. */
  async restore(): Promise<void> {
    const text = await readIfThere(this.#files.leftOut)
    const match = /^\{"stdout":(\d+),"stderr":(\d+)\}$/.exec(text ?? '')
    if (match !== null) this.#leftOut = { stdout: Number(match[1]), stderr: Number(match[2]) }
  }

  /** Bytes that the command has printed to a stream whose file has this size. */
  printedBytes(stream: StreamName, size: number): number {
    const leftOut = this.#leftOut[stream]
    return leftOut === 0 ? size : leftOut + size - markOf(leftOut).length
  }

  /** Cuts a file where it is too long. What is printed in the very moment of the cut goes uncounted. */
  async apply(stream: StreamName): Promise<void> {
    const path = this.#files[stream]
    const { size } = await stat(path)
    if (size <= keptBytes + slackBytes) return
    this.#cut(stream, path)
    await writeInOneStep(this.#files.leftOut, JSON.stringify(this.#leftOut))
  }

  /** Synchronous: between reading the end and writing it again the command goes on printing. */
  #cut(stream: StreamName, path: string): void {
    const file = openSync(path, 'a+')
    try {
      const tail = Buffer.alloc(tailBytes)
      const { size } = fstatSync(file)
      const length = readSync(file, tail, 0, tailBytes, size - tailBytes)
      ftruncateSync(file, keptBytes)
      this.#leftOut[stream] = this.printedBytes(stream, size) - keptBytes - length
      writeSync(file, Buffer.concat([markOf(this.#leftOut[stream]), tail.subarray(0, length)]))
    } finally {
      closeSync(file)
    }
  }
}

function markOf(leftOut: number): Buffer {
  const kept = keptBytes / mebibyte
  return Buffer.from(
    `\n[Signalbox keeps ${kept} MiB of what a command prints, and its end; at least ${leftOut} bytes were left out here]\n`
  )
}
