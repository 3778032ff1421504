/**
 * Rows of a Parquet file. Its index stands at its end, so the object is first put into a temporary file;
 * then one row group after another is decoded.
 */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { ReadItem } from '../../../asl/interpreter/map-run.ts'
import { setProperty } from '../../../asl/json.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import type { Objects } from '../../../plugins/contract/objects.ts'
import type { ObjectPlace } from './object-text.ts'
import { readerFailed } from './reader-failed.ts'

/** Snappy is the library's own. */
const compressors = {
  GZIP: (packed: Uint8Array) => new Uint8Array(gunzipSync(packed)),
  ZSTD: (packed: Uint8Array) => new Uint8Array(zstdDecompressSync(packed)),
  BROTLI: (packed: Uint8Array) => new Uint8Array(brotliDecompressSync(packed))
}

/** Each row as an object by the names of its columns. Throws TaskFailure States.ItemReaderFailed. */
export async function* parquetItems(
  objects: Objects,
  place: ObjectPlace
): AsyncGenerator<ReadItem> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-parquet-'))
  try {
    const path = join(folder, 'object')
    const { body } = await objects.getObject(place)
    await pipeline(Readable.from(body), createWriteStream(path))
    yield* rowsOf(path, place)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* rowsOf(path: string, place: ObjectPlace): AsyncGenerator<ReadItem> {
  const attempt = async <Result>(read: () => Promise<Result>): Promise<Result> => {
    try {
      return await read()
    } catch (error) {
      throw readerFailed(`Expected a Parquet file in ${place.Key}, found: ${String(error)}`, error)
    }
  }
  const file = await asyncBufferFromFile(path)
  const metadata = await attempt(() => parquetMetadataAsync(file))
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const range = { rowStart, rowEnd }
    const rows = await attempt(() => parquetReadObjects({ file, metadata, compressors, ...range }))
    for (const row of rows) yield { value: jsonOf(row) }
    rowStart = rowEnd
  }
}

/** Times become ISO texts, bytes base64, whole numbers beyond 2⁵³ texts, what is absent null. */
function jsonOf(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    case 'object':
      return value === null ? null : objectOf(value)
    default:
      return null
  }
}

function objectOf(value: object): Json {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(jsonOf)
  const result: JsonObject = {}
  for (const [name, member] of Object.entries(value)) setProperty(result, name, jsonOf(member))
  return result
}
