import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { refusalFailure } from './failure.ts'

/**
 * Where the objects of a folder store lie: `<root>/<bucket>/<key>`, so that people find their files.
 * Each part of a key becomes a name that is legal on all systems and can never lead elsewhere:
 * what is special is written as %XX, and `.` and `..` are `%2E` and `%2E%2E`.
 */
export interface ObjectPlace {
  bucketFolder: string
  /** The object's file, unless a folder has its name: then `insteadPath`. */
  path: string
  /** Both `a` and `a/b` can be keys; the object `a` is then kept in the folder `a` by this name. */
  insteadPath: string
  /** What describes the object. */
  sidePath: string
}

/** The name of an object within the folder that has taken its own; no part of a key gives it. */
export const insteadName = '%'
const emptyPart = '%2F'
const longestName = 240

export function bucketFolder(root: string, bucket: string): string {
  // S3 user guide, "General purpose bucket naming rules"
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
    throw refusalFailure({
      code: 'InvalidBucketName',
      message: `Expected a bucket name of 3 to 63 lower case letters, digits, - and ., found ${JSON.stringify(bucket)}`,
      statusCode: 400
    })
  }
  return join(root, bucket)
}

export function placeOf(root: string, bucket: string, key: string): ObjectPlace {
  const folder = bucketFolder(root, bucket)
  const names = key.split('/').map(encodePart)
  if (Buffer.byteLength(key) > 1024 || names.some((name) => name.length > longestName)) {
    throw refusalFailure({
      code: 'KeyTooLongError',
      message: `Expected a key of at most 1024 bytes, and ${longestName} between slashes in a local folder, found a longer one`,
      statusCode: 400
    })
  }
  const path = join(folder, ...names)
  const side = createHash('sha256').update(key).digest('hex')
  return {
    bucketFolder: folder,
    path,
    insteadPath: join(path, insteadName),
    sidePath: join(root, '.metadata', bucket, `${side}.json`)
  }
}

/** One part of a key as the name of a file; the opposite of `decodePart`. */
export function encodePart(part: string): string {
  if (part === '') return emptyPart
  if (part === '.' || part === '..') return part.replaceAll('.', '%2E')
  // A name that ends in a dot or a space, or is called like a device, is another one on Windows.
  const encoded = part.replace(/[%<>:"|?*\\\p{Cc}]|[. ]$/gu, (special) => {
    const code = special.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')
    return `%${code}`
  })
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(encoded)
    ? `%${encoded.charCodeAt(0).toString(16).toUpperCase()}${encoded.slice(1)}`
    : encoded
}

export function decodePart(name: string): string {
  if (name === emptyPart) return ''
  return name.replace(/%([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16))
  )
}

/** Splits and decodes a CopySource: `/bucket/key%20name?versionId=…`. */
export function parseCopySource(source: string): { bucket: string; key: string } {
  const [, bucket, key] = /^\/?([^/]+)\/([^?]+)(?:\?versionId=.*)?$/s.exec(source) ?? []
  if (bucket === undefined || key === undefined) {
    throw refusalFailure({
      code: 'InvalidArgument',
      message: `CopySource: expected bucket/key, found ${JSON.stringify(source)}`,
      statusCode: 400
    })
  }
  try {
    return { bucket, key: decodeURIComponent(key) }
  } catch {
    // Not encoded: a key with a percent sign, as it is.
    return { bucket, key }
  }
}
