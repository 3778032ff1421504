import type { JsonObject } from '../asl/json.ts'
import { resource } from './in-process-plugin.ts'

/** What is run, and how many state transitions one execution of it makes. */
export interface Workload {
  name: string
  definition: JsonObject
  input: JsonObject
  transitions: number
  /** Each transition is committed before the next one begins. */
  isStrict?: boolean
}

export function passChain(length: number, prefix = 'P'): JsonObject {
  const States: JsonObject = {}
  for (let index = 0; index < length; index++) {
    States[`${prefix}${String(index)}`] = {
      Type: 'Pass',
      Parameters: { 'orderId.$': '$.orderId', 'note.$': '$.note', step: index },
      ...(index === length - 1 ? { End: true } : { Next: `${prefix}${String(index + 1)}` })
    }
  }
  return { StartAt: `${prefix}0`, States }
}

/** Tasks that are answered at once, within the engine's process. */
function taskChain(length: number): JsonObject {
  const States: JsonObject = {}
  for (let index = 0; index < length; index++) {
    States[`T${String(index)}`] = {
      Type: 'Task',
      Resource: resource,
      ...(index === length - 1 ? { End: true } : { Next: `T${String(index + 1)}` })
    }
  }
  return { StartAt: 'T0', States }
}

/** Counts to `rounds`: a Choice and a Pass each time round. */
function choiceLoop(rounds: number): JsonObject {
  return {
    StartAt: 'More',
    States: {
      More: {
        Type: 'Choice',
        Choices: [{ Variable: '$.count', NumericLessThan: rounds, Next: 'Add' }],
        Default: 'Done'
      },
      Add: {
        Type: 'Pass',
        Parameters: { 'count.$': 'States.MathAdd($.count, 1)' },
        Next: 'More'
      },
      Done: { Type: 'Succeed' }
    }
  }
}

export function map(states: number): JsonObject {
  return {
    StartAt: 'Each',
    States: {
      Each: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: passChain(states), End: true }
    }
  }
}

function parallel(branches: number): JsonObject {
  return {
    StartAt: 'All',
    States: {
      All: {
        Type: 'Parallel',
        Branches: Array.from({ length: branches }, (_, index) =>
          passChain(1, `B${String(index)}-`)
        ),
        End: true
      }
    }
  }
}

const note = 'a note of some length, as inputs often carry. '.repeat(3)
const order = { orderId: 1, note }

export const itemsOf = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, orderId) => ({ orderId, note: 'item' }))

const chain = { definition: passChain(100), input: order, transitions: 100 }

export const workloads: readonly Workload[] = [
  { name: 'Pass chain of 100', ...chain },
  {
    name: 'Choice loop of 1000',
    definition: choiceLoop(1000),
    input: { count: 0 },
    transitions: 1000 * 2 + 2
  },
  {
    name: 'Map 1000 x 3',
    definition: map(3),
    input: { items: itemsOf(1000) },
    transitions: 1 + 3000
  },
  { name: 'Parallel of 10', definition: parallel(10), input: order, transitions: 1 + 10 },
  { name: 'Pass chain of 100, strict', ...chain, isStrict: true },
  { name: 'Task chain of 20', definition: taskChain(20), input: order, transitions: 20 }
]
