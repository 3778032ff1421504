/** What a PagedCard needs of a list that grows page by page. */
export interface Pages<Item> {
  readonly items: readonly Item[]
  readonly error: Error | undefined
  readonly isLoading: boolean
  readonly hasLoaded: boolean
  readonly showsSkeleton: boolean
  readonly hasMore: boolean
  readonly isEmpty: boolean
  reload: () => Promise<void>
  loadMore: () => Promise<void>
}
