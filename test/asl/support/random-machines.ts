// cspell:ignore letrec
/** Arbitrary machines for property tests: all state types, nested, with failures of all kinds. */
import fc from 'fast-check'
import type { Definition, State, StatesBlock } from '../../../asl/definition.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { jsonataMap, jsonataShapes } from './random-jsonata.ts'
import type { Shape } from './random-jsonata.ts'

const errors = fc.constantFrom('Broken', 'States.ALL', 'States.Timeout', 'States.TaskFailed')

const retry = fc.array(
  fc.record({
    ErrorEquals: fc.tuple(errors),
    IntervalSeconds: fc.integer({ min: 1, max: 5 }),
    MaxAttempts: fc.integer({ min: 0, max: 2 }),
    JitterStrategy: fc.constantFrom('FULL' as const, 'NONE' as const)
  }),
  { maxLength: 2 }
)

const fallible = fc.record({ Retry: retry, ResultPath: fc.constantFrom('$', '$.result', null) })

/** What catches goes on where success would; at the end of a block nothing can be caught. */
function catching(onward: { Next: string } | { End: true }, isCaught: boolean): JsonObject {
  if (!isCaught || !('Next' in onward)) return {}
  return { Catch: [{ ErrorEquals: ['States.ALL'], Next: onward.Next, ResultPath: '$.error' }] }
}

const parameters = fc.constantFrom<JsonObject>(
  { 'all.$': '$', fixed: [1, { two: 2 }] },
  { 'id.$': 'States.UUID()', 'name.$': '$$.State.Name' },
  { 'missing.$': '$.no.such.field' },
  { 'random.$': 'States.MathRandom(1, 1000)', 'length.$': '$.items.length()' }
)

const simple: fc.Arbitrary<Shape>[] = [
  fc.option(parameters).map((Parameters): Shape => (_, onward) => ({
    Type: 'Pass',
    ...(Parameters === null ? {} : { Parameters, ResultPath: '$.passed' }),
    Assign: { seen: true, 'input.$': '$' },
    ...onward
  })),
  fc
    .tuple(fallible, fc.boolean(), fc.boolean(), fc.constantFrom('', '.waitForTaskToken'))
    .map(([fields, isCaught, isLimited, suffix]): Shape => (_, onward) => ({
      Type: 'Task',
      Resource: `plugin:test:work${suffix}`,
      ...fields,
      ...(isLimited ? { TimeoutSeconds: 30, HeartbeatSeconds: 10 } : {}),
      ...catching(onward, isCaught),
      ...onward
    })),
  fc
    .integer({ min: 0, max: 9 })
    .map((Seconds): Shape => (_, onward) => ({ Type: 'Wait', Seconds, ...onward })),
  fc.constant<Shape>((_, onward) =>
    'Next' in onward
      ? {
          Type: 'Choice',
          Choices: [{ Variable: '$.items', IsPresent: true, Next: onward.Next }],
          Default: onward.Next
        }
      : { Type: 'Succeed' }
  ),
  fc.constant<Shape>((_, onward, isLast) =>
    isLast ? { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } : { Type: 'Pass', ...onward }
  )
]

function blockOf(shapes: readonly Shape[], prefix: string): StatesBlock {
  const names = shapes.map((_, at) => `${prefix}${at}`)
  const States = Object.fromEntries(
    shapes.map((shape, at) => {
      const next = names[at + 1]
      const onward = next === undefined ? { End: true as const } : { Next: next }
      return [names[at], shape(names[at]!, onward, next === undefined)]
    })
  ) as Record<string, State>
  return { StartAt: names[0]!, States }
}

const shapes = fc.letrec<{ shape: Shape; list: Shape[] }>((tie) => ({
  list: fc.array(tie('shape'), { minLength: 1, maxLength: 4 }),
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ...simple,
    ...jsonataShapes,
    fc
      .tuple(tie('list'), fc.integer({ min: 0, max: 3 }), fc.boolean())
      .map(([list, limit, isCaught]) =>
        jsonataMap((prefix) => blockOf(list, prefix), limit, isCaught)
      ),
    fc
      .tuple(fc.array(tie('list'), { minLength: 1, maxLength: 3 }), fallible, fc.boolean())
      .map(([lists, fields, isCaught]): Shape => (name, onward) => ({
        Type: 'Parallel',
        Branches: lists.map((list, at) => blockOf(list, `${name}b${at}-`)),
        ...fields,
        ...catching(onward, isCaught),
        ...onward
      })),
    fc
      .tuple(
        tie('list'),
        fallible,
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 2 })
      )
      .map(
        ([list, fields, isCaught, MaxConcurrency, ToleratedFailureCount]): Shape =>
          (name, onward) => ({
            Type: 'Map',
            ItemsPath: '$$.Execution.Input.items',
            ItemSelector: {
              'item.$': '$$.Map.Item.Value',
              'index.$': '$$.Map.Item.Index',
              'items.$': '$$.Execution.Input.items'
            },
            ItemProcessor: blockOf(list, `${name}i-`),
            MaxConcurrency,
            ToleratedFailureCount,
            ...fields,
            ...catching(onward, isCaught),
            ...onward
          })
      )
  )
}))

/** Whole machines, some with a time limit. */
export const machines: fc.Arbitrary<Definition> = fc
  .tuple(shapes.list, fc.option(fc.integer({ min: 5, max: 60 })))
  .map(([list, limit]) => ({
    ...blockOf(list, 's'),
    ...(limit === null ? {} : { TimeoutSeconds: limit })
  }))

/** Inputs that the machines above make use of. */
export const inputs: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer(), fc.string(), fc.constant(null)), { maxLength: 5 })
  .map((items) => JSON.stringify({ items }))
