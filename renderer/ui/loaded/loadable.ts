/** One answer that is on its way, there, or refused: a LiveQuery, or what behaves like one. */
export interface Loadable<T> {
  readonly data: T | undefined
  readonly error: Error | undefined
  readonly showsSkeleton: boolean
  refresh: () => Promise<void>
}
