/**
 * What an ItemReader makes of the text that it has read.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { readJson } from './read-json.ts'

const delimiters: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t'
}

/** The data in a text of the reader's InputType (JSON, JSONL, CSV); undefined where it is none. */
export function readItemData(text: string, reader: JsonObject | undefined): Json | undefined {
  const given = reader?.['ReaderConfig']
  const config = isJsonObject(given) ? given : {}
  switch (config['InputType']) {
    case 'JSONL':
      return jsonLines(text)
    case 'CSV':
      return csvRows(text, config)
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

/** Each row as an object by the names of the columns; AWS leaves all values texts. */
function csvRows(text: string, config: JsonObject): Json[] {
  const named = config['CSVDelimiter']
  const delimiter = (typeof named === 'string' ? delimiters[named] : undefined) ?? ','
  const rows = csvCells(text, delimiter)
  const given = config['CSVHeaders']
  const isGiven = config['CSVHeaderLocation'] === 'GIVEN' && Array.isArray(given)
  const names = isGiven ? given.filter((name) => typeof name === 'string') : (rows.shift() ?? [])
  return rows.map((row) =>
    Object.fromEntries(names.map((name, column) => [name, row[column] ?? '']))
  )
}

/** RFC 4180: cells in quotes may hold delimiters, line ends and doubled quotes. */
function csvCells(text: string, delimiter: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') {
        cell += letter
        at += 1
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === delimiter) {
      row.push(cell)
      cell = ''
    } else if (letter === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')])
      row = []
      cell = ''
    } else cell += letter
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows
}
