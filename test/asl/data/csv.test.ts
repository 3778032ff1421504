import { describe, expect, test } from 'vitest'
import { CsvReader, csvObjects } from '../../../asl/data/csv.ts'

const rowsOf = (text: string, pieces = 1): string[][] => {
  const reader = new CsvReader(',')
  const size = Math.ceil(text.length / pieces)
  const rows = Array.from({ length: pieces }, (_, index) =>
    reader.push(text.slice(index * size, (index + 1) * size))
  )
  return [...rows.flat(), ...reader.end()]
}

describe('rows of a delimited text', () => {
  test.each<[string, string, string[][]]>([
    [
      'lines of either system',
      'a,b\r\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd']
      ]
    ],
    ['a last line without an end', 'a\nb', [['a'], ['b']]],
    ['no empty lines', '\na\n\n\nb\n\n', [['a'], ['b']]],
    ['empty cells', ',,\n""\n', [['', '', ''], ['']]],
    ['quoted delimiters and line ends', '"a,\nb",c\n', [['a,\nb', 'c']]],
    ['doubled quotes in quotes', '"a""b"\n', [['a"b']]],
    ['doubled quotes without quotes', '{""a"":""b""}\n', [['{"a":"b"}']]],
    ['single quotes as they are', "'a',5\"\n", [["'a'", '5"']]],
    ['what a backslash escapes', 'C:\\\\x,a\\,b,\\"\n', [['C:\\x', 'a,b', '"']]],
    ['no backslash before another letter', 'a\\bc\n', [['abc']]],
    ['a quote that is never closed', '"a,b\nc', [['a,b\nc']]]
  ])('has %s', (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows)
    // The same in pieces of one letter.
    expect(rowsOf(text, text.length)).toEqual(rows)
  })

  test('names cells by given headers or the first row, and takes any name as one', () => {
    expect(csvObjects('a,__proto__\n1,2,3\n', {})).toEqual([
      JSON.parse('{"a":"1","__proto__":"2"}')
    ])
    const given = { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'], CSVDelimiter: 'TAB' }
    expect(csvObjects('1\t2\n3', given)).toEqual([
      { x: '1', y: '2' },
      { x: '3', y: '' }
    ])
  })
})
