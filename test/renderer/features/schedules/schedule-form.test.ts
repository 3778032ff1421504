import { expect, test } from 'vitest'
import { ApiError } from '../../../../api/errors.ts'
import type { Client } from '../../../../api/client.ts'
import { ScheduleForm } from '../../../../renderer/features/schedules/schedule-form.svelte.ts'

type FormClient = Pick<Client, 'CreateSchedule' | 'UpdateSchedule' | 'PreviewSchedule'>

const saved = (Name: string) => Promise.resolve({ Name, ScheduleArn: `arn:${Name}` })

const previewOf = (Description: string, Problems: { Message: string }[] = []) => ({
  ...{ Description, ExpressionDescriptions: [], NextInvocationDates: [1], Slots: [] },
  ExcludedTimes: [],
  Problems: Problems.map(({ Message }) => ({
    ...{ Member: 'ScheduleExpression', Message, Severity: 'ERROR' as const }
  }))
})

function client(changes: Partial<FormClient> = {}): FormClient {
  return {
    CreateSchedule: ({ Name }) => saved(Name),
    UpdateSchedule: ({ Name }) => saved(Name),
    PreviewSchedule: () => Promise.resolve(previewOf('Daily')),
    ...changes
  }
}

function form(changes: Partial<FormClient> = {}): ScheduleForm {
  return new ScheduleForm({
    client: client(changes),
    timeZone: 'Europe/Berlin',
    today: '2026-11-23',
    stateMachineArn: 'arn:m'
  })
}

test('a new schedule is created with the expression of the simple form', async () => {
  let sent: unknown
  const schedule = form({
    CreateSchedule: (input) => {
      sent = input
      return saved(input.Name)
    }
  })
  schedule.name = 'nightly'
  schedule.input = '{"a": 1}'
  expect(await schedule.save()).toBe(true)
  expect(sent).toEqual({
    Name: 'nightly',
    ScheduleExpression: 'cron(0 9 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    State: 'ENABLED',
    Target: { Arn: 'arn:m', Input: '{"a": 1}' }
  })
})

test('an edited schedule keeps what the form does not show', async () => {
  let sent: unknown
  const schedule = new ScheduleForm({
    client: client({
      UpdateSchedule: (input) => {
        sent = input
        return saved(input.Name)
      }
    }),
    timeZone: 'UTC',
    today: '2026-11-23',
    schedule: {
      Name: 'nightly',
      ScheduleExpression: 'cron(0 0/2 * * ? *)',
      State: 'DISABLED',
      EndDate: 99,
      Target: { Arn: 'arn:m' },
      Arn: 'arn:nightly',
      PlainText: 'Every 2 hours',
      BufferedCount: 0,
      CreationDate: 1,
      LastModificationDate: 1
    }
  })
  expect(schedule.recurrence.kind).toBe('custom')
  schedule.isEnabled = true
  expect(await schedule.save()).toBe(true)
  expect(sent).toMatchObject({
    ScheduleExpression: 'cron(0 0/2 * * ? *)',
    EndDate: 99,
    State: 'ENABLED'
  })
})

test('nothing is sent while something is missing, and each missing thing is named', async () => {
  let isSent = false
  const schedule = form({
    CreateSchedule: ({ Name }) => {
      isSent = true
      return saved(Name)
    }
  })
  schedule.stateMachineArn = ''
  schedule.input = '{'
  schedule.recurrence = { kind: 'weekly', time: '09:00', days: [] }
  expect(await schedule.save()).toBe(false)
  expect(isSent).toBe(false)
  expect(schedule.nameError).toBe('A schedule needs a name.')
  expect(schedule.targetError).toBe('Choose what to start.')
  expect(schedule.inputError).toBe('Expected JSON, found the end of the text.')
  expect(schedule.recurrenceError).toBe('Choose at least one day.')
})

test('a refusal of the engine is shown and nothing is lost', async () => {
  const schedule = form({
    CreateSchedule: () =>
      Promise.reject(new ApiError('ScheduleAlreadyExists', 'There is a schedule “nightly”.'))
  })
  schedule.name = 'nightly'
  expect(await schedule.save()).toBe(false)
  expect(schedule.saveError).toBe('There is a schedule “nightly”.')
  expect(schedule.name).toBe('nightly')
})

test('the preview shows the last question only, however late the first answer is', async () => {
  const answers: ((description: string) => void)[] = []
  const schedule = form({
    PreviewSchedule: () =>
      new Promise((resolve) => {
        answers.push((Description) => resolve(previewOf(Description)))
      })
  })
  const first = schedule.refreshPreview()
  schedule.setKind('every')
  const second = schedule.refreshPreview()
  answers[1]?.('second')
  answers[0]?.('first')
  await Promise.all([first, second])
  expect(schedule.preview?.description).toBe('second')
  expect(schedule.isPreviewing).toBe(false)
})

test('an expression that the engine refuses is said at the expression', async () => {
  const schedule = form({
    PreviewSchedule: () => Promise.resolve(previewOf('', [{ Message: 'Expected five fields.' }]))
  })
  schedule.recurrence = { kind: 'custom', expression: 'x' }
  await schedule.refreshPreview()
  expect(schedule.recurrenceError).toBe('Expected five fields.')
  expect(schedule.isReady).toBe(false)
})
