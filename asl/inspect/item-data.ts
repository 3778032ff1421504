/**
 * What an ItemReader makes of the text that it has read.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
import { csvObjects } from '../data/csv.ts'
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { readJson } from './read-json.ts'

/** The data in a text of the reader's InputType (JSON, JSONL, CSV); undefined where it is none. */
export function readItemData(text: string, reader: JsonObject | undefined): Json | undefined {
  const given = reader?.['ReaderConfig']
  const config = isJsonObject(given) ? given : {}
  switch (config['InputType']) {
    case 'JSONL':
      return jsonLines(text)
    case 'CSV':
      return csvObjects(text, config)
    default:
      return readJson(text)
  }
}

function jsonLines(text: string): Json[] | undefined {
  const values: Json[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const value = readJson(line)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}
