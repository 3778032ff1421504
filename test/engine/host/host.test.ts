import { afterEach, describe, expect, test } from 'vitest'
import { stateMachineArn } from '../../../engine/arns.ts'
import { searchExecutions } from '../../../engine/store/queries/search-executions.ts'
import { countExecutions } from '../../../engine/store/queries/executions.ts'
import { reader } from '../../../engine/store/transaction.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { passChain } from '../../support/definitions.ts'

let core: TestCore

afterEach(async () => {
  await core.end()
})

const waitForEver = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 1_000_000, End: true } }
}

/** A Choice loop that makes about two transitions a round. */
const loop = (rounds: number) => ({
  StartAt: 'More',
  States: {
    More: {
      Type: 'Choice',
      Choices: [{ Variable: '$.count', NumericLessThan: rounds, Next: 'Add' }],
      Default: 'Done'
    },
    Add: { Type: 'Pass', Parameters: { 'count.$': 'States.MathAdd($.count, 1)' }, Next: 'More' },
    Done: { Type: 'Succeed' }
  }
})

describe('the loop', () => {
  test('an execution of pure states is on the disk, ended, when its start is answered', async () => {
    core = startTestCore()
    const arn = await core.run(passChain(3), { a: 1 })
    expect(core.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } })
    expect(core.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      ...Array.from({ length: 3 }, () => ['PassStateEntered', 'PassStateExited']).flat(),
      'ExecutionSucceeded'
    ])
  })

  test('a wait ends when its timer is due, not before', async () => {
    const clock = createSteppedClock()
    core = startTestCore({ clock })
    const arn = await core.run({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 90, End: true } }
    })
    await clock.advance(89_000)
    expect(core.describe(arn).status).toBe('RUNNING')
    await clock.advance(1_000)
    expect(core.describe(arn).status).toBe('SUCCEEDED')
  })

  test('a long run of pure states lets others in between its steps', async () => {
    core = startTestCore()
    const long = await core.run(loop(5000), { count: 0 })
    expect(core.describe(long).status).toBe('RUNNING')
    const short = await core.run(passChain(2))
    expect(core.describe(short).status).toBe('SUCCEEDED')
    expect(core.describe(long).status).toBe('RUNNING')
    expect((await core.ended(long)).status).toBe('SUCCEEDED')
    expect(core.eventTypes(long)).toHaveLength(1 + 3 * 5000 + 2 + 1 + 5000 + 2)
  })

  test('executions that are not in memory go on from their rows', async () => {
    const clock = createSteppedClock()
    core = startTestCore({ clock, cacheLimit: 1 })
    const wait = { ...waitForEver, States: { Wait: { Type: 'Wait', Seconds: 5, End: true } } }
    const arns = [await core.run(wait, { n: 1 }), await core.run(wait, { n: 2 })]
    await clock.advance(5000)
    expect(arns.map((arn) => core.describe(arn).output)).toEqual([{ n: 1 }, { n: 2 }])
  })

  test('StopExecution cancels what is open', async () => {
    core = startTestCore()
    const arn = await core.run(waitForEver)
    const { id } = core.describe(arn)
    await core.host.submit(id, { type: 'execution-stopped', error: 'Enough', cause: 'told so' })
    expect(core.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Enough' })
    for (const table of ['timer', 'frame', 'snapshot']) {
      expect(core.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
    }
    await core.host.submit(id, { type: 'execution-stopped' })
    expect(core.describe(arn).error).toBe('Enough')
  })

  test('notices tell of status and history with the number of the commit', async () => {
    core = startTestCore()
    const executionArn = await core.run(passChain(1))
    expect(core.events.slice(1)).toMatchObject([
      { type: 'history', executionArn, lastEventId: 4 },
      { type: 'execution', executionArn, status: 'SUCCEEDED' }
    ])
  })
})

describe('starting', () => {
  test('the same name and input while it runs answers the running execution', async () => {
    core = startTestCore()
    const machine = await core.createMachine('one', waitForEver)
    const start = (input: string) =>
      core.host.enqueue((write) =>
        core.host.start(write, { stateMachineArn: machine, name: 'same', input })
      )
    const first = await start('{"a":1}')
    const second = await start('{"a":1}')
    expect(second).toEqual({ ...first, isNew: false })
    await expect(start('{"a":2}')).rejects.toMatchObject({ errorName: 'ExecutionAlreadyExists' })
    await core.host.submit(core.describe(first.executionArn).id, { type: 'execution-stopped' })
    await expect(start('{"a":1}')).rejects.toMatchObject({ errorName: 'ExecutionAlreadyExists' })
  })

  test('bad names, inputs and ARNs are refused by name', async () => {
    core = startTestCore()
    const machine = await core.createMachine('one', passChain(1))
    const start = (request: { stateMachineArn?: string; name?: string; input?: string }) =>
      core.host.enqueue((write) => core.host.start(write, { stateMachineArn: machine, ...request }))
    await expect(start({ name: 'a b' })).rejects.toMatchObject({ errorName: 'InvalidName' })
    await expect(start({ input: '{' })).rejects.toMatchObject({
      errorName: 'InvalidExecutionInput'
    })
    await expect(start({ stateMachineArn: 'nonsense' })).rejects.toMatchObject({
      errorName: 'InvalidArn'
    })
    await expect(start({ stateMachineArn: stateMachineArn('none') })).rejects.toMatchObject({
      errorName: 'StateMachineDoesNotExist'
    })
  })

  test('a running execution keeps the revision that it has started with', async () => {
    const clock = createSteppedClock()
    core = startTestCore({ clock })
    const waitThen = (result: string) => ({
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 5, Next: 'Say' },
        Say: { Type: 'Pass', Result: result, End: true }
      }
    })
    const arn = await core.run(waitThen('old'))
    await core.host.enqueue((write) =>
      core.machines.update(write, {
        stateMachineArn: stateMachineArn('machine-1'),
        definition: JSON.stringify(waitThen('new'))
      })
    )
    await clock.advance(5000)
    expect(core.describe(arn).output).toBe('old')
  })
})

describe('lists and counts', () => {
  test('pages go on where the last one has ended, newest first, by every filter', async () => {
    const clock = createSteppedClock()
    core = startTestCore({ clock })
    const machine = await core.createMachine('one', passChain(1))
    const other = await core.createMachine('two', waitForEver)
    for (let count = 0; count < 25; count++) {
      await core.host.enqueue((write) => {
        core.host.start(write, { stateMachineArn: machine, name: `pass-${String(count)}` })
        core.host.start(write, { stateMachineArn: other, name: `wait-${String(count)}` })
      })
      if (count % 3 === 0) clock.sleep(1000)
    }
    const db = reader(core.store)
    const namesOf = (filter: Parameters<typeof searchExecutions>[1], limit: number): string[] => {
      const names: string[] = []
      let before: ReturnType<typeof searchExecutions>['next']
      do {
        const page = searchExecutions(db, filter, { limit, ...(before ? { before } : {}) })
        names.push(...page.executions.map(({ name }) => name))
        before = page.next
      } while (before)
      return names
    }
    const numbers = Array.from({ length: 25 }, (_, index) => String(24 - index))
    expect(namesOf({ status: 'SUCCEEDED' }, 7)).toEqual(numbers.map((number) => `pass-${number}`))
    expect(namesOf({ stateMachineId: 2, status: 'RUNNING' }, 25)).toHaveLength(25)
    expect(namesOf({}, 10)).toHaveLength(50)
    expect(countExecutions(db)).toEqual({ SUCCEEDED: 25, RUNNING: 25 })
    expect(countExecutions(db, 1)).toMatchObject({ SUCCEEDED: 25 })
  })
})

describe('when things go wrong', () => {
  test('an exception in the interpreter ends that execution and no other', async () => {
    const clock = createSteppedClock()
    core = startTestCore({ clock, cacheLimit: 1 })
    const wait = { ...waitForEver, States: { Wait: { Type: 'Wait', Seconds: 5, End: true } } }
    const broken = await core.run(wait)
    const sound = await core.run(wait)
    // The snapshot does not belong to the machine any more: such a thing is a bug.
    core.store.db.exec(
      `UPDATE frame SET frame = replace(frame, '"Wait"', '"Nowhere"') WHERE execution_id = 1`
    )
    await clock.advance(5000)
    expect(core.describe(sound).status).toBe('SUCCEEDED')
    expect(core.describe(broken)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
    expect(core.eventTypes(broken).at(-1)).toBe('ExecutionFailed')
    expect(core.logLines.map(({ message }) => message)).toContain('A bug has ended an execution')
  })

  test('while the disk is full callers are told; work of the engine is done once it is not', async () => {
    core = startTestCore()
    const machine = await core.createMachine('one', passChain(200))
    const running = await core.run(loop(3000), { count: 0 })
    const pages = core.store.db.pragma('page_count', { simple: true }) as number
    core.store.db.pragma(`max_page_count = ${String(pages)}`)
    const start = () =>
      core.host.enqueue((write) => core.host.start(write, { stateMachineArn: machine }))
    await expect(start()).rejects.toMatchObject({ errorName: 'ServiceUnavailable' })
    expect(core.describe(running).status).toBe('RUNNING')
    core.store.db.pragma('max_page_count = 1000000')
    expect((await core.ended(running)).status).toBe('SUCCEEDED')
    expect((await core.ended((await start()).executionArn)).status).toBe('SUCCEEDED')
    const ids = core.store.db
      .prepare('SELECT event_id FROM history_event WHERE execution_id = 1 ORDER BY rowid')
      .pluck()
      .all()
    expect(ids).toEqual(ids.map((_, index) => index + 1))
  })

  test('a unit of work that throws is refused alone, its group is committed', async () => {
    core = startTestCore()
    const machine = await core.createMachine('one', passChain(1))
    const results = await Promise.allSettled([
      core.host.enqueue((write) => core.host.start(write, { stateMachineArn: machine })),
      core.host.enqueue((write) => {
        core.host.start(write, { stateMachineArn: machine, name: 'gone' })
        throw new Error('no')
      }),
      core.host.enqueue((write) => core.host.start(write, { stateMachineArn: machine }))
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(countExecutions(reader(core.store))).toEqual({ SUCCEEDED: 2 })
  })
})
