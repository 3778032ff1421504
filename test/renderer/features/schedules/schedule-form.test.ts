import { expect, test } from 'vitest'
import { ApiError } from '../../../../api/errors.ts'
import type { Client } from '../../../../api/client.ts'
import type { Output } from '../../../../api/index.ts'
import type { ScheduleSummary } from '../../../../renderer/features/schedules/schedule-draft.ts'
import { draftOf, settingsOf } from '../../../../renderer/features/schedules/schedule-draft.ts'
import { ScheduleForm } from '../../../../renderer/features/schedules/schedule-form.svelte.ts'

type FormClient = Pick<Client, 'CreateSchedule' | 'UpdateSchedule' | 'PreviewSchedule'>

const preview = (changes: Partial<Output<'PreviewSchedule'>> = {}): Output<'PreviewSchedule'> => ({
  Description: 'Daily',
  ExpressionDescriptions: ['Daily'],
  NextInvocationDates: [],
  Slots: [],
  ExcludedTimes: [],
  Problems: [],
  ...changes
})

function client(changes: Partial<FormClient> = {}): FormClient {
  return {
    CreateSchedule: ({ Name }) => Promise.resolve({ Name, ScheduleArn: 'arn:s' }),
    UpdateSchedule: ({ Name }) => Promise.resolve({ Name, ScheduleArn: 'arn:s' }),
    PreviewSchedule: () => Promise.resolve(preview()),
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

/** All that a person can choose. */
const full: ScheduleSummary = {
  Name: 'nightly',
  Arn: 'arn:s',
  PlainText: 'Every night',
  BufferedCount: 0,
  CreationDate: 1,
  LastModificationDate: 1,
  ScheduleExpression: 'cron(0 0/2 * * ? *)',
  AdditionalExpressions: ['rate(15 minutes)'],
  ScheduleExpressionTimezone: 'Europe/Berlin',
  StartDate: 1_798_758_000,
  EndDate: 1_798_844_400,
  FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInSeconds: 90 },
  Exclusions: {
    Calendars: ['holidays'],
    Dates: ['--12-25'],
    Weekdays: ['SUN'],
    TimeRanges: [{ From: '22:00', To: '06:00', Weekdays: ['SAT'] }]
  },
  Description: 'For the morning',
  State: 'DISABLED',
  Target: { Arn: 'arn:m', RoleArn: 'arn:role', Input: '{"a": 1}' },
  ActionAfterCompletion: 'DELETE',
  RemainingRuns: 3,
  OverlapPolicy: 'BUFFER_ALL',
  CatchUpWindowSeconds: 7200,
  MissedPolicy: { Mode: 'ALL', SpacingSeconds: 60, Cap: 10 },
  PauseOnFailure: true,
  Conditions: { OnAcPower: true, BatteryAtLeast: 40, NotOnMeteredNetwork: true, IdleMinutes: 10 },
  WhenConditionsUnmet: 'WAIT'
}

test('a new schedule is created with the expression of the simple form', async () => {
  let sent: unknown
  const schedule = form({
    CreateSchedule: (input) => {
      sent = input
      return Promise.resolve({ Name: input.Name, ScheduleArn: 'arn:s' })
    }
  })
  schedule.draft.name = 'nightly'
  schedule.draft.input = '{"a": 1}'
  expect(await schedule.save()).toBe(true)
  expect(sent).toEqual({
    Name: 'nightly',
    ScheduleExpression: 'cron(0 9 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    State: 'ENABLED',
    Target: { Arn: 'arn:m', Input: '{"a": 1}' },
    OverlapPolicy: 'SKIP',
    MissedPolicy: { Mode: 'LAST' },
    PauseOnFailure: false,
    ActionAfterCompletion: 'NONE'
  })
})

test('a schedule that is edited and saved unchanged stays as it was, whatever it says', () => {
  const { Arn, PlainText, BufferedCount, CreationDate, LastModificationDate, ...settings } = full
  expect([Arn, PlainText, BufferedCount, CreationDate, LastModificationDate]).toHaveLength(5)
  expect(settingsOf(draftOf(full), full)).toEqual(settings)
})

test('times are added, said in another way and taken away', () => {
  const schedule = form()
  schedule.addRecurrence()
  schedule.setKind(1, 'every')
  expect(schedule.asked).toMatchObject({
    ScheduleExpression: 'cron(0 9 * * ? *)',
    AdditionalExpressions: ['rate(15 minutes)']
  })
  schedule.removeRecurrence(0)
  expect(schedule.asked.ScheduleExpression).toBe('rate(15 minutes)')
  expect(schedule.asked.AdditionalExpressions).toBeUndefined()
})

test('nothing is sent while something is missing, and each missing thing is named', async () => {
  let isSent = false
  const schedule = form({
    CreateSchedule: ({ Name }) => {
      isSent = true
      return Promise.resolve({ Name, ScheduleArn: 'arn:s' })
    }
  })
  Object.assign(schedule.draft, {
    stateMachineArn: '',
    input: '{',
    cap: '0',
    start: '2026-12-01T09:00',
    end: '2026-12-01T08:00'
  })
  schedule.setRecurrence(0, { kind: 'weekly', time: '09:00', days: [] })
  expect(await schedule.save()).toBe(false)
  expect(isSent).toBe(false)
  expect(schedule.nameError).toBe('A schedule needs a name.')
  expect(schedule.targetError).toBe('Choose what to start.')
  expect(schedule.inputError).toBe('Expected JSON, found the end of the text.')
  expect(schedule.recurrenceError(0)).toBe('Choose at least one day.')
  expect(schedule.numberError('cap')).toBe('Expected a whole number of at least 1.')
  expect(schedule.endError).toBe('Expected an end after the start.')
})

test('a refusal of the engine is shown and nothing is lost', async () => {
  const schedule = form({
    CreateSchedule: () =>
      Promise.reject(new ApiError('ScheduleAlreadyExists', 'There is a schedule “nightly”.'))
  })
  schedule.draft.name = 'nightly'
  expect(await schedule.save()).toBe(false)
  expect(schedule.saveError).toBe('There is a schedule “nightly”.')
  expect(schedule.draft.name).toBe('nightly')
})

test('the preview shows the last question only, however late the first answer is', async () => {
  const answers: ((description: string) => void)[] = []
  const schedule = form({
    PreviewSchedule: () =>
      new Promise((resolve) => {
        answers.push((Description) => resolve(preview({ Description })))
      })
  })
  const first = schedule.refreshPreview()
  schedule.setKind(0, 'every')
  const second = schedule.refreshPreview()
  answers[1]?.('second')
  answers[0]?.('first')
  await Promise.all([first, second])
  expect(schedule.preview?.Description).toBe('second')
  expect(schedule.isPreviewing).toBe(false)
})

test('problems of the engine are said at what they are about, warnings apart', async () => {
  const schedule = form({
    PreviewSchedule: () =>
      Promise.resolve(
        preview({
          Problems: [
            {
              Member: 'AdditionalExpressions[0]',
              Message: 'Expected five fields.',
              Severity: 'ERROR'
            },
            { Member: 'Exclusions', Message: 'It never comes.', Severity: 'WARNING' }
          ]
        })
      )
  })
  schedule.addRecurrence()
  schedule.setRecurrence(1, { kind: 'custom', expression: 'x' })
  await schedule.refreshPreview()
  expect(schedule.recurrenceError(0)).toBeUndefined()
  expect(schedule.recurrenceError(1)).toBe('Expected five fields.')
  expect(schedule.warnings).toEqual(['It never comes.'])
  expect(schedule.isReady).toBe(false)
})
