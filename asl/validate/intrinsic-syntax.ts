/** The syntax of intrinsic function calls: spec appendix B, "List of Intrinsic Functions". */
import { parsePathSyntax } from './path-syntax.ts'

/** Each function with the least and the greatest number of its arguments. */
export const intrinsicFunctions: Readonly<Record<string, readonly [number, number]>> = {
  'States.Format': [1, Infinity],
  'States.StringToJson': [1, 1],
  'States.JsonToString': [1, 1],
  'States.Array': [0, Infinity],
  'States.ArrayPartition': [2, 2],
  'States.ArrayContains': [2, 2],
  'States.ArrayRange': [3, 3],
  'States.ArrayGetItem': [2, 2],
  'States.ArrayLength': [1, 1],
  'States.ArrayUnique': [1, 1],
  'States.Base64Encode': [1, 1],
  'States.Base64Decode': [1, 1],
  'States.Hash': [2, 2],
  'States.JsonMerge': [3, 3],
  'States.MathRandom': [2, 3],
  'States.MathAdd': [2, 2],
  'States.StringSplit': [2, 2],
  'States.UUID': [0, 0]
}

export interface IntrinsicSyntax {
  isValid: boolean
  /** Names of functions that do not exist, and calls with the wrong number of arguments, in words. */
  complaints: string[]
}

interface Reader {
  text: string
  offset: number
  complaints: string[]
}

const functionName = /States\.[A-Za-z0-9]+/y
const literal = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
/** Inside of a string only these four characters may be escaped. */
const stringLiteral = /'(?:[^'\\]|\\['{}\\])*'/y

/** Whether `text` reads as a call, as opposed to a path. */
export function looksLikeIntrinsic(text: string): boolean {
  return /^\s*States\./.test(text)
}

/** Reads a whole call, such as `States.Format('{} of {}', $.a, States.ArrayLength($.b))`. */
export function parseIntrinsicSyntax(text: string): IntrinsicSyntax {
  const reader: Reader = { text, offset: 0, complaints: [] }
  const isValid = readCall(reader) && reader.offset === text.length
  return { isValid, complaints: reader.complaints }
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.offset
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.offset += found.length
  return found
}

const space = /\s*/y

function readCall(reader: Reader): boolean {
  const name = match(reader, functionName)
  if (name === undefined) return false
  match(reader, space)
  if (reader.text[reader.offset] !== '(') return false
  reader.offset++
  let count = 0
  match(reader, space)
  while (reader.text[reader.offset] !== ')') {
    if (count > 0) {
      if (reader.text[reader.offset] !== ',') return false
      reader.offset++
      match(reader, space)
    }
    if (!readArgument(reader)) return false
    count++
    match(reader, space)
  }
  reader.offset++
  return checkCall(reader, name, count)
}

function checkCall(reader: Reader, name: string, count: number): boolean {
  const limits = Object.hasOwn(intrinsicFunctions, name) ? intrinsicFunctions[name] : undefined
  if (!limits) return false
  const [least, most] = limits
  if (count < least || count > most) {
    const wanted = least === most ? String(least) : `${String(least)} or more`
    reader.complaints.push(`${name} takes ${wanted} arguments, found ${String(count)}`)
  }
  return true
}

function readArgument(reader: Reader): boolean {
  const first = reader.text[reader.offset]
  if (first === "'") return match(reader, stringLiteral) !== undefined
  if (first === '$') return readPath(reader)
  if (first === 'S') return readCall(reader)
  return match(reader, literal) !== undefined
}

/** A path ends at a comma or a closing parenthesis outside of its own brackets and quotes. */
function readPath(reader: Reader): boolean {
  const { text, offset } = reader
  let depth = 0
  let quote = ''
  let end = offset
  for (; end < text.length; end++) {
    const character = text[end] ?? ''
    if (quote !== '') {
      if (character === '\\') end++
      else if (character === quote) quote = ''
    } else if (depth === 0 && (character === ',' || character === ')')) break
    else if (character === "'" || character === '"') quote = character
    else if (character === '[' || character === '(') depth++
    else if (character === ']' || character === ')') depth--
  }
  reader.offset = end
  return parsePathSyntax(text.slice(offset, end).trimEnd()).isValid
}
