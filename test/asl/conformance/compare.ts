/** Compares values with what AWS answered; rules: README of the corpus, "How results are compared". */
import type { Json } from '../../../asl/json.ts'

export interface Difference {
  at: string
  expected: string
  actual: string
}

/** What the numbered placeholders (`<uuid:1>`) stood for so far in a case. */
export interface Bindings {
  readonly words: ReadonlySet<string>
  readonly token: RegExp
  bound: Record<string, string>
}

const alwaysWords = ['timestamp', 'datetime', 'date', 'snf_role_arn', 'sfn_role_arn']
/** `<name>`, `<name:1>`, and `<<name>:1>` where one transformer ran over another's work. */
const angle = '<(?:[A-Za-z][A-Za-z0-9_. -]*|<[a-z_]+>)(?::\\d+)?>'

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

export function newBindings(placeholders: readonly string[]): Bindings {
  const words = [...new Set([...alwaysWords, ...placeholders])].sort((a, b) => b.length - a.length)
  const parts = words.map((word) => `(?<![A-Za-z0-9_])${escape(word)}(?![A-Za-z0-9_])`)
  return {
    words: new Set(words),
    token: new RegExp(`(${angle}|111111111111|${parts.join('|')})`, 'g'),
    bound: {}
  }
}

export function fork(bindings: Bindings): Bindings {
  return { ...bindings, bound: { ...bindings.bound } }
}

function parseStructure(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Whether the text fits, taking placeholders for any text; binds the numbered ones. */
function matchText(expected: string, actual: string, bindings: Bindings): boolean {
  if (expected === actual) return true
  const parts = expected.split(bindings.token)
  if (parts.length === 1) return false
  const names: string[] = []
  const pattern = parts.map((part, at) =>
    at % 2 === 0 ? escape(part) : placeholderPattern(part, names, bindings)
  )
  const match = new RegExp(`^${pattern.join('')}$`).exec(actual)
  if (match === null) return false
  names.forEach((name, at) => (bindings.bound[name] = match[at + 1] ?? ''))
  return true
}

function placeholderPattern(name: string, names: string[], bindings: Bindings): string {
  if (name === '111111111111') return '\\d{12}'
  if (!/^<.*:\d+>$/.test(name)) return '[\\s\\S]+?'
  const known = bindings.bound[name]
  if (known !== undefined) return escape(known)
  const at = names.indexOf(name)
  if (at >= 0) return `\\${at + 1}`
  names.push(name)
  return '([\\s\\S]+?)'
}

function show(value: Json | undefined): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > 400 ? `${text.slice(0, 400)}…` : text
}

/** The differences between what AWS answered and what we did; none when equal. */
export function compare(
  expected: Json,
  actual: Json | undefined,
  bindings: Bindings,
  at = ''
): Difference[] {
  const different = [{ at, expected: show(expected), actual: show(actual) }]
  if (typeof expected === 'string') return compareText(expected, actual, bindings, at) ?? different
  if (expected === null || typeof expected !== 'object') return expected === actual ? [] : different
  const value = typeof actual === 'string' ? parseStructure(actual) : actual
  if (value === undefined || value === null || typeof value !== 'object') return different
  if (Array.isArray(expected) || Array.isArray(value)) {
    if (!Array.isArray(expected) || !Array.isArray(value) || expected.length !== value.length)
      return different
    return expected.flatMap((item, index) =>
      compare(item, value[index], bindings, `${at}[${index}]`)
    )
  }
  const surplus = Object.keys(value).filter((key) => !(key in expected))
  return [
    ...Object.entries(expected).flatMap(([key, item]) =>
      compare(item, value[key], bindings, `${at}.${key}`)
    ),
    ...surplus.map((key) => ({ at: `${at}.${key}`, expected: 'absent', actual: show(value[key]) }))
  ]
}

function compareText(
  expected: string,
  actual: Json | undefined,
  bindings: Bindings,
  at: string
): Difference[] | undefined {
  if (typeof actual !== 'string') {
    const isPlaceholder = bindings.words.has(expected) || new RegExp(`^${angle}$`).test(expected)
    return actual !== undefined && actual !== null && isPlaceholder ? [] : undefined
  }
  if (matchText(expected, actual, bindings)) return []
  const left = parseStructure(expected)
  const right = parseStructure(actual)
  return left === undefined || right === undefined ? undefined : compare(left, right, bindings, at)
}
