import type { Client } from '../../../api/client.ts'
import { PagedList } from '../../paged-list.svelte.ts'
import type { ScheduleSummary } from './schedule-draft.ts'

const PAGE_SIZE = 100
const REFRESH_MILLISECONDS = 250

/** All schedules by name, page by page; a burst of notices makes one question. */
export class ScheduleList {
  readonly list: PagedList<ScheduleSummary>
  total = $state(0)
  prefix = $state('')
  readonly #client: Pick<Client, 'ListSchedules'>
  #pending: ReturnType<typeof setTimeout> | undefined

  constructor(client: Pick<Client, 'ListSchedules'>) {
    this.#client = client
    this.list = new PagedList<ScheduleSummary>({
      keyOf: ({ Name }) => Name,
      loadPage: async (nextToken, signal) => {
        const answer = await this.#client.ListSchedules(
          {
            MaxResults: PAGE_SIZE,
            ...(this.prefix ? { NamePrefix: this.prefix } : {}),
            ...(nextToken ? { NextToken: nextToken } : {})
          },
          { signal }
        )
        this.total = answer.TotalCount
        return { items: answer.Schedules, nextToken: answer.NextToken }
      }
    })
  }

  /** Those whose names begin so. */
  async search(prefix: string): Promise<void> {
    this.prefix = prefix.trim()
    await this.list.reload()
  }

  /** Something has changed: asks for the first page soon, where no later one is on the screen. */
  refreshSoon(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined
      void this.list.refreshHead()
    }, REFRESH_MILLISECONDS)
  }

  dispose(): void {
    clearTimeout(this.#pending)
    this.list.dispose()
  }
}
