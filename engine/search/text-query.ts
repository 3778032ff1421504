/** What people type into a search, as an expression of SQLite's FTS5. */

const FIELDS = ['name', 'input', 'output', 'error', 'cause'] as const

const TERM = /(-)?(?:(name|input|output|error|cause):)?(?:"([^"]*)"?(\*)?|([^\s"]+))/gi
const HAS_WORD = /[\p{L}\p{N}]/u
/** More would cost time that nobody's question is worth. */
const MOST_TERMS = 32

interface Term {
  isExcluded: boolean
  expression: string
}

/** Quoted, so that nothing in it is syntax; FTS5 takes its words as a phrase. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function termOf([, minus, field, phrase, star, word = '']: RegExpMatchArray): Term | undefined {
  const text = phrase ?? word.replace(/\*+$/, '')
  if (!HAS_WORD.test(text)) return undefined
  const isPrefix = phrase === undefined ? word.endsWith('*') : star !== undefined
  const expression = `${quoted(text)}${isPrefix ? ' *' : ''}`
  return {
    isExcluded: minus !== undefined,
    expression: field === undefined ? expression : `${field.toLowerCase()} : ${expression}`
  }
}

/**
 * Words that all must occur, `"phrases"`, beginnings with `*`, `OR` between two of them, `-` before
 * what must not occur, and `name:`, `input:`, `output:`, `error:` or `cause:` before what must occur
 * there. Anything else is taken for words, so that nothing is wrong. `facts` are terms of our own that
 * must occur too. Undefined where no word is left.
 *
 * @example
 * toMatchExpression('error:States.* "card declined" -test', ['s3'])
 */
export function toMatchExpression(text: string, facts: readonly string[]): string | undefined {
  const all: string[][] = []
  const none: string[] = []
  let isAlternative = false
  let count = 0
  for (const match of text.matchAll(TERM)) {
    if (match[0] === 'OR') {
      isAlternative = all.length > 0
      continue
    }
    const term = termOf(match)
    if (!term || ++count > MOST_TERMS) continue
    if (term.isExcluded) none.push(term.expression)
    else if (isAlternative) all.at(-1)?.push(term.expression)
    else all.push([term.expression])
    isAlternative = false
  }
  if (all.length === 0 && none.length === 0) return undefined
  const wanted = all.map((alternatives) => `(${alternatives.join(' OR ')})`).join(' AND ')
  const must = facts.map((fact) => `facts : ${quoted(fact)}`)
  if (wanted !== '') must.push(`{${FIELDS.join(' ')}} : (${wanted})`)
  if (must.length === 0) must.push(`facts : ${quoted(EVERY)}`)
  const found = `(${must.join(' AND ')})`
  return none.length === 0 ? found : `${found} NOT {${FIELDS.join(' ')}} : (${none.join(' OR ')})`
}

/** A term that every execution has. */
export const EVERY = 'every'

/** Letters that a part of a name must have for the index of threes to find it. */
const SHORTEST_PART = 3

/** A part of a name as an expression over its threes; undefined where it is too short for them. */
export function toNameExpression(part: string): string | undefined {
  const letters = [...part.toLowerCase()]
  if (letters.length < SHORTEST_PART) return undefined
  const threes = new Set<string>()
  for (let index = 0; index + SHORTEST_PART <= letters.length; index++) {
    threes.add(letters.slice(index, index + SHORTEST_PART).join(''))
  }
  return [...threes].map(quoted).join(' AND ')
}
