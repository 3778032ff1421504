import type { ListObjects, ObjectList } from './object-store.ts'

/** One page of a listing, before the objects are described. */
export type Page = Omit<ObjectList, 'Contents'> & { keys: string[] }

const mostKeys = 1000

/**
 * One page of ListObjectsV2 over all keys that start with the prefix, in any order.
 * S3 sorts by the bytes of UTF-8; keys that share what follows the prefix up to the delimiter are
 * one CommonPrefix and count as one; the token is the last key or prefix of the page before.
 */
export function pageOf(request: ListObjects, allKeys: readonly string[]): Page {
  const prefix = request.Prefix ?? ''
  const limit = Math.min(request.MaxKeys ?? mostKeys, mostKeys)
  const token = request.ContinuationToken
  const after = token === undefined ? (request.StartAfter ?? '') : decodeToken(token)
  const names = namesOf(request, allKeys, prefix)
    .filter((name) => Buffer.compare(Buffer.from(name.text), Buffer.from(after)) > 0)
    .sort((a, b) => Buffer.compare(Buffer.from(a.text), Buffer.from(b.text)))
  const page = names.slice(0, limit)
  const last = page.at(-1)
  const isTruncated = last !== undefined && names.length > page.length
  return {
    Name: request.Bucket,
    Prefix: prefix,
    Delimiter: request.Delimiter,
    MaxKeys: limit,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    ContinuationToken: token,
    NextContinuationToken: isTruncated ? Buffer.from(last.text).toString('base64url') : undefined,
    StartAfter: request.StartAfter,
    keys: page.filter((name) => !name.isPrefix).map((name) => name.text),
    CommonPrefixes: page.filter((name) => name.isPrefix).map((name) => ({ Prefix: name.text }))
  }
}

interface Name {
  text: string
  isPrefix: boolean
}

function namesOf(request: ListObjects, keys: readonly string[], prefix: string): Name[] {
  const delimiter = request.Delimiter ?? ''
  const prefixes = new Set<string>()
  const names: Name[] = []
  for (const key of keys.filter((candidate) => candidate.startsWith(prefix))) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    if (end === -1) names.push({ text: key, isPrefix: false })
    else prefixes.add(key.slice(0, end + delimiter.length))
  }
  return [...names, ...[...prefixes].map((text) => ({ text, isPrefix: true }))]
}

function decodeToken(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8')
}
