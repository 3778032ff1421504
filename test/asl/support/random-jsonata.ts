/** Arbitrary states in JSONata, for machines that mix both query languages. */
import fc from 'fast-check'
import type { Retrier, State, StatesBlock } from '../../../asl/definition.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'

/** A state without its name and its way on. */
export type Shape = (
  name: string,
  onward: { Next: string } | { End: true },
  isLast: boolean
) => State

const QueryLanguage = 'JSONata' as const

/** Some fail, some draw, some read the clock. */
const values = fc.constantFrom<Json>(
  '{% $states.input %}',
  { id: '{% $uuid() %}', name: '{% $states.context.State.Name %}', fixed: [1, { two: 2 }] },
  ['{% $random() %}', '{% $millis() %}'],
  { missing: '{% $states.input.no.such.field %}' },
  '{% $shuffle($states.context.Execution.Input.items) %}',
  { broken: '{% $notThere() %}', seen: '{% $exists($seen) %}' },
  'no expression'
)

function catching(onward: { Next: string } | { End: true }, isCaught: boolean): JsonObject {
  if (!isCaught || !('Next' in onward)) return {}
  return {
    Catch: [
      {
        ErrorEquals: ['States.ALL'],
        Next: onward.Next,
        Output: { error: '{% $states.errorOutput.Error %}', input: '{% $states.input %}' },
        Assign: { seen: '{% $states.errorOutput %}' }
      }
    ]
  }
}

const retry = fc.constantFrom<Retrier[]>(
  [],
  [{ ErrorEquals: ['States.QueryEvaluationError'], IntervalSeconds: 1, MaxAttempts: 1 }]
)

/** States without states inside. */
export const jsonataShapes: fc.Arbitrary<Shape>[] = [
  values.map((Output): Shape => (_, onward) => ({
    Type: 'Pass',
    QueryLanguage,
    Output,
    Assign: { seen: '{% $states.input %}' },
    ...onward
  })),
  fc
    .tuple(values, values, retry, fc.boolean())
    .map(([Arguments, Output, Retry, isCaught]): Shape => (_, onward) => ({
      Type: 'Task',
      QueryLanguage,
      Resource: 'plugin:test:work',
      Arguments,
      Output: { output: Output, result: '{% $states.result %}' },
      TimeoutSeconds: '{% 10 + 20 %}',
      Retry,
      ...catching(onward, isCaught),
      ...onward
    })),
  fc
    .constantFrom('{% $count($states.context.Execution.Input.items) %}', '{% -1 %}')
    .map((Seconds): Shape => (_, onward) => ({ Type: 'Wait', QueryLanguage, Seconds, ...onward })),
  fc.constantFrom('{% $random() < 0.5 %}', '{% $exists($seen) %}', '{% 1 %}').map(
    (Condition): Shape =>
      (_, onward) =>
        'Next' in onward
          ? {
              Type: 'Choice',
              QueryLanguage,
              Choices: [{ Condition, Next: onward.Next, Output: '{% $states.input %}' }],
              Default: onward.Next
            }
          : { Type: 'Fail', QueryLanguage, Error: '{% "Bro" & "ken" %}' }
  )
]

/** A Map whose items come out in another order each time they are asked for. */
export function jsonataMap(
  list: (prefix: string) => StatesBlock,
  MaxConcurrency: number,
  isCaught: boolean
): Shape {
  return (name, onward) => ({
    Type: 'Map',
    QueryLanguage,
    Items: '{% $shuffle($append($states.context.Execution.Input.items, [$uuid(), $millis()])) %}',
    ItemSelector: {
      item: '{% $states.context.Map.Item.Value %}',
      items: '{% $states.context.Execution.Input.items %}'
    },
    ItemProcessor: list(`${name}j-`),
    MaxConcurrency,
    ...catching(onward, isCaught),
    ...onward
  })
}
