/**
 * `$sort` and `^( )` anew: JSONata's own copy the rest of both halves for each comparison, and go as
 * deep as the list is long. Generators, since functions written in JSONata are called as such.
 */
import type { Json } from '../../json.ts'
import type { Budget } from './limits.ts'
import { QueryProblem } from './limits.ts'
import { asSequence } from './sequence.ts'

/** A function of JSONata, as one written in JavaScript gets it. */
export type Callable = (...values: unknown[]) => Generator<unknown, unknown>

/** `$sort(items, function($a, $b) { … })`: true means that they have to change places. */
export function* sort(
  items: Json[] | undefined,
  comparator: Callable | undefined,
  budget: Budget
): Generator<unknown, Json[] | undefined> {
  if (items === undefined || items.length <= 1) return items
  const rounds = Math.ceil(Math.log2(items.length))
  budget.spend(items.length * rounds)
  if (comparator === undefined) budget.payForAll(items, rounds)
  if (comparator === undefined) return asSequence(sortPlainly(items))
  let runs = items.map((item) => [item])
  while (runs.length > 1) {
    const merged: Json[][] = []
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], comparator))
    }
    runs = merged
  }
  return asSequence(runs[0] ?? [])
}

function* merge(
  left: readonly Json[],
  right: readonly Json[],
  comparator: Callable
): Generator<unknown, Json[]> {
  const result: Json[] = []
  let [fromLeft, fromRight] = [0, 0]
  while (fromLeft < left.length && fromRight < right.length) {
    const [first, second] = [left[fromLeft] ?? null, right[fromRight] ?? null]
    const isSwapped = Boolean(yield* comparator(first, second))
    result.push(isSwapped ? second : first)
    if (isSwapped) fromRight += 1
    else fromLeft += 1
  }
  for (; fromLeft < left.length; fromLeft += 1) result.push(left[fromLeft] ?? null)
  for (; fromRight < right.length; fromRight += 1) result.push(right[fromRight] ?? null)
  return result
}

function sortPlainly(items: readonly Json[]): Json[] {
  const [first] = items
  const isPlain = typeof first === 'number' || typeof first === 'string'
  if (!isPlain || !items.every((item) => typeof item === typeof first)) {
    throw new QueryProblem(
      'D3070',
      'The single argument form of the sort function can only be applied to an array of strings or an array of numbers.  Use the second argument to specify a comparison function'
    )
  }
  return [...items].sort((one, other) => compareValues(one as string, other as string))
}

function compareValues(one: string | number, other: string | number): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** `items^(>a, b)`: each key is evaluated once an item. `directions` has `>` or `<` for each key. */
export function* sortByKeys(
  items: Json | undefined,
  directions: string,
  keys: readonly Callable[],
  budget: Budget
): Generator<unknown, Json | undefined> {
  if (!Array.isArray(items)) return items
  if (items.length <= 1) return asSequence([...items])
  budget.spend(items.length * Math.ceil(Math.log2(items.length)))
  const rows: { item: Json; values: unknown[] }[] = []
  for (const item of items) {
    const values: unknown[] = []
    for (const key of keys) values.push(yield* key(item))
    rows.push({ item, values })
  }
  budget.payForAll(
    rows.map(({ values }) => values),
    Math.ceil(Math.log2(items.length))
  )
  rows.sort((one, other) => compareRows(one.values, other.values, directions))
  return asSequence(rows.map(({ item }) => item))
}

function compareRows(
  one: readonly unknown[],
  other: readonly unknown[],
  directions: string
): number {
  for (const [at, value] of one.entries()) {
    const order = compareKeys(value, other[at], directions[at] === '>')
    if (order !== 0) return order
  }
  return 0
}

/** Nothing comes last, in both directions. */
function compareKeys(one: unknown, other: unknown, isDescending: boolean): number {
  if (one === undefined || other === undefined) {
    if (one === other) return 0
    return one === undefined ? 1 : -1
  }
  if (!isKey(one) || !isKey(other)) {
    throw new QueryProblem(
      'T2008',
      'The expressions within an order-by clause must evaluate to numeric or string values'
    )
  }
  if (typeof one !== typeof other) {
    const problem = new QueryProblem('T2007', 'Type mismatch in order-by clause')
    // JSONata words its own codes, from these.
    throw Object.assign(problem, { value: one, value2: other })
  }
  return isDescending ? compareValues(other, one) : compareValues(one, other)
}

function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
