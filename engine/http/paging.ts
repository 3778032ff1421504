import { ApiError } from '../../api/errors.ts'

const DEFAULT_PAGE = 100

export interface PageRequest {
  maxResults?: number | undefined
  nextToken?: string | undefined
}

/** A page's place in a list: the sort key of the last item before it. */
export type PageKey = readonly (string | number)[]

/** How many items a page may have: 0 and absent mean 100. */
export function pageSize({ maxResults }: PageRequest): number {
  return maxResults === undefined || maxResults === 0 ? DEFAULT_PAGE : maxResults
}

/**
 * Where the page starts, from the token of the one before it. `list` names what is listed, so that
 * a token of another list is refused. Throws ApiError InvalidToken.
 */
export function pageStart<Key extends PageKey>(
  list: string,
  { nextToken }: PageRequest,
  isKey: (key: PageKey) => key is Key
): Key | undefined {
  if (nextToken === undefined) return undefined
  const key = decode(nextToken)
  if (key?.[0] === list) {
    const rest = key.slice(1)
    if (isKey(rest)) return rest
  }
  throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'")
}

function decode(token: string): PageKey | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    return Array.isArray(value) ? (value as PageKey) : undefined
  } catch {
    return undefined
  }
}

/** The token of the page that follows the item with this key. */
export function toToken(list: string, key: PageKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url')
}

/**
 * Cuts a page of `size` from rows of which one more than that was asked for.
 *
 * @example
 * const { page, nextToken } = cutPage('executions', rows, 100, (row) => [row.startedAt, row.id])
 */
export function cutPage<Row>(
  list: string,
  rows: readonly Row[],
  size: number,
  keyOf: (row: Row) => PageKey
): { page: Row[]; nextToken?: string } {
  const page = rows.slice(0, size)
  const last = page.at(-1)
  if (rows.length <= size || last === undefined) return { page }
  return { page, nextToken: toToken(list, keyOf(last)) }
}

export const isNumberKey = (key: PageKey): key is readonly [number] =>
  key.length === 1 && typeof key[0] === 'number'
export const isNumberPair = (key: PageKey): key is readonly [number, number] =>
  key.length === 2 && typeof key[0] === 'number' && typeof key[1] === 'number'
export const isTextKey = (key: PageKey): key is readonly [string] =>
  key.length === 1 && typeof key[0] === 'string'
