/**
 * The syntax of JSONPath as AWS takes it (the Jayway dialect): `$`, the context object `$$`,
 * variables `$name`. Only the form is checked here; evaluation belongs to `expressions/`.
 */
// cspell:ignore Jayway

export interface PathSyntax {
  isValid: boolean
  /** Names one value at most, by names and indices alone: spec clause "Reference Paths". */
  isReference: boolean
  /** What the path starts at. */
  root: 'input' | 'context' | 'variable'
}

const INVALID: PathSyntax = { isValid: false, isReference: false, root: 'input' }

const rootPattern = /\$(\$|[\p{L}_][\p{L}\p{N}_]*)?/uy
/** Jayway reads a name up to a dot, a bracket or a parenthesis. */
const namePattern = /[^.[\]()'"\s,*?:@$][^.[\]()'"\s,*?]*/uy
const functionCallPattern = /\([^()]*\)/y
const indexPattern = /^-?\d+$/
const unionOfIndices = /^-?\d+(?:\s*,\s*-?\d+)+$/
const slicePattern = /^(?:-?\d+)?\s*:\s*(?:-?\d+)?(?:\s*:\s*-?\d*)?$/
const quotedName = String.raw`(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`
const quotedPattern = new RegExp(`^${quotedName}$`, 'u')
const unionOfNames = new RegExp(`^${quotedName}(?:\\s*,\\s*${quotedName})+$`, 'u')
const scriptPattern = /^\(@.*\)$/su
const filterPattern = /^\?\s*\(.+\)$/su

/** Reads a whole path. */
export function parsePathSyntax(text: string): PathSyntax {
  rootPattern.lastIndex = 0
  const start = rootPattern.exec(text)
  if (!start) return INVALID
  let offset = start[0].length
  let isReference = true
  while (offset < text.length) {
    const step = readStep(text, offset)
    if (!step) return INVALID
    isReference &&= step.isReference
    offset = step.end
  }
  const root = start[1] === undefined ? 'input' : start[1] === '$' ? 'context' : 'variable'
  return { isValid: true, isReference, root }
}

interface Step {
  end: number
  isReference: boolean
}

function readStep(text: string, offset: number): Step | undefined {
  if (text[offset] === '[') return readBrackets(text, offset)
  if (text[offset] !== '.') return undefined
  if (text[offset + 1] === '[') return readBrackets(text, offset + 1)
  if (text.startsWith('..', offset)) {
    const after = offset + 2
    const step = text[after] === '[' ? readBrackets(text, after) : readName(text, after)
    return step && { end: step.end, isReference: false }
  }
  return readName(text, offset + 1)
}

function readName(text: string, offset: number): Step | undefined {
  if (text[offset] === '*') return { end: offset + 1, isReference: false }
  namePattern.lastIndex = offset
  const name = namePattern.exec(text)?.[0]
  if (name === undefined) return undefined
  const end = offset + name.length
  if (text[end] !== '(') return { end, isReference: true }
  functionCallPattern.lastIndex = end
  const call = functionCallPattern.exec(text)?.[0]
  return call === undefined ? undefined : { end: end + call.length, isReference: false }
}

function readBrackets(text: string, offset: number): Step | undefined {
  const end = closingBracket(text, offset)
  if (end === undefined) return undefined
  const content = text.slice(offset + 1, end).trim()
  if (indexPattern.test(content) || quotedPattern.test(content)) {
    return { end: end + 1, isReference: true }
  }
  const isSelection =
    content === '*' ||
    unionOfIndices.test(content) ||
    slicePattern.test(content) ||
    unionOfNames.test(content) ||
    scriptPattern.test(content) ||
    filterPattern.test(content)
  return isSelection ? { end: end + 1, isReference: false } : undefined
}

/** The offset of the bracket that closes the one at `offset`; quotes and regular expressions are skipped. */
function closingBracket(text: string, offset: number): number | undefined {
  let depth = 0
  let quote = ''
  for (let at = offset; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quote !== '') {
      if (character === '\\') at++
      else if (character === quote) quote = ''
    } else if (character === "'" || character === '"') quote = character
    else if (character === '[') depth++
    else if (character === ']' && --depth === 0) return at
  }
  return undefined
}
