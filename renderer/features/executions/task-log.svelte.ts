import type { Client } from '../../../api/client.ts'
import type { EngineEvent } from '../../../api/events.ts'
import { ApiError } from '../../../api/errors.ts'

type Notice = Extract<EngineEvent, { type: 'task-log' }>

/** At most this much text is kept in the window: the newest part. */
const KEPT_CHARACTERS = 512 * 1024

/** What a task's action prints, read piece by piece while it runs. */
export class TaskLog {
  text = $state('')
  /** Bytes written so far. */
  size = $state(0)
  isRunning = $state(false)
  /** The action wrote more than the engine keeps. */
  isTruncated = $state(false)
  /** The window left off the beginning. */
  isCut = $state(false)
  hasLoaded = $state(false)
  error = $state.raw<Error | undefined>()
  readonly #client: Pick<Client, 'GetTaskLog'>
  readonly #task: { executionArn: string; taskId: number }
  #offset = 0
  #reading: Promise<void> | undefined
  #isBehind = false
  #isDisposed = false

  constructor(client: Pick<Client, 'GetTaskLog'>, task: { executionArn: string; taskId: number }) {
    this.#client = client
    this.#task = task
  }

  /** Reads all that is new; notices during a reading start one more. */
  async read(): Promise<void> {
    if (this.#reading) {
      this.#isBehind = true
      return this.#reading
    }
    this.#reading = this.#readAll()
    await this.#reading
    this.#reading = undefined
    if (this.#isBehind) {
      this.#isBehind = false
      await this.read()
    }
  }

  receive(notice: Notice | { type: 'reset' }): void {
    const isOurs =
      notice.type === 'reset' ||
      (notice.executionArn === this.#task.executionArn && notice.taskId === this.#task.taskId)
    if (isOurs) void this.read()
  }

  dispose(): void {
    this.#isDisposed = true
  }

  async #readAll(): Promise<void> {
    try {
      for (;;) {
        const part = await this.#client.GetTaskLog({ ...this.#task, offset: this.#offset })
        if (this.#isDisposed) return
        this.#add(part.text)
        const isEnd = part.nextOffset >= part.size || part.nextOffset === this.#offset
        this.#offset = part.nextOffset
        this.size = part.size
        this.isRunning = part.running
        this.isTruncated = part.truncated
        this.hasLoaded = true
        this.error = undefined
        if (isEnd) return
      }
    } catch (error) {
      const isMissing = error instanceof ApiError && error.errorName === 'TaskLogDoesNotExist'
      this.hasLoaded = true
      if (!isMissing) this.error = error instanceof Error ? error : new Error(String(error))
    }
  }

  #add(text: string): void {
    const all = this.text + text
    this.isCut ||= all.length > KEPT_CHARACTERS
    this.text = all.slice(-KEPT_CHARACTERS)
  }
}
