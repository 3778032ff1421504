/** The edit distance of two words (Levenshtein), or `limit + 1` where it is above `limit`. */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(
        Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      )
    }
    previous = current
  }
  return previous[to.length] ?? limit + 1
}

/**
 * The candidate most like `word`, ignoring case; undefined where none is near.
 * `limit` is the greatest edit distance that counts as near: by default a third of
 * the word and at least 2, but never the whole word.
 */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  limit: number = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1)
): string | undefined {
  let best: string | undefined
  let bestDistance = limit + 1
  const lowerWord = word.toLowerCase()
  for (const candidate of candidates) {
    const distance = editDistance(lowerWord, candidate.toLowerCase(), limit)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `Did you mean 'Resource'?`, or undefined where no candidate is near. */
export function suggestion(
  word: string,
  candidates: Iterable<string>,
  limit?: number
): string | undefined {
  const found = nearest(word, candidates, limit)
  return found === undefined ? undefined : `Did you mean '${found}'?`
}
