import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Json } from '../../asl/json.ts'
import { TaskFailure } from '../contract/failure.ts'
import type { IncomingResponse } from './send.ts'

export interface Reading {
  maxBytes: number
  /** Error names for an answer that is too long, or no text. */
  names?: { tooLarge: string; notText: string }
  /** Hears of each piece; for heartbeats. */
  onData?: () => void
}

/**
 * The answer's body as text, by the charset of its Content-Type.
 * Throws the `tooLarge` or `notText` failure.
 */
export async function readText(response: IncomingResponse, reading: Reading): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of response.body) {
    const bytes = Buffer.from(piece as Uint8Array)
    size += bytes.length
    if (size > reading.maxBytes) throw tooLarge(reading)
    pieces.push(bytes)
    reading.onData?.()
  }
  return decode(Buffer.concat(pieces), response, reading)
}

/** A JSON value where the answer says that it is JSON and is; its text otherwise. */
export function parseBody(text: string, response: IncomingResponse): Json {
  const type = mediaTypeOf(response)
  if (!/^application\/(json|[\w.-]+\+json)$/.test(type)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Saves the body to a file that appears whole or not at all. */
export async function saveBody(
  response: IncomingResponse,
  path: string,
  onData: () => void
): Promise<{ bytes: number; sha256: string }> {
  const draft = `${path}.${process.pid}.part`
  const hash = createHash('sha256')
  let bytes = 0
  await mkdir(dirname(path), { recursive: true })
  try {
    await pipeline(
      response.body,
      async function* (source: AsyncIterable<Uint8Array>) {
        for await (const piece of source) {
          hash.update(piece)
          bytes += piece.length
          onData()
          yield piece
        }
      },
      createWriteStream(draft)
    )
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  return { bytes, sha256: hash.digest('hex') }
}

function decode(bytes: Buffer, response: IncomingResponse, reading: Reading): string {
  const type = mediaTypeOf(response)
  const charset = /charset="?([\w-]+)/i.exec(response.headers['content-type']?.[0] ?? '')?.[1]
  try {
    if (/^(image|audio|video)\/|^application\/octet-stream$/.test(type) && bytes.length > 0) {
      throw new TypeError(`the answer is of the type ${type}`)
    }
    return new TextDecoder(knownCharset(charset), { fatal: true }).decode(bytes)
  } catch (error) {
    throw new TaskFailure(
      reading.names?.notText ?? 'Http.ResponseNotText',
      `Expected an answer that is text, found ${bytes.length} bytes of ${type || 'no named type'}. Use saveTo of plugin:http:request to keep it as a file.`,
      { cause: error }
    )
  }
}

function tooLarge(reading: Reading): TaskFailure {
  return new TaskFailure(
    reading.names?.tooLarge ?? 'Http.ResponseTooLarge',
    `Expected an answer of at most ${reading.maxBytes} bytes, found more. Use saveTo of plugin:http:request to keep it as a file.`
  )
}

function knownCharset(charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').encoding
  } catch {
    return 'utf-8'
  }
}

function mediaTypeOf(response: IncomingResponse): string {
  return (response.headers['content-type']?.[0] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
