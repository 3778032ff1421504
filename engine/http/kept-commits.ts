import type { EngineEvent } from '../../api/events.ts'

const KEPT_NOTICES = 10_000

export interface KeptCommit {
  commit: number
  count: number
  /** Its notices as they are sent. */
  text: string
}

/**
 * A commit's notices in one piece. The id comes with the last one: a listener that was cut off in
 * between gets all of the commit again.
 */
function messagesOf(commit: number, events: readonly EngineEvent[]): string {
  return events
    .map((event, index) => {
      const id = index === events.length - 1 ? `id: ${String(commit)}\n` : ''
      return `${id}data: ${JSON.stringify(event)}\n\n`
    })
    .join('')
}

/** The last notices, for listeners that come back or have fallen behind. */
export class KeptCommits {
  #kept: KeptCommit[] = []
  #count = 0
  #newest: number
  /** Notices up to this commit can no longer be sent again. */
  #forgotten: number

  constructor(start: number) {
    this.#newest = start
    this.#forgotten = start
  }

  get newest(): number {
    return this.#newest
  }

  add(commit: number, events: readonly EngineEvent[]): void {
    const added = { commit, count: events.length, text: messagesOf(commit, events) }
    this.#kept.push(added)
    this.#count += added.count
    this.#newest = commit
    let dropped = 0
    while (this.#count > KEPT_NOTICES && dropped < this.#kept.length - 1) {
      const oldest = this.#kept[dropped++]
      this.#count -= oldest?.count ?? 0
      this.#forgotten = oldest?.commit ?? this.#forgotten
    }
    if (dropped > 0) this.#kept = this.#kept.slice(dropped)
  }

  /** What followed the commit, in order; undefined where that is not known any more. */
  after(commit: number): readonly KeptCommit[] | undefined {
    if (commit < this.#forgotten || commit > this.#newest) return undefined
    let from = this.#kept.length
    while (from > 0 && (this.#kept[from - 1]?.commit ?? 0) > commit) from--
    return this.#kept.slice(from)
  }
}
