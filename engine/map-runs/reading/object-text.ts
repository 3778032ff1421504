import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { Objects } from '../../../plugins/contract/objects.ts'
import { readerFailed } from './reader-failed.ts'

/** One object to read. */
export interface ObjectPlace {
  Bucket: string
  Key: string
  VersionId?: string | undefined
}

/** An object's text in UTF-8, piece by piece; unpacked where its key or encoding says that it is packed. */
export async function* objectText(objects: Objects, place: ObjectPlace): AsyncGenerator<string> {
  const { body: given, ContentEncoding: encoding } = await objects.getObject(place)
  const body = given instanceof Readable ? given : Readable.from(given)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of unpacked(body, place.Key, encoding)) {
      const text = decoder.decode(piece as Uint8Array, { stream: true })
      if (text !== '') yield text
    }
    const rest = decoder.decode()
    if (rest !== '') yield rest
  } catch (error) {
    if (!isBroken(error)) throw error
    throw readerFailed(
      `Expected text in UTF-8 in the object ${place.Key} of the bucket ${place.Bucket}, found ${String(error)}`,
      error
    )
  } finally {
    body.destroy()
  }
}

function unpacked(body: Readable, key: string, encoding: string | undefined): Readable {
  const unpack =
    key.endsWith('.gz') || encoding === 'gzip'
      ? createGunzip()
      : key.endsWith('.zst') || encoding === 'zstd'
        ? createZstdDecompress()
        : undefined
  if (unpack === undefined) return body
  body.on('error', (error) => unpack.destroy(error))
  return body.pipe(unpack)
}

/** What decoding and unpacking throw; all else is of the storage. */
function isBroken(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return (
    typeof code === 'string' &&
    (code.startsWith('Z_') ||
      code.startsWith('ZSTD_') ||
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
  )
}

/** The lines of a text, without their ends and without empty ones. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield line.trim()
  }
  if (rest.trim() !== '') yield rest.trim()
}
