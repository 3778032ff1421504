import type { Client } from '../../../api/client.ts'
import type { EngineEvent } from '../../../api/events.ts'
import type { Output } from '../../../api/index.ts'
import type { Definition } from '../../../asl/definition.ts'
import { graphOf, type Graph } from '../../../asl/graph.ts'
import { summarizeStates, takenEdges } from './state-statuses.ts'
import { VisitRecorder } from './visit-recorder.ts'
import type { HistoryEvent, Visit } from './visits.ts'

export type Execution = Output<'DescribeExecution'>
type Notice = Extract<EngineEvent, { type: 'execution' | 'history' }>
type ExecutionClient = Pick<
  Client,
  'DescribeExecution' | 'DescribeStateMachineForExecution' | 'GetExecutionHistory'
>

const PAGE_SIZE = 1000
const CATCH_UP_MILLISECONDS = 100

/** One execution as its page shows it: facts, definition, history and what became of each state. */
export class ExecutionView {
  readonly executionArn: string
  execution = $state.raw<Execution | undefined>()
  definition = $state.raw<Definition | undefined>()
  events = $state.raw<readonly HistoryEvent[]>([])
  error = $state.raw<Error | undefined>()
  showsSkeleton = $state(false)
  /** Whether all events that there are have been read. */
  hasHistory = $state(false)
  readonly graph = $derived<Graph | undefined>(this.definition && graphOf(this.definition))
  visits = $state.raw<readonly Visit[]>([])
  readonly progress = $derived(summarizeStates(this.visits))
  readonly taken = $derived(this.graph ? takenEdges(this.graph, this.visits) : new Set<string>())
  readonly #client: ExecutionClient
  readonly #recorder = new VisitRecorder()
  readonly #stopping = new AbortController()
  #reading: Promise<void> | undefined
  #wantedEventId = 0
  #catchUp: ReturnType<typeof setTimeout> | undefined

  constructor(client: ExecutionClient, executionArn: string) {
    this.#client = client
    this.executionArn = executionArn
  }

  get isRunning(): boolean {
    return this.execution?.status === 'RUNNING'
  }

  /** Loads facts, definition and the whole history. */
  async load(): Promise<void> {
    const skeleton = setTimeout(() => (this.showsSkeleton = true), 150)
    const { executionArn } = this
    const signal = this.#stopping.signal
    try {
      const [execution, machine] = await Promise.all([
        this.#client.DescribeExecution({ executionArn }, { signal }),
        this.#client.DescribeStateMachineForExecution({ executionArn }, { signal })
      ])
      this.execution = execution
      this.definition = JSON.parse(machine.definition) as Definition
      this.error = undefined
      await this.readHistory()
    } catch (error) {
      if (!signal.aborted) this.error = error instanceof Error ? error : new Error(String(error))
    } finally {
      clearTimeout(skeleton)
      this.showsSkeleton = false
    }
  }

  /** Takes a notice of the engine; those of other executions are left out. */
  receive(notice: Notice | { type: 'reset' }): void {
    if (notice.type === 'reset') {
      void this.load()
      return
    }
    if (notice.executionArn !== this.executionArn) return
    if (notice.type === 'execution') void this.describe()
    else this.#wantedEventId = Math.max(this.#wantedEventId, notice.lastEventId)
    this.#catchUp ??= setTimeout(() => {
      this.#catchUp = undefined
      // What is known stays where the page is left or the engine is away; a later notice asks again.
      this.readHistory().catch(() => undefined)
    }, CATCH_UP_MILLISECONDS)
  }

  async describe(): Promise<void> {
    try {
      const { executionArn } = this
      this.execution = await this.#client.DescribeExecution({ executionArn })
    } catch {
      // What is known stays; the banner tells that the engine is away.
    }
  }

  /** Reads the events that are not known yet; one reading at a time. */
  async readHistory(): Promise<void> {
    this.#reading ??= this.#readNewEvents().finally(() => (this.#reading = undefined))
    await this.#reading
    if (this.#wantedEventId > this.lastEventId && !this.#stopping.signal.aborted) {
      await this.readHistory()
    }
  }

  get lastEventId(): number {
    return this.events.at(-1)?.id ?? 0
  }

  dispose(): void {
    clearTimeout(this.#catchUp)
    this.#stopping.abort()
  }

  /** The first reading goes forward through all pages; later ones backward from the newest event. */
  async #readNewEvents(): Promise<void> {
    const isFirst = this.events.length === 0
    const known = this.lastEventId
    const signal = this.#stopping.signal
    const found: HistoryEvent[] = []
    let nextToken: string | undefined
    do {
      const page = await this.#client.GetExecutionHistory(
        {
          executionArn: this.executionArn,
          maxResults: PAGE_SIZE,
          reverseOrder: !isFirst,
          ...(nextToken ? { nextToken } : {})
        },
        { signal }
      )
      const fresh = page.events.filter((event) => event.id > known)
      found.push(...fresh)
      nextToken = fresh.length < page.events.length ? undefined : page.nextToken
      if (isFirst) this.#append(page.events)
    } while (nextToken !== undefined)
    if (!isFirst && found.length > 0) this.#append(found.reverse())
    this.hasHistory = true
    this.#wantedEventId = Math.min(this.#wantedEventId, Math.max(this.lastEventId, known))
  }

  #append(events: readonly HistoryEvent[]): void {
    this.#recorder.apply(events)
    this.events = [...this.events, ...events]
    // Copies: the recorder changes its own in place, which nobody who shows them would notice.
    this.visits = this.#recorder.visits.map((visit) => ({
      ...visit,
      attempts: visit.attempts.map((attempt) => ({ ...attempt }))
    }))
  }

  /** The visit that an event belongs to; undefined for those of the execution itself. */
  visitOf(event: HistoryEvent): Visit | undefined {
    return this.#recorder.visitOf(event.id)
  }
}
