import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { countChildren, mapRunsOf } from '../../../engine/store/queries/map-runs.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { until } from '../../support/until.ts'

let core: TestCore
let folder: TempFolder | undefined

beforeEach(() => {
  folder = undefined
  core = startTestCore()
})
afterEach(async () => {
  await core.end()
  folder?.remove()
})

/** A distributed Map over `$`, whose children run these states from `First` on. */
const distributed = (states: JsonObject, more: JsonObject = {}): JsonObject => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'First',
        States: states
      },
      End: true,
      ...more
    }
  }
})
const pass: JsonObject = { First: { Type: 'Pass', End: true } }
/** Fails for odd numbers. */
const failOdd: JsonObject = {
  First: {
    Type: 'Choice',
    Choices: [{ Variable: '$.odd', BooleanEquals: true, Next: 'Odd' }],
    Default: 'Even'
  },
  Odd: { Type: 'Fail', Error: 'Odd' },
  Even: { Type: 'Pass', End: true }
}
const wait: JsonObject = { First: { Type: 'Wait', Seconds: 1000, End: true } }
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number)
const oddOf = (count: number) => numbers(count).map((number) => ({ odd: number % 2 === 1 }))

const runsOf = (arn: string) => mapRunsOf(reader(core.store), core.describe(arn).id, { limit: 10 })
const childrenOf = (arn: string) => countChildren(reader(core.store), runsOf(arn)[0]?.id ?? 0)

describe('a Map in DISTRIBUTED mode', () => {
  test('runs each item as an execution of its own and joins their outputs in order', async () => {
    const arn = await core.run(distributed(pass), numbers(120))
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: numbers(120) })
    expect(core.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded'
    ])
    expect(runsOf(arn)).toMatchObject([{ status: 'SUCCEEDED', itemCount: 120 }])
    expect(childrenOf(arn)).toEqual([{ status: 'SUCCEEDED', executions: 120, items: 120 }])
  })

  test('over no items succeeds with none', async () => {
    const arn = await core.run(distributed(pass), [])
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: [] })
  })

  test('gives each child what ItemSelector makes of its item', async () => {
    const ItemSelector = { 'n.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' }
    const arn = await core.run(distributed(pass, { ItemSelector }), ['a', 'b'])
    expect((await core.ended(arn)).output).toEqual([
      { n: 'a', i: 0 },
      { n: 'b', i: 1 }
    ])
  })

  test('takes the members of an object, each with its key', async () => {
    const machines = { web: { port: 80 }, mail: { port: 25 } }
    const pairs = [
      { Key: 'web', Value: { port: 80 } },
      { Key: 'mail', Value: { port: 25 } }
    ]
    const byPath = await core.run(distributed(pass, { ItemsPath: '$.machines' }), { machines })
    expect((await core.ended(byPath)).output).toEqual(pairs)
    const Items = '{% $states.input.machines %}'
    const definition = distributed(pass, {
      ...{ QueryLanguage: 'JSONata', Items },
      ItemSelector: {
        name: '{% $states.context.Map.Item.Key %}',
        port: '{% $states.context.Map.Item.Value.port %}'
      }
    })
    const byExpression = await core.run(definition, { machines })
    expect((await core.ended(byExpression)).output).toEqual([
      { name: 'web', port: 80 },
      { name: 'mail', port: 25 }
    ])
  })

  test('groups items with ItemBatcher', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { 'all.$': '$' } }
    const arn = await core.run(distributed(pass, { ItemBatcher }), [1, 2, 3])
    const BatchInput = { all: [1, 2, 3] }
    expect((await core.ended(arn)).output).toEqual([
      { BatchInput, Items: [1, 2] },
      { BatchInput, Items: [3] }
    ])
    expect(childrenOf(arn)).toEqual([{ status: 'SUCCEEDED', executions: 2, items: 3 }])
  })

  test('runs at most MaxConcurrency children at once', async () => {
    const arn = await core.run(distributed(wait, { MaxConcurrency: 3 }), numbers(10))
    await until(() => childrenOf(arn)[0]?.executions === 3)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(childrenOf(arn)).toEqual([{ status: 'RUNNING', executions: 3, items: 3 }])
  })

  test('is named by its Label, and the state machine of its children is not listed', async () => {
    const arn = await core.run(distributed(pass, { Label: 'Items' }), [1])
    await core.ended(arn)
    expect(runsOf(arn)[0]?.arn).toMatch(/:mapRun:machine-1\/Items:[0-9a-f-]{36}$/)
    const listed = core.store.db
      .prepare('SELECT name FROM state_machine WHERE deleted_at IS NULL')
      .all()
    expect(listed).toEqual([{ name: 'machine-1' }])
  })

  test('may be nested', async () => {
    const states: JsonObject = { Inner: { Type: 'Pass', End: true } }
    const block = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Inner',
      States: states
    }
    const First: JsonObject = { Type: 'Map', ItemProcessor: block, End: true }
    const arn = await core.run(distributed({ First }), [[1, 2], [3]])
    expect((await core.ended(arn)).output).toEqual([[1, 2], [3]])
  })
})

describe('failures of children', () => {
  test('fail the run, and stop the other children', async () => {
    const states: JsonObject = {
      ...failOdd,
      Even: { Type: 'Wait', Seconds: 1000, End: true }
    }
    const arn = await core.run(distributed(states), oddOf(4))
    expect(await core.ended(arn)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded'
    })
    await until(() => !childrenOf(arn).some(({ status }) => status === 'RUNNING'))
    expect(core.eventTypes(arn).slice(-3)).toEqual([
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed'
    ])
    expect(runsOf(arn)).toMatchObject([{ status: 'FAILED' }])
  })

  test.each([{ ToleratedFailureCount: 2 }, { ToleratedFailurePercentage: 50 }])(
    'are left out where %o tolerates them',
    async (tolerated) => {
      const arn = await core.run(distributed(failOdd, tolerated), oddOf(4))
      expect((await core.ended(arn)).output).toEqual([{ odd: false }, { odd: false }])
    }
  )

  test('can be caught', async () => {
    const definition = distributed(failOdd, {
      Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Caught' }]
    })
    const states = { ...(definition['States'] as JsonObject), Caught: { Type: 'Succeed' } }
    const arn = await core.run({ ...definition, States: states }, oddOf(2))
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED' })
  })
})

describe('the end of the parent', () => {
  test('stops the children', async () => {
    const arn = await core.run(distributed(wait), numbers(70))
    await until(() => childrenOf(arn)[0]?.executions === 70)
    await core.host.submit(core.describe(arn).id, { type: 'execution-stopped' })
    await until(() => childrenOf(arn)[0]?.status === 'ABORTED')
    expect(childrenOf(arn)).toEqual([{ status: 'ABORTED', executions: 70, items: 70 }])
    expect(runsOf(arn)).toMatchObject([{ status: 'ABORTED' }])
  })

  test('is not its crash: the run goes on', async () => {
    await core.end()
    folder = makeTempFolder()
    core = startTestCore({ folder })
    const states: JsonObject = { First: { Type: 'Wait', Seconds: 1, End: true } }
    const arn = await core.run(distributed(states, { MaxConcurrency: 4 }), numbers(8))
    await until(() => childrenOf(arn)[0]?.executions === 4)
    core.crash()
    core = startTestCore({ folder })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: numbers(8) })
  })
})
