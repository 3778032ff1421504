/**
 * Rows of a text delimited file, as a Map's ItemReader reads them. The text may come in pieces.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html
 */
import { isJsonObject, setProperty } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'

const delimiters: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t'
}

/** What a ReaderConfig says of its CSV files. */
export interface CsvFormat {
  delimiter: string
  /** The names of the columns; undefined where the first row has them. */
  headers: readonly string[] | undefined
}

/** CSVDelimiter, CSVHeaderLocation and CSVHeaders of a ReaderConfig. */
export function csvFormatOf(config: JsonObject): CsvFormat {
  const named = config['CSVDelimiter']
  const given = config['CSVHeaders']
  const isGiven = config['CSVHeaderLocation'] === 'GIVEN' && Array.isArray(given)
  return {
    delimiter: (typeof named === 'string' ? delimiters[named] : undefined) ?? ',',
    headers: isGiven ? given.filter((name) => typeof name === 'string') : undefined
  }
}

/** A row as an object by the names of its columns: AWS leaves all values texts, and fills up with empty ones. */
export function rowObject(headers: readonly string[], cells: readonly string[]): JsonObject {
  const row: JsonObject = {}
  for (const [column, name] of headers.entries()) setProperty(row, name, cells[column] ?? '')
  return row
}

/** All rows of a text as objects. */
export function csvObjects(text: string, config: Json): JsonObject[] {
  const format = csvFormatOf(isJsonObject(config) ? config : {})
  const reader = new CsvReader(format.delimiter)
  const rows = [...reader.push(text), ...reader.end()]
  const headers = format.headers ?? rows.shift() ?? []
  return rows.map((cells) => rowObject(headers, cells))
}

/**
 * Cells in quotes may hold delimiters and line ends; a doubled quote stands for one, and a backslash
 * makes a backslash, quote or delimiter plain. Empty lines are no rows.
 *
 * @example const reader = new CsvReader(','); [...reader.push('a,b\n'), ...reader.end()] // [['a', 'b']]
 */
export class CsvReader {
  readonly #delimiter: string
  #row: string[] = []
  #cell = ''
  #isQuoted = false
  /** The cell has begun with a quote: it is one even where it is empty. */
  #wasQuoted = false
  /** A quote, backslash or carriage return that the next letter decides about. */
  #pending = ''

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** The rows that this piece of text completes. */
  push(text: string): string[][] {
    const rows: string[][] = []
    for (const letter of text) {
      const row = this.#take(letter)
      if (row !== undefined) rows.push(row)
    }
    return rows
  }

  /** The last row, where the text does not end with its line. */
  end(): string[][] {
    const pending = this.#pending
    this.#pending = ''
    if (pending === '"' && !this.#isQuoted) this.#cell += '"'
    const row = this.#endRow()
    return row === undefined ? [] : [row]
  }

  #take(letter: string): string[] | undefined {
    const pending = this.#pending
    this.#pending = ''
    if (pending === '\\') {
      if (letter === '\\' || letter === '"' || letter === this.#delimiter) {
        this.#cell += letter
        return undefined
      }
    } else if (pending === '"') {
      if (letter === '"') {
        this.#cell += '"'
        return undefined
      }
      if (this.#isQuoted) this.#isQuoted = false
      else this.#cell += '"'
    } else if (pending === '\r' && letter !== '\n') this.#cell += '\r'
    return this.#plain(letter)
  }

  #plain(letter: string): string[] | undefined {
    if (letter === '\\') this.#pending = letter
    else if (letter === '"') {
      const isOpening = !this.#isQuoted && this.#cell === '' && !this.#wasQuoted
      if (isOpening) {
        this.#isQuoted = true
        this.#wasQuoted = true
      } else this.#pending = letter
    } else if (this.#isQuoted) this.#cell += letter
    else if (letter === this.#delimiter) this.#endCell()
    else if (letter === '\r') this.#pending = letter
    else if (letter === '\n') return this.#endRow()
    else this.#cell += letter
    return undefined
  }

  #endCell(): void {
    this.#row.push(this.#cell)
    this.#cell = ''
    this.#isQuoted = false
    this.#wasQuoted = false
  }

  #endRow(): string[] | undefined {
    const isEmpty = this.#row.length === 0 && this.#cell === '' && !this.#wasQuoted
    this.#endCell()
    const row = this.#row
    this.#row = []
    return isEmpty ? undefined : row
  }
}
