interface Page<T> {
  items: readonly T[]
  nextToken: string | undefined
}

/** All items of a listing; stops after `limit` of them. */
export async function everyPage<T>(
  ask: (token: { nextToken?: string }) => Promise<Page<T>>,
  limit = Infinity
): Promise<T[]> {
  const items: T[] = []
  let nextToken: string | undefined
  do {
    const page = await ask(nextToken === undefined ? {} : { nextToken })
    items.push(...page.items)
    nextToken = page.nextToken
  } while (nextToken !== undefined && items.length < limit)
  return items.slice(0, limit)
}
