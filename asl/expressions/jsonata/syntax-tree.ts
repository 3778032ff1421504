/** Changes to JSONata's syntax tree, so that what it does by itself can be bounded. */

/** The nodes, as far as they are looked at here. */
interface Node {
  type?: string
  value?: unknown
  lhs?: unknown
  rhs?: unknown
  procedure?: unknown
  arguments?: unknown
  terms?: { expression: object }[]
}

/** The name under which `[from..to]` calls a function that looks at the size first. */
export const rangeFunction = '__range'

/**
 * Rewrites ranges in place, and tells which nodes are keys of an order-by: JSONata evaluates them
 * once for each comparison.
 */
export function prepareTree(root: unknown): ReadonlySet<object> {
  const keys = new Set<object>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) value.forEach(visit)
    else {
      const node: Node = value
      for (const { expression } of node.terms ?? []) keys.add(expression)
      Object.values(node).forEach(visit)
      if (node.type === 'binary' && node.value === '..') makeCall(node)
    }
  }
  visit(root)
  return keys
}

function makeCall(node: Node): void {
  node.type = 'function'
  node.value = '('
  node.procedure = { type: 'variable', value: rangeFunction }
  node.arguments = [node.lhs, node.rhs]
}
