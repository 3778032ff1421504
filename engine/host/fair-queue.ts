/**
 * What waits, in lines: within a line first come, first served; the lines take turns. So a flood in
 * one line holds up another one by as much as it takes to serve each line once.
 */
export class FairQueue<T> {
  /** In order of their turns; none is empty. */
  readonly #lines = new Map<string, T[]>()

  get isEmpty(): boolean {
    return this.#lines.size === 0
  }

  push(line: string, item: T): void {
    const found = this.#lines.get(line)
    if (found) found.push(item)
    else this.#lines.set(line, [item])
  }

  /** The first of each line. */
  *heads(): Generator<T> {
    for (const [head] of this.#lines.values()) if (head !== undefined) yield head
  }

  /** All that waits, in turns. Nothing leaves the queue by that. */
  *inTurns(): Generator<T> {
    for (let place = 0, isMore = true; isMore; place++) {
      isMore = false
      for (const line of this.#lines.values()) {
        const item = line[place]
        if (item === undefined) continue
        isMore = true
        yield item
      }
    }
  }

  /** Those that were served leave; lines that had no turn are first the next time. */
  remove(served: ReadonlySet<T>): void {
    for (const [name, line] of [...this.#lines]) {
      const waits = line.findIndex((item) => !served.has(item))
      if (waits === 0) continue
      this.#lines.delete(name)
      if (waits > 0) this.#lines.set(name, line.slice(waits))
    }
  }

  /** Those that are `unwanted` leave; answers them. */
  removeAll(unwanted: (item: T) => boolean): T[] {
    const removed: T[] = []
    for (const [name, line] of this.#lines) {
      removed.push(...line.filter(unwanted))
      const rest = line.filter((item) => !unwanted(item))
      if (rest.length > 0) this.#lines.set(name, rest)
      else this.#lines.delete(name)
    }
    return removed
  }
}
