import { expect, test } from 'vitest'
import type { Input } from '../../../../api/index.ts'
import { PoolForm } from '../../../../renderer/features/pools/pool-form.svelte.ts'
import { RuleForm } from '../../../../renderer/features/pools/rule-form.svelte.ts'
import { ruleText } from '../../../../renderer/features/pools/rule-words.ts'

function formOver(rule: Input<'PutConcurrencyRule'>['rule']): {
  form: RuleForm
  sent: unknown[]
} {
  const sent: unknown[] = []
  const form = new RuleForm(
    {
      PutConcurrencyRule: (input) => {
        sent.push(input)
        return Promise.resolve({ ...input, running: 0, queued: 0 })
      },
      DeleteConcurrencyRule: (input) => {
        sent.push({ deleted: input.stateMachineArn })
        return Promise.resolve({})
      }
    },
    'arn:m',
    rule
  )
  return { form, sent }
}

test('a rule is edited and sent as it was, with what has changed', async () => {
  const rule = { limit: 2, whenFull: 'QUEUE' as const, maxQueued: 50 }
  const { form, sent } = formOver(rule)
  form.pools = [{ pool: 'gpu', units: '2', key: ' $input.project ' }]
  expect(await form.save()).toBe(true)
  expect(sent).toEqual([
    {
      stateMachineArn: 'arn:m',
      rule: { ...rule, pools: [{ pool: 'gpu', units: 2, key: '$input.project' }] }
    }
  ])
})

test('a rule without limit and pools is no rule, and is taken away', async () => {
  const { form, sent } = formOver({ limit: 1 })
  form.limit = ''
  expect(await form.save()).toBe(true)
  expect(sent).toEqual([{ deleted: 'arn:m' }])
})

test('numbers that are none are named, and nothing is sent', async () => {
  const { form, sent } = formOver({})
  form.limit = '0'
  form.pools = [{ pool: 'gpu', units: 'x', key: '' }]
  expect(form.limitError).toBe('Expected a whole number of at least 1.')
  expect(form.unitsError(0)).toBe('Expected a whole number of at least 1.')
  expect(await form.save()).toBe(false)
  expect(sent).toEqual([])
})

test('a rule reads as sentences', () => {
  expect(ruleText({})).toBeUndefined()
  expect(ruleText({ limit: 1 })).toBe('At most 1 at once. A further one waits.')
  expect(
    ruleText({ limit: 2, whenFull: 'SKIP', pools: [{ pool: 'gpu', key: '$input.project' }] })
  ).toBe('At most 2 at once; 1 of the pool gpu for each $input.project. A further one is refused.')
  expect(ruleText({ pools: [{ pool: 'disk', units: 3 }], whenFull: 'REPLACE' })).toBe(
    '3 of the pool disk. A further one takes the place of the oldest.'
  )
})

test('a pool needs a name and a size, and the refusal of the engine is shown', async () => {
  const form = new PoolForm({ PutPool: () => Promise.reject(new Error('disk full')) })
  form.size = '0'
  expect(await form.save()).toBe(false)
  expect([form.nameError !== undefined, form.sizeError !== undefined, form.error]).toEqual([
    true,
    true,
    undefined
  ])
  form.name = 'gpu'
  form.size = '4'
  expect(await form.save()).toBe(false)
  expect(form.error).toBe('disk full')
})
