/**
 * Which workflow variables each state reads, as DescribeStateMachine answers it.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
 */
import jsonata from 'jsonata'
import type { Definition } from './definition.ts'
import { isJsonObject } from './json.ts'
import type { Json, JsonObject } from './json.ts'

/** Blocks of states within a state: their states are listed by themselves. */
const innerBlockFields: ReadonlySet<string> = new Set(['Branches', 'ItemProcessor', 'Iterator'])

/**
 * The names of the variables by the name of the state that reads them, sorted, without `$`. States
 * that read none are left out.
 *
 * @example variableReferences(definition) // { Sum: ['bias', 'total'] }
 */
export function variableReferences(definition: Definition): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  visitBlock(definition as unknown as JsonObject, definition.QueryLanguage ?? 'JSONPath', found)
  return found
}

function visitBlock(block: JsonObject, language: string, found: Record<string, string[]>): void {
  const states = block['States']
  if (!isJsonObject(states)) return
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue
    const names = new Set<string>()
    const isJsonata = (state['QueryLanguage'] ?? language) === 'JSONata'
    for (const [field, value] of Object.entries(state)) {
      if (innerBlockFields.has(field)) {
        for (const inner of Array.isArray(value) ? value : [value]) {
          if (isJsonObject(inner)) visitBlock(inner, language, found)
        }
      } else if (isJsonata) visitJsonata(value, names)
      else visitJsonPath(field, value, names)
    }
    if (names.size > 0) found[name] = [...names].sort()
  }
}

/** Fields of JSONPath states that hold a path or an intrinsic function, besides `….$` and `…Path`. */
const pathFields: ReadonlySet<string> = new Set(['Variable'])

function visitJsonPath(key: string, value: Json, names: Set<string>): void {
  if (typeof value === 'string') {
    const isRead = key.endsWith('.$') || key.endsWith('Path') || pathFields.has(key)
    if (isRead && key !== 'ResultPath') addJsonPathNames(value, names)
  } else if (Array.isArray(value)) {
    for (const item of value) visitJsonPath(key, item, names)
  } else if (isJsonObject(value) && key !== 'Result') {
    for (const [name, member] of Object.entries(value)) visitJsonPath(name, member, names)
  }
}

/** `$name`, but neither `$.a`, `$[0]` and `$$` nor what stands in quotes. */
function addJsonPathNames(text: string, names: Set<string>): void {
  const unquoted = text.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''")
  for (const [, name = ''] of unquoted.matchAll(/(?<!\$)\$([\p{L}\p{Nl}_][\p{L}\p{N}_]*)/gu)) {
    names.add(name)
  }
}

function visitJsonata(value: Json, names: Set<string>): void {
  if (typeof value === 'string') {
    const source = /^\{%([\s\S]*)%\}$/.exec(value.trim())?.[1]
    if (source !== undefined) addJsonataNames(source, names)
  } else if (Array.isArray(value)) {
    for (const item of value) visitJsonata(item, names)
  } else if (isJsonObject(value)) {
    for (const member of Object.values(value)) visitJsonata(member, names)
  }
}

function addJsonataNames(source: string, names: Set<string>): void {
  try {
    visitNode(jsonata(source).ast(), new Set(['', '$', 'states']), names)
  } catch {
    // What cannot be parsed is the validator's business.
  }
}

/** The nodes of JSONata's syntax tree, as far as they are read here. */
interface Node {
  readonly type?: string
  readonly value?: unknown
  readonly procedure?: Node
  readonly arguments?: readonly Node[]
  readonly expressions?: readonly Node[]
  readonly lhs?: Node
  readonly rhs?: Node
  readonly body?: Node
}

/** `bound`: names that the expression itself has bound around this place. */
function visitNode(node: unknown, bound: Set<string>, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visitNode(item, bound, names)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const {
    type,
    value,
    procedure,
    lhs,
    rhs,
    body,
    expressions,
    arguments: parameters
  } = node as Node
  if (type === 'variable') {
    if (!bound.has(String(value))) names.add(String(value))
  } else if (type === 'bind') {
    visitNode(rhs, bound, names)
    bound.add(String(lhs?.value))
    return
  } else if (type === 'block') {
    const inner = new Set(bound)
    for (const expression of expressions ?? []) visitNode(expression, inner, names)
    return
  } else if (type === 'lambda') {
    const own = (parameters ?? []).map((parameter) => String(parameter.value))
    visitNode(body, new Set([...bound, ...own]), names)
    return
  } else if ((type === 'function' || type === 'partial') && procedure?.type === 'variable') {
    // A call names a function; only one that is bound here could be a variable's.
    visitNode(parameters, bound, names)
    return
  }
  for (const member of Object.values(node)) visitNode(member, bound, names)
}
