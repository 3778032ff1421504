import type { JsonNode } from './json-tree.ts'
import { parseTree, rootOf, valueOf, valuesOf } from './json-tree.ts'

const INDENT = '  '

/** One line, with every literal as written: `1.0` stays `1.0`. */
function compact(node: JsonNode, text: string): string {
  if (node.name === 'Array') {
    return `[${valuesOf(node)
      .map((value) => compact(value, text))
      .join(', ')}]`
  }
  if (node.name !== 'Object') return text.slice(node.from, node.to)
  const members = node.getChildren('Property').map((property) => member(property, text, compact))
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}'
}

function member(
  property: JsonNode,
  text: string,
  write: (value: JsonNode, text: string) => string
): string {
  const name = property.getChild('PropertyName')
  const value = valueOf(property)
  return name && value ? `${text.slice(name.from, name.to)}: ${write(value, text)}` : ''
}

function isScalar(node: JsonNode): boolean {
  return node.name !== 'Object' && node.name !== 'Array'
}

function lines(node: JsonNode, text: string, indent: string, width: number): string {
  if (isScalar(node)) return text.slice(node.from, node.to)
  const inner = indent + INDENT
  const write = (value: JsonNode): string => lines(value, text, inner, width)
  if (node.name === 'Array') {
    const values = valuesOf(node)
    const short = compact(node, text)
    if (values.every(isScalar) && indent.length + short.length <= width) return short
    return `[\n${values.map((value) => inner + write(value)).join(',\n')}\n${indent}]`
  }
  const properties = node.getChildren('Property')
  if (properties.length === 0) return '{}'
  return `{\n${properties.map((one) => inner + member(one, text, write)).join(',\n')}\n${indent}}`
}

/**
 * The text with two spaces of indentation a level; lists of scalars that fit `width` stay on one
 * line. Order, duplicates and the spelling of numbers are kept. The text must be JSON.
 */
export function formatJson(text: string, width = 80): string {
  const root = rootOf(parseTree(text))
  return root ? `${lines(root, text, '', width)}\n` : text
}
