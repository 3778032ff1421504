import type { Client } from '../../../api/client.ts'
import type { EngineEvent } from '../../../api/events.ts'
import type { Input, Output } from '../../../api/index.ts'
import { PagedList } from '../../paged-list.svelte.ts'

export type ExecutionItem = Output<'SearchExecutions'>['executions'][number]
export type ExecutionStatus = ExecutionItem['status']
type ExecutionNotice = Extract<EngineEvent, { type: 'execution' }>

export const executionStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const

/** How far back the list looks; the value stands in the address. */
export const periods = [
  { value: '', label: 'Any time', seconds: undefined },
  { value: '1h', label: 'Last hour', seconds: 3600 },
  { value: '24h', label: 'Last 24 hours', seconds: 86_400 },
  { value: '7d', label: 'Last 7 days', seconds: 7 * 86_400 },
  { value: '30d', label: 'Last 30 days', seconds: 30 * 86_400 }
] as const

export interface ExecutionFilters {
  status?: ExecutionStatus | undefined
  stateMachineArn?: string | undefined
  /** Words to be found in name, input, output, error or cause, as typed. */
  text?: string | undefined
  /** A value of `periods`. */
  period?: string | undefined
}

const PAGE_SIZE = 100
const FLUSH_MILLISECONDS = 250
const SEARCH_MILLISECONDS = 1500
const TURN_MILLISECONDS = 1000

/** Whether the text names a status that the list can filter by. */
export function isExecutionStatus(text: string | null): text is ExecutionStatus {
  return executionStatuses.some((status) => status === text)
}

/** What is searched for: the word that is being typed counts as a beginning, unless it says otherwise. */
export function searchText(typed: string): string {
  return /(^|[\s(])[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(typed) && !/\bOR$/.test(typed)
    ? `${typed}*`
    : typed
}

/** Whether it is a child of a map run: those are shown with their parent. */
function isChild({ stateMachineArn }: Pick<ExecutionItem, 'stateMachineArn'>): boolean {
  return stateMachineArn.includes('/')
}

/** A row with what a notice says of it; what notices do not carry stays, but who has ended waits no more. */
function withNotice(item: ExecutionItem, notice: ExecutionItem | undefined): ExecutionItem {
  if (!notice) return item
  const next = { ...item, ...notice }
  if (next.status !== 'RUNNING') delete next.queue
  return next
}

/** `place 3`, where an execution waits for its turn. */
export function placeText({ position }: NonNullable<ExecutionItem['queue']>): string {
  return position === undefined ? 'far behind' : `place ${position.toLocaleString()}`
}

/** The filters that an address asks for. */
export function filtersOf(search: URLSearchParams): ExecutionFilters {
  const status = search.get('status')
  return {
    status: isExecutionStatus(status) ? status : undefined,
    stateMachineArn: search.get('stateMachine') ?? undefined,
    text: search.get('text') ?? undefined,
    period: search.get('period') ?? undefined
  }
}

/**
 * The executions that fit the filters, newest first, and how many there are by status. Notices of
 * the engine are gathered for a moment and put into the rows without asking again.
 */
export class ExecutionList {
  readonly list: PagedList<ExecutionItem>
  counts = $state.raw<Readonly<Record<string, number>>>({})
  filters = $state.raw<ExecutionFilters>({})
  /** The search has yet to read executions of before: there may be more than it finds. */
  isIncomplete = $state(false)
  readonly total = $derived(Object.values(this.counts).reduce((sum, count) => sum + count, 0))
  readonly #client: Pick<Client, 'SearchExecutions' | 'CountExecutions'>
  readonly #now: () => number
  #notices = new Map<string, ExecutionItem>()
  #flush: ReturnType<typeof setTimeout> | undefined
  #search: ReturnType<typeof setTimeout> | undefined
  #turns: ReturnType<typeof setTimeout> | undefined
  #counting: ReturnType<typeof setTimeout> | undefined

  /** @param now seconds since the epoch */
  constructor(
    client: Pick<Client, 'SearchExecutions' | 'CountExecutions'>,
    now: () => number = () => Date.now() / 1000
  ) {
    this.#client = client
    this.#now = now
    this.list = new PagedList<ExecutionItem>({
      keyOf: (execution) => execution.executionArn,
      loadPage: (nextToken, signal) => this.#page(nextToken, signal)
    })
  }

  get isFiltered(): boolean {
    return Object.values(this.filters).some((value) => value !== undefined && value !== '')
  }

  async show(filters: ExecutionFilters): Promise<void> {
    this.filters = filters
    await Promise.all([this.list.reload(), this.#count()])
  }

  /** Takes a notice of the engine; a reset asks for everything again. */
  receive(notice: ExecutionNotice | { type: 'reset' }): void {
    if (notice.type === 'reset') {
      void this.show(this.filters)
      return
    }
    const { executionArn, stateMachineArn, name, status, startDate, stopDate } = notice
    if (!isExecutionStatus(status)) return
    this.#notices.set(executionArn, {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate,
      redriveCount: 0,
      ...(stopDate === undefined ? {} : { stopDate })
    })
    this.#flush ??= setTimeout(() => this.flush(), FLUSH_MILLISECONDS)
  }

  /** An execution is gone for good. */
  forget(executionArn: string): void {
    this.#notices.delete(executionArn)
    const items = this.list.items.filter((item) => item.executionArn !== executionArn)
    if (items.length === this.list.items.length) return
    this.list.items = items
    this.#countSoon()
  }

  /** Somebody's turn has come, or somebody waits: places change without a notice for each execution. */
  turnsSoon(): void {
    if (!this.list.items.some(({ status }) => status === 'RUNNING')) return
    this.#turns ??= setTimeout(() => {
      this.#turns = undefined
      void this.list.refreshHead()
    }, TURN_MILLISECONDS)
  }

  /** Many go at once: one question for all of them. */
  #countSoon(): void {
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined
      void this.#count()
    }, FLUSH_MILLISECONDS)
  }

  /** Puts the gathered notices into the rows. */
  flush(): void {
    clearTimeout(this.#flush)
    this.#flush = undefined
    const notices = this.#notices
    this.#notices = new Map()
    if (!this.list.hasLoaded || notices.size === 0) return
    const oldest = this.list.hasMore ? this.list.items.at(-1)?.startDate : undefined
    const known = this.list.items
      .map((item) => withNotice(item, notices.get(item.executionArn)))
      .filter((item) => this.#fits(item))
    const arns = new Set(known.map((item) => item.executionArn))
    if (this.filters.text) {
      // Only the engine knows whether the words fit.
      this.list.items = known
      this.#searchSoon([...notices.keys()].some((arn) => !arns.has(arn)))
      return
    }
    const added = [...notices.values()].filter(
      (item) =>
        !arns.has(item.executionArn) &&
        this.#fits(item) &&
        (oldest === undefined || item.startDate >= oldest)
    )
    const items = [...added, ...known]
    this.list.items = added.length > 0 ? items.sort((a, b) => b.startDate - a.startDate) : items
    void this.#count()
  }

  /** Something new may fit the words, once the search has read it. */
  #searchSoon(hasNews: boolean): void {
    if (!hasNews) return
    this.#search ??= setTimeout(() => {
      this.#search = undefined
      void this.list.refreshHead()
    }, SEARCH_MILLISECONDS)
  }

  dispose(): void {
    clearTimeout(this.#flush)
    clearTimeout(this.#search)
    clearTimeout(this.#counting)
    clearTimeout(this.#turns)
    this.list.dispose()
  }

  /** A search by words may find nothing in a page and yet something later: empty pages are passed. */
  async #page(
    from: string | undefined,
    signal: AbortSignal
  ): Promise<{ items: ExecutionItem[]; nextToken: string | undefined }> {
    let nextToken = from
    for (;;) {
      const answer = await this.#client.SearchExecutions(this.#question(nextToken), { signal })
      nextToken = answer.nextToken
      this.isIncomplete = answer.isIncomplete ?? false
      if (answer.executions.length > 0 || nextToken === undefined) {
        return { items: answer.executions, nextToken }
      }
    }
  }

  #question(nextToken: string | undefined): Input<'SearchExecutions'> {
    const { status, stateMachineArn, text } = this.filters
    const startedAfter = this.#startedAfter()
    return {
      maxResults: PAGE_SIZE,
      ...(status ? { status } : {}),
      ...(stateMachineArn ? { stateMachineArn } : {}),
      ...(text ? { text: searchText(text) } : {}),
      ...(startedAfter === undefined ? {} : { startedAfter }),
      ...(nextToken ? { nextToken } : {})
    }
  }

  #startedAfter(): number | undefined {
    const seconds = periods.find((period) => period.value === this.filters.period)?.seconds
    return seconds === undefined ? undefined : this.#now() - seconds
  }

  #fits(item: ExecutionItem): boolean {
    const { status, stateMachineArn } = this.filters
    return (
      (!status || item.status === status) &&
      (stateMachineArn ? item.stateMachineArn === stateMachineArn : !isChild(item))
    )
  }

  async #count(): Promise<void> {
    const { stateMachineArn } = this.filters
    try {
      const { counts } = await this.#client.CountExecutions(
        stateMachineArn ? { stateMachineArn } : {}
      )
      this.counts = counts
    } catch {
      // The list itself tells that the engine is away; the numbers come back with it.
    }
  }
}
