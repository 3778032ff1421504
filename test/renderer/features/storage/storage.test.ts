import { expect, test } from 'vitest'
import { plotOf } from '../../../../renderer/features/storage/plot.ts'
import { RetentionForm } from '../../../../renderer/features/storage/retention-form.svelte.ts'
import { fullText, ruleText, shareOf } from '../../../../renderer/features/storage/storage-words.ts'

const DAY = 86_400

function formOver(options: ConstructorParameters<typeof RetentionForm>[1]) {
  const sent: unknown[] = []
  const client = {
    PutRetention: (input: unknown) => {
      sent.push(input)
      return Promise.resolve({})
    }
  }
  return { form: new RetentionForm(client, options), sent }
}

test('how long executions are kept is edited and sent in bytes', async () => {
  const { form, sent } = formOver({ rule: { days: 30, bytes: 2 ** 31 } })
  expect([form.days, form.gigabytes, form.failedDays]).toEqual(['30', '2', ''])
  form.executions = '1000'
  expect(await form.save()).toBe(true)
  expect(sent).toEqual([{ rule: { days: 30, executions: 1000, bytes: 2 ** 31 } }])
})

test('a state machine without a rule of its own takes the engine’s again', async () => {
  const { form, sent } = formOver({ stateMachineArn: 'arn:m', rule: { days: 1 } })
  form.isOwn = false
  form.days = 'x'
  expect(await form.save()).toBe(true)
  expect(sent).toEqual([{ stateMachineArn: 'arn:m' }])
})

test('numbers that are none are named, and nothing is sent', async () => {
  const { form, sent } = formOver({ rule: {} })
  form.days = '-1'
  expect(form.errorOf('days')).toBe('Expected a number of at least 0.')
  expect(await form.save()).toBe(false)
  expect(sent).toEqual([])
})

test('rules and forecasts read as words', () => {
  expect(ruleText({})).toBe('Kept for good')
  expect(ruleText({ days: 30, executions: 1000 })).toBe(
    'Kept for 30 days, the newest 1,000; those that failed at least 14 days'
  )
  expect(fullText(undefined, 0)).toBe('not within ten years')
  expect(fullText(10 * DAY, 0)).toBe('in 10 days')
  expect(fullText(-1, 0)).toBe('today')
  expect(fullText(1000 * DAY, 0)).toBe('in 3 years')
})

test('the plot reaches from edge to edge, and shows the budget where it is near', () => {
  const days = [
    { date: 0, usedBytes: 50 },
    { date: DAY, usedBytes: 100 }
  ]
  const near = plotOf(days, 150, 600, 120)
  expect(near.line).toMatch(/^M0 \d+L600 \d+$/)
  expect(near.budgetY).toBeGreaterThan(0)
  expect(plotOf(days, 1e9, 600, 120).budgetY).toBeUndefined()
})

test('a pruning that finds more than it expected is not further than done', () => {
  expect(shareOf({ doneExecutions: 25, expectedExecutions: 100 })).toBe(0.25)
  expect(shareOf({ doneExecutions: 120, expectedExecutions: 100 })).toBe(1)
  expect(shareOf({ doneExecutions: 0, expectedExecutions: 0 })).toBe(0)
})
