import type { Client } from '../../../api/client.ts'
import type { Input } from '../../../api/index.ts'

type Question = Input<'DeleteExecutions'>
type EndedStatus = NonNullable<Question['status']>

export const endedStatuses = [
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED'
] as const satisfies EndedStatus[]

/** How long ago they must have started at least; the values stand in the dialog alone. */
export const ages = [
  { value: '', label: 'At any time', seconds: undefined },
  { value: '1d', label: 'More than a day ago', seconds: 86_400 },
  { value: '7d', label: 'More than 7 days ago', seconds: 7 * 86_400 },
  { value: '30d', label: 'More than 30 days ago', seconds: 30 * 86_400 },
  { value: '90d', label: 'More than 90 days ago', seconds: 90 * 86_400 }
] as const

/** Deletion of many: which, how many these are, and doing it a thousand at a time, to be stopped. */
export class Deletion {
  stateMachineArn = $state('')
  status: EndedStatus | '' = $state('')
  age = $state('')
  includesKept = $state(false)
  /** What fits, as far as it was counted. */
  found: { executions: number; bytes: number; hasMore: boolean } | undefined = $state.raw()
  deleted = $state(0)
  isDeleting = $state(false)
  error: string | undefined = $state()
  readonly #client: Pick<Client, 'DeleteExecutions'>
  readonly #now: () => number
  #questions = 0
  #stopping = new AbortController()

  /** @param now seconds since the epoch */
  constructor(
    client: Pick<Client, 'DeleteExecutions'>,
    filters: { stateMachineArn?: string | undefined; status?: string | undefined },
    now: () => number = () => Date.now() / 1000
  ) {
    this.#client = client
    this.#now = now
    this.stateMachineArn = filters.stateMachineArn ?? ''
    this.status = endedStatuses.find((status) => status === filters.status) ?? ''
  }

  get question(): Question {
    const seconds = ages.find(({ value }) => value === this.age)?.seconds
    return {
      ...(this.stateMachineArn ? { stateMachineArn: this.stateMachineArn } : {}),
      ...(this.status ? { status: this.status } : {}),
      ...(seconds === undefined ? {} : { startedBefore: this.#now() - seconds }),
      ...(this.includesKept ? { includeKept: true } : {})
    }
  }

  /** Counts what fits; only the answer to the last question counts. */
  async count(question: Question = this.question): Promise<void> {
    const asked = ++this.#questions
    try {
      const found = await this.#client.DeleteExecutions({ ...question, dryRun: true })
      if (asked !== this.#questions) return
      this.found = found
      this.error = undefined
    } catch (error) {
      if (asked !== this.#questions) return
      this.found = undefined
      this.error = error instanceof Error ? error.message : String(error)
    }
  }

  /** Deletes all that fits, until there is none left or it is stopped; resolves to whether it went well. */
  async start(): Promise<boolean> {
    const { question } = this
    this.isDeleting = true
    const stopping = new AbortController()
    this.#stopping = stopping
    this.error = undefined
    this.deleted = 0
    try {
      for (;;) {
        const { executions, hasMore } = await this.#client.DeleteExecutions(question)
        this.deleted += executions
        if (!hasMore || executions === 0 || stopping.signal.aborted) return true
      }
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isDeleting = false
    }
  }

  /** What is deleted stays deleted; no more follows. */
  stop(): void {
    this.#stopping.abort()
  }
}
