/** The items in one object, by the InputType of the reader. */
import { CsvReader, csvFormatOf, rowObject } from '../../../asl/data/csv.ts'
import type { ReadItem } from '../../../asl/interpreter/map-run.ts'
import { isJsonObject } from '../../../asl/json.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import type { Objects } from '../../../plugins/contract/objects.ts'
import type { ObjectPlace } from './object-text.ts'
import { linesOf, objectText } from './object-text.ts'
import { parquetItems } from './parquet-items.ts'
import { readerFailed } from './reader-failed.ts'

/** A JSON document is read whole; V8 has no longer texts. */
const LONGEST_DOCUMENT = 512 * 1024 * 1024 - 64

/** CSV and JSONL are read piece by piece. Throws TaskFailure States.ItemReaderFailed. */
export async function* objectItems(
  objects: Objects,
  place: ObjectPlace,
  config: JsonObject
): AsyncGenerator<ReadItem> {
  const type = config['InputType'] ?? 'JSON'
  if (type === 'PARQUET') {
    yield* parquetItems(objects, place)
    return
  }
  const text = objectText(objects, place)
  if (type === 'CSV') yield* csvItems(text, config)
  else if (type === 'JSONL') yield* jsonLines(text, place)
  else if (type === 'JSON') yield* documentItems(await documentOf(text, place), config)
  else {
    throw readerFailed(
      `Expected the InputType CSV, JSON, JSONL, PARQUET or MANIFEST, found ${JSON.stringify(type)}, which Signalbox does not read.`
    )
  }
}

async function* csvItems(
  pieces: AsyncIterable<string>,
  config: JsonObject
): AsyncGenerator<ReadItem> {
  const format = csvFormatOf(config)
  const reader = new CsvReader(format.delimiter)
  let headers = format.headers === undefined ? undefined : checked(format.headers)
  const rows = async function* () {
    for await (const piece of pieces) yield reader.push(piece)
    yield reader.end()
  }
  for await (const some of rows()) {
    for (const cells of some) {
      if (headers === undefined) headers = checked(cells)
      else yield { value: rowObject(headers, cells) }
    }
  }
}

/** AWS's words. */
function checked(headers: readonly string[]): readonly string[] {
  if (new Set(headers).size === headers.length) return headers
  throw readerFailed('CSV headers cannot contain duplicates.')
}

async function* jsonLines(
  pieces: AsyncIterable<string>,
  place: ObjectPlace
): AsyncGenerator<ReadItem> {
  let number = 0
  for await (const line of linesOf(pieces)) {
    number += 1
    yield { value: parsed(line, `line ${String(number)} of the object ${place.Key}`) }
  }
}

/** A whole JSON document. */
export async function documentOf(pieces: AsyncIterable<string>, place: ObjectPlace): Promise<Json> {
  const texts: string[] = []
  let length = 0
  for await (const piece of pieces) {
    texts.push(piece)
    length += piece.length
    if (length > LONGEST_DOCUMENT) {
      throw readerFailed(
        `The JSON document ${place.Key} has more than 512 MiB. Use JSON Lines (InputType JSONL), which are read line by line.`
      )
    }
  }
  return parsed(texts.join(''), `the object ${place.Key}`)
}

function parsed(text: string, where: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw readerFailed(`Expected JSON in ${where}, found: ${String(error)}`, error)
  }
}

/** The elements of an array, or the members of an object; ItemsPointer says which part of the document. */
function* documentItems(document: Json, config: JsonObject): Generator<ReadItem> {
  const pointer = config['ItemsPointer']
  const items = typeof pointer === 'string' ? pointedAt(document, pointer) : document
  if (Array.isArray(items)) for (const value of items) yield { value }
  else if (isJsonObject(items)) {
    for (const [key, value] of Object.entries(items)) yield { key, value }
  } else {
    const found =
      items === undefined ? `nothing at ${JSON.stringify(pointer)}` : JSON.stringify(items)
    throw readerFailed(
      `Attempting to map over non-iterable node: expected a JSON array or object, found ${found.slice(0, 200)}.`
    )
  }
}

/** RFC 6901. */
function pointedAt(document: Json, pointer: string): Json | undefined {
  let found: Json | undefined = document
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) found = found[Number(key)]
    else if (isJsonObject(found) && Object.hasOwn(found, key)) found = found[key]
    else return undefined
  }
  return found
}
