/** Changes to JSONata's syntax tree, so that what it does by itself can be bounded. */

/** The nodes, as far as they are looked at here. */
interface Node {
  type?: string
  value?: unknown
  lhs?: unknown
  rhs?: unknown
  procedure?: unknown
  arguments?: unknown
  body?: unknown
  steps?: Node[]
  stages?: Node[]
  predicate?: unknown
  tuple?: boolean
  keepSingletonArray?: boolean
  terms?: { expression: object; descending: boolean }[]
}

/** The name under which `[from..to]` calls a function that looks at the size first. */
export const rangeFunction = '__range'
/** The name under which `items^(key)` calls a function that evaluates each key once an item. */
export const sortFunction = '__sort'

/** The name under which a regular expression is given a price. */
export const regexFunction = '__regex'

/** What has to be known of a tree to bound its evaluation. */
export interface PreparedTree {
  /** Keys of the order-bys that stay (with `@`, `#` or `%` in their path): JSONata evaluates those once for each comparison. */
  readonly keys: ReadonlySet<object>
  /** Sides of comparisons, which are made item by item, and texts that are put together. */
  readonly uses: ReadonlyMap<object, 'compared' | 'text'>
  /** Names of variables and functions. */
  readonly names: ReadonlySet<string>
}

const comparisons: ReadonlySet<unknown> = new Set(['=', '!=', 'in', '<', '<=', '>', '>='])

/** Rewrites ranges, order-bys and regular expressions in place. */
export function prepareTree(root: unknown): PreparedTree {
  const keys = new Set<object>()
  const uses = new Map<object, 'compared' | 'text'>()
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) value.forEach(visit)
    else {
      const node: Node = value
      if (node.type === 'path') rewriteOrder(node, node.steps ?? [])
      for (const { expression } of node.terms ?? []) keys.add(expression)
      Object.values(node).forEach(visit)
      if (node.type === 'variable') names.add(String(node.value))
      if (node.type === 'transform') names.add('clone')
      if (node.type === 'binary' && node.value === '&') uses.set(node, 'text')
      if (node.type === 'binary' && comparisons.has(node.value)) {
        for (const side of [node.lhs, node.rhs]) if (isNode(side)) uses.set(side, 'compared')
      }
      if (node.type === 'binary' && node.value === '..') makeCall(node)
      if (node.type === 'regex') Object.assign(node, callOf(regexFunction, [{ ...node }]))
    }
  }
  visit(root)
  return { keys, uses, names }
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function makeCall(node: Node): void {
  Object.assign(node, callOf(rangeFunction, [node.lhs, node.rhs]))
}

function callOf(name: string, values: unknown[]): Node {
  return {
    type: 'function',
    value: '(',
    procedure: { type: 'variable', value: name },
    arguments: values
  }
}

/** `function($name) { $name.a.b }` */
function lambdaOver(name: string, steps: unknown[], more: object = {}): Node {
  const variable = { type: 'variable', value: name }
  const body = { type: 'path', steps: [variable, ...steps], ...more }
  return { type: 'lambda', arguments: [variable], body }
}

/** `a.b^(k).c` becomes `$__sort(a.b, '<', function($i) { $i.k }) ~> function($v) { $v.c }`. */
function rewriteOrder(path: Node, steps: Node[]): void {
  const at = steps.findLastIndex((step) => step.type === 'sort')
  const order = steps[at]
  if (at < 1 || order?.terms === undefined || steps.some((step) => step.tuple === true)) return
  if (order.stages?.some((stage) => stage.type !== 'filter') === true) return
  const { terms, stages } = order
  const after = steps.slice(at + 1)
  if (path.keepSingletonArray === true && after.length === 0) return
  const directions = terms.map(({ descending }) => (descending ? '>' : '<')).join('')
  const call = callOf(sortFunction, [
    { type: 'path', steps: steps.slice(0, at) },
    { type: 'string', value: directions },
    ...terms.map(({ expression }) => lambdaOver('__item', [expression]))
  ])
  if (stages !== undefined) call.predicate = stages
  const { type: _type, steps: _steps, ...rest } = path
  for (const name of Object.keys(path)) Reflect.deleteProperty(path, name)
  if (after.length === 0) Object.assign(path, rest, call)
  else {
    const onward = lambdaOver('__sorted', after, rest)
    Object.assign(path, { type: 'apply', value: '~>', lhs: call, rhs: onward })
  }
}
