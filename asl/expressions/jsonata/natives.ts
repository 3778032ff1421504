/**
 * JSONata's own functions with their price: most do work in proportion to their arguments, which
 * counting evaluated nodes alone would not see. Each pays before it runs.
 */
import jsonata from 'jsonata'
import type { Budget } from './limits.ts'

/** A function as JSONata keeps it. */
interface Native {
  implementation: (...values: unknown[]) => unknown
}

/** They look at their arguments' own items, members or characters. */
const shallow = [
  ...['sum', 'count', 'max', 'min', 'average', 'reverse', 'zip', 'lookup', 'each', 'sift', 'map'],
  ...['substringBefore', 'substringAfter', 'lowercase', 'uppercase', 'trim', 'match', 'contains'],
  ...['replace', 'split', 'number', 'parseInteger', 'filter', 'single', 'reduce', 'error'],
  ...['assert', 'base64encode', 'base64decode', 'encodeUrl', 'encodeUrlComponent', 'decodeUrl'],
  ...['decodeUrlComponent', 'formatNumber', 'formatInteger', 'fromMillis', 'toMillis']
]
/** They count characters one by one. */
const counting = ['length', 'substring']
/** They go through all that their arguments hold. */
const deep = ['boolean', 'not', 'keys', 'merge', 'exists', 'type']
/** They make a text, or a copy, of all that their arguments hold. */
const writing = ['string', 'join', 'clone']

/** Formatting reads its picture anew each time. */
const STEPS_OF_A_PICTURE = 20
const withPicture: ReadonlySet<string> = new Set([
  ...['formatNumber', 'formatInteger', 'fromMillis', 'toMillis']
])

function find(name: string): Native {
  return jsonata(`$${name}`).evaluate(undefined) as Native
}

type Pay = (budget: Budget, value: unknown) => void
const pays: readonly [readonly string[], Pay][] = [
  [shallow, (budget, value) => budget.payFor(value)],
  [counting, (budget, value) => budget.payForCount(typeof value === 'string' ? value.length : 0)],
  [deep, (budget, value) => budget.payForAll(value)],
  [writing, (budget, value) => budget.payForMade(value)]
]

const natives = new Map(
  pays.flatMap(([names, pay]) =>
    names.map((name): [string, { native: Native; pay: Pay }] => [name, { native: find(name), pay }])
  )
)

/** Those of the named functions that are JSONata's own, each paying for its arguments. */
export function pricedNatives(
  names: Iterable<string>,
  budget: () => Budget
): [name: string, priced: object][] {
  return [...names].flatMap((name): [string, object][] => {
    const found = natives.get(name)
    if (found === undefined) return []
    const { native, pay } = found
    const { implementation } = native
    function priced(this: unknown, ...values: unknown[]): unknown {
      const left = budget()
      if (withPicture.has(name)) left.pay(STEPS_OF_A_PICTURE)
      for (const value of values) pay(left, value)
      const result = implementation.apply(this, values)
      // A function that calls others is a generator still, and what those yield has been paid for.
      if (typeof result === 'string') left.payForMade(result)
      else if (Array.isArray(result)) left.payFor(result)
      return result
    }
    // JSONata asks how many arguments a function takes, and reads their names in its text.
    Object.defineProperty(priced, 'length', { value: implementation.length })
    Object.defineProperty(priced, 'toString', { value: () => implementation.toString() })
    return [[name, { ...native, implementation: priced }]]
  })
}
