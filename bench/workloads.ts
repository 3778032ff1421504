import type { JsonObject } from '../asl/json.ts'

/** What is run, and how many state transitions one execution of it makes. */
export interface Workload {
  name: string
  definition: JsonObject
  input: JsonObject
  transitions: number
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

function map(states: number): JsonObject {
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
const items = Array.from({ length: 1000 }, (_, orderId) => ({ orderId, note: 'item' }))

export const workloads: readonly Workload[] = [
  {
    name: 'Pass chain of 100',
    definition: passChain(100),
    input: { orderId: 1, note },
    transitions: 100
  },
  {
    name: 'Choice loop of 500',
    definition: choiceLoop(500),
    input: { count: 0 },
    transitions: 500 * 2 + 2
  },
  { name: 'Map 1000 x 3', definition: map(3), input: { items }, transitions: 1 + 3000 },
  {
    name: 'Parallel of 10',
    definition: parallel(10),
    input: { orderId: 1, note },
    transitions: 1 + 10
  }
]
