/** Which state the cursor is in, and where a state is written: ties the text to the drawing. */
import type { JsonNode, TextRange } from './json-tree.ts'
import { nameOf, parseTree, valueOf } from './json-tree.ts'

/** Whether a property is a member of a `States` object. */
function isState(property: JsonNode, text: string): boolean {
  const owner = property.parent?.parent
  return (
    property.name === 'Property' && owner?.name === 'Property' && nameOf(owner, text) === 'States'
  )
}

/** The innermost state around an offset. */
export function stateAt(text: string, offset: number): string | undefined {
  const inner = parseTree(text).resolveInner(offset, -1)
  for (let at: JsonNode | null = inner; at; at = at.parent) {
    if (isState(at, text)) return nameOf(at, text)
  }
  return undefined
}

/** Where a state's name is written; names are unique in a state machine. */
export function placeOfState(text: string, name: string): TextRange | undefined {
  let place: TextRange | undefined
  parseTree(text).iterate({
    enter: ({ node }) => {
      if (place || !isState(node, text) || nameOf(node, text) !== name) return
      if (valueOf(node)) place = node.getChild('PropertyName') ?? node
    }
  })
  return place && { from: place.from, to: place.to }
}
