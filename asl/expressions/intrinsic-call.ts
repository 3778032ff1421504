/** Calls of intrinsic functions: `States.Format('{} of {}', $.a, States.ArrayLength($.b))`. */
import { errorNames, isFailure, languageFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { Json } from '../json.ts'
import { intrinsics, isIntrinsicName } from './intrinsics/index.ts'
import type { IntrinsicName } from './intrinsics/index.ts'
import { readPath } from './jsonpath-parser.ts'
import { pathOf } from './jsonpath.ts'
import { DefinitionError } from './query.ts'
import type { Query } from './query.ts'
import type { Scope } from './scope.ts'
import { TextReader } from './text-reader.ts'

/** AWS's limit on calls inside of calls. */
const DEEPEST_NESTING = 10

type Argument = (scope: Scope) => Outcome<Json>

/** Compiles the text of a call; throws a DefinitionError that says what was expected where. */
export function compileIntrinsic(text: string): Query {
  const reader = new TextReader(text)
  const evaluate = readCall(reader, 1)
  reader.skipSpace()
  if (!reader.isAtEnd) throw reader.unexpected('the end of the call')
  return { text, evaluate }
}

function readCall(reader: TextReader, depth: number): Argument {
  if (depth > DEEPEST_NESTING) {
    throw new DefinitionError(
      `${JSON.stringify(reader.text)} has more than ${DEEPEST_NESTING} calls inside of each other.`
    )
  }
  const start = reader.position
  reader.expect('States.', 'an intrinsic function such as States.Format(...)')
  const name = reader.match(/\w+/uy) ?? ''
  if (!isIntrinsicName(name)) {
    throw new DefinitionError(
      `There is no intrinsic function States.${name}. There are: ${Object.keys(intrinsics).join(', ')}.`
    )
  }
  reader.skipSpace()
  reader.expect('(', '"("')
  const args = readArguments(reader, name, depth)
  return callOf(name, args, reader.text.slice(start, reader.position))
}

function readArguments(reader: TextReader, name: IntrinsicName, depth: number): Argument[] {
  const args: Argument[] = []
  reader.skipSpace()
  while (!reader.take(')')) {
    if (args.length > 0) reader.expect(',', '"," or ")"')
    reader.skipSpace()
    const keepsEscapes = name === 'Format' && args.length === 0
    args.push(readArgument(reader, keepsEscapes, depth))
    reader.skipSpace()
  }
  return args
}

function readArgument(reader: TextReader, keepsEscapes: boolean, depth: number): Argument {
  const start = reader.position
  if (reader.peek() === '$') {
    const parsed = readPath(reader)
    const path = pathOf(reader.text.slice(start, reader.position), parsed)
    return (scope) => {
      const value = path.read(scope)
      return value === undefined ? missingArgument(path.text, scope) : value
    }
  }
  if (reader.peek() === "'") {
    const value = readText(reader, keepsEscapes)
    return () => value
  }
  const word = reader.match(/true\b|false\b|null\b|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy)
  if (word !== undefined) {
    const value = JSON.parse(word) as Json
    return () => value
  }
  return readCall(reader, depth + 1)
}

/** Format resolves its template's escapes itself, since `\{` and `{` differ for it. */
function readText(reader: TextReader, keepsEscapes: boolean): string {
  const start = reader.position
  const text = reader.quoted()
  return keepsEscapes ? reader.text.slice(start + 1, reader.position - 1) : text
}

function missingArgument(pathText: string, scope: Scope): Outcome<Json> {
  return languageFailure(
    errorNames.intrinsicFailure,
    `The JsonPath argument for the field '${pathText}' could not be found in the input '${JSON.stringify(scope.data)}'`
  )
}

function callOf(name: IntrinsicName, args: readonly Argument[], text: string): Argument {
  const { arity, call } = intrinsics[name]
  const [least, most] = arity
  if (args.length < least || args.length > most) {
    throw new DefinitionError(
      `States.${name} takes ${least === most ? least : `${least} to ${most}`} arguments, ${JSON.stringify(text)} has ${args.length}.`
    )
  }
  return (scope) => {
    const values: Json[] = []
    for (const argument of args) {
      const value = argument(scope)
      if (isFailure(value)) return named(value.cause ?? '', text)
      values.push(value)
    }
    const result = call(values, scope)
    return isFailure(result) ? named(result.cause ?? '', text) : result
  }
}

function named(sentence: string, text: string): Outcome<Json> {
  const isNamed = sentence.startsWith('The function ')
  return languageFailure(
    errorNames.intrinsicFailure,
    isNamed ? sentence : `The function '${text}' had the following error: ${sentence}`
  )
}
