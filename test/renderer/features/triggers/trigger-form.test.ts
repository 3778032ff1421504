import { expect, test } from 'vitest'
import type { Input, Output } from '../../../../api/index.ts'
import {
  changedConditions,
  conditionsText,
  untold
} from '../../../../renderer/features/conditions/conditions.ts'
import {
  TriggerForm,
  withChanges
} from '../../../../renderer/features/triggers/trigger-form.svelte.ts'
import { settingsText } from '../../../../renderer/features/triggers/trigger-kinds.ts'
import { countsText } from '../../../../renderer/features/triggers/triggers.ts'
import { curlOf } from '../../../../renderer/features/triggers/webhook-example.ts'

const stored = (input: Input<'CreateTrigger'>): Output<'GetTrigger'>['trigger'] => ({
  ...input,
  state: input.state ?? 'ENABLED',
  kind: input.settings.kind,
  health: { status: 'STARTING', since: 1 },
  firingCounts: {},
  creationDate: 1,
  lastModificationDate: 1
})

function formOver(kind: 'FOLDER' | 'WEBHOOK'): { form: TriggerForm; sent: unknown[] } {
  const sent: unknown[] = []
  const form = new TriggerForm({
    client: {
      CreateTrigger: (input) => {
        sent.push(input)
        return Promise.resolve({ trigger: stored(input), secret: 'made-for-you-0123456789' })
      },
      UpdateTrigger: (input) => Promise.resolve({ trigger: stored(input) }),
      TestTrigger: (input) => {
        sent.push(input)
        return Promise.resolve({ rehearsals: [], hasMore: false, problem: 'There is no folder.' })
      }
    },
    kind,
    stateMachineArn: 'arn:m'
  })
  return { form, sent }
}

test('a trigger is created with what was chosen and nothing that was left empty', async () => {
  const { form, sent } = formOver('FOLDER')
  form.name = 'invoices'
  form.settings = withChanges(form.settings, { path: '~/in', include: ['*.pdf'], doneMarker: '' })
  form.conditions = changedConditions(form.conditions, { onAcPower: true, idleMinutes: 10 })
  form.conditions = changedConditions(form.conditions, { idleMinutes: undefined })
  expect(await form.save()).toBe(true)
  expect(sent).toEqual([
    {
      name: 'invoices',
      stateMachineArn: 'arn:m',
      state: 'ENABLED',
      settings: { kind: 'FOLDER', path: '~/in', include: ['*.pdf'] },
      conditions: { onAcPower: true }
    }
  ])
})

test('the secret that the engine makes is there to be shown once', async () => {
  const { form } = formOver('WEBHOOK')
  form.name = 'orders'
  expect(form.madeSecret).toBeUndefined()
  expect(await form.save()).toBe(true)
  expect(form.madeSecret).toBe('made-for-you-0123456789')
})

test('nothing is sent while something is missing, and each missing thing is named', async () => {
  const { form, sent } = formOver('FOLDER')
  form.stateMachineArn = ''
  form.secret = 'short'
  expect(await form.save()).toBe(false)
  expect(sent).toEqual([])
  expect(form.nameError).toBe('A trigger needs a name.')
  expect(form.targetError).toBe('Choose what to start.')
  expect(form.settingsError).toBe('Write the path of a folder.')
  expect(form.secretError).toContain('at least 16')
})

test('a test asks about the draft as it is typed, without a name', async () => {
  const { form, sent } = formOver('FOLDER')
  form.settings = withChanges(form.settings, { path: '/nowhere' })
  await form.test()
  expect(sent).toEqual([
    {
      maxResults: 20,
      draft: {
        stateMachineArn: 'arn:m',
        state: 'ENABLED',
        settings: { kind: 'FOLDER', path: '/nowhere' }
      }
    }
  ])
  expect(form.rehearsals?.problem).toBe('There is no folder.')
})

test('a trigger, its conditions and its counts read as words', () => {
  expect(settingsText({ kind: 'FOLDER', path: '~/in', events: ['ADDED', 'CHANGED'] })).toBe(
    'A file appears or changes in ~/in'
  )
  expect(
    settingsText({
      kind: 'EXECUTION_ENDED',
      sourceArn: 'arn:aws:states:us-east-1:0:stateMachine:nightly',
      statuses: ['FAILED', 'TIMED_OUT', 'ABORTED']
    })
  ).toBe('nightly failed, timed out or was aborted')
  expect(settingsText({ kind: 'MAIL', from: 'billing@', hasAttachment: true })).toBe(
    'Mails in INBOX from billing@ with a file'
  )
  expect(conditionsText({ onAcPower: true, batteryAtLeast: 40 })).toBe(
    'on mains power, battery at 40 % or more'
  )
  expect(conditionsText({})).toBeUndefined()
  expect(countsText({ STARTED: 12, FAILED: 1, HELD: 0 })).toBe('12 started, 1 failed')
})

test('what the computer cannot tell is said with its reason, what it tells is not', () => {
  const facts = {
    isOnAcPower: { canTell: true, value: true },
    batteryPercent: { canTell: false, reason: 'This computer has no battery.' },
    isOnMeteredNetwork: { canTell: true, value: false },
    idleMinutes: { canTell: false, reason: 'Only the desktop app can tell.' }
  }
  expect(untold(facts)).toEqual([
    { about: 'The battery', reason: 'This computer has no battery.' },
    { about: 'Whether somebody is at it', reason: 'Only the desktop app can tell.' }
  ])
})

test('the command to copy calls as the webhook asks for it', () => {
  const url = 'http://127.0.0.1:1/hooks/orders'
  expect(curlOf(url, { kind: 'WEBHOOK' })).toContain('-H "Authorization: Bearer $secret"')
  expect(curlOf(url, { kind: 'WEBHOOK', authentication: { type: 'NONE' } })).not.toContain('secret')
  const signed = curlOf(
    url,
    { kind: 'WEBHOOK', authentication: { type: 'HMAC', scheme: 'GITHUB' } },
    'abc'
  )
  expect(signed).toContain("secret='abc'")
  expect(signed).toContain('X-Hub-Signature-256: sha256=$signature')
  expect(curlOf(url, { kind: 'WEBHOOK', methods: ['GET'] })).not.toContain('body')
})
