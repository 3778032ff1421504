import { afterEach, beforeEach, expect, test } from 'vitest'
import { isRefusal, pauseAfter } from '../../../engine/mails/delivery.ts'
import { maskDecisionLinks } from '../../../engine/mails/mask-links.ts'
import { emailPlugin } from '../../../plugins/email/plugin.ts'
import { askPlugin } from '../../support/ask-plugin.ts'
import { oneTask } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { MailCatcher } from '../../support/smtp-server.ts'
import { startMailCatcher } from '../../support/smtp-server.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { until } from '../../support/until.ts'

let clock: SteppedClock
let doors: TestDoors
let catcher: MailCatcher | undefined

beforeEach(async () => {
  clock = createSteppedClock()
  doors = await startTestDoors({ clock, plugins: [askPlugin, emailPlugin] })
})
afterEach(async () => {
  await doors.end()
  await catcher?.stop()
  catcher = undefined
})

const link = 'http://127.0.0.1:1234/approvals/0b1c-22.Abc_-9'

async function putMail(connection?: string) {
  const Parameters = {
    to: ['ada@example.org'],
    text: `Please decide: ${link}`,
    ...(connection === undefined ? {} : { connection })
  }
  return doors.core.ended(await doors.core.run(oneTask('plugin:ask:mail', { Parameters })))
}

async function connect(settings: Record<string, unknown>): Promise<void> {
  await doors.client.PutConnection({ name: 'mail', type: 'smtp', settings })
}

async function onlyMail() {
  const { mails } = await doors.client.ListMails({})
  expect(mails).toHaveLength(1)
  return mails[0]!
}

test('without a connection a mail waits, is put once an attempt and key, and shows no decision link', async () => {
  const { output } = await putMail()
  expect(output).toMatchObject({ status: 'WAITING', accepted: [], rejected: [] })
  const mail = await onlyMail()
  expect(mail).toMatchObject({ status: 'WAITING', to: ['ada@example.org'], attempts: 0 })
  const { text } = await doors.client.DescribeMail({ mailId: mail.mailId })
  expect(text).toBe('Please decide: http://127.0.0.1:1234/approvals/…')
  const stored = JSON.stringify(doors.store.db.prepare('SELECT * FROM mail').all())
  expect(stored).not.toContain('Abc_-9')
  await clock.advance(48 * 3_600_000)
  expect((await onlyMail()).attempts).toBe(0)
})

test('with a connection a mail is sent, with a Message-ID of the attempt', async () => {
  catcher = await startMailCatcher()
  await connect(catcher.settings)
  const { output } = await putMail()
  expect(output).toMatchObject({ status: 'SENT', accepted: ['ada@example.org'] })
  const [caught] = catcher.mails
  expect(catcher.mails).toHaveLength(1)
  expect(caught?.text).toContain(link)
  expect(caught?.messageId).toBe((output as { messageId: string }).messageId)
  expect(await onlyMail()).toMatchObject({ status: 'SENT', attempts: 1 })
})

test('what waits is sent on request, once there is a connection', async () => {
  await putMail()
  catcher = await startMailCatcher()
  await connect(catcher.settings)
  expect(await doors.client.SendWaitingMails({})).toEqual({ count: 1 })
  await clock.advance(1)
  await catcher.waitForMail(() => true)
  await until(() =>
    doors.core.events.some((event) => event.type === 'mail' && event.status === 'SENT')
  )
  expect(await onlyMail()).toMatchObject({ status: 'SENT', attempts: 1 })
})

test('a server that is away delays a mail: it is tried again, with the same Message-ID', async () => {
  const gone = await startMailCatcher()
  await gone.stop()
  await connect(gone.settings)
  const { output } = await putMail()
  expect(output).toMatchObject({ status: 'WAITING' })
  const failed = await onlyMail()
  expect(failed.attempts).toBeGreaterThan(0)
  expect(failed.lastError).toBeTruthy()
  catcher = await startMailCatcher({ port: gone.port })
  await clock.advance(4 * 60_000)
  const caught = await catcher.waitForMail(() => true)
  expect(caught.messageId).toBe((output as { messageId: string }).messageId)
  await until(() =>
    doors.core.events.some((event) => event.type === 'mail' && event.status === 'SENT')
  )
})

test('a mail that the server refuses for good fails its task, and is not tried again', async () => {
  catcher = await startMailCatcher({ refusalOf: () => 550 })
  await connect(catcher.settings)
  expect(await putMail()).toMatchObject({ status: 'FAILED', error: 'Email.Rejected' })
  expect(await onlyMail()).toMatchObject({ status: 'FAILED', attempts: 1 })
})

test('a connection that the task names and that is not there fails the task by its name', async () => {
  const end = await putMail('nowhere')
  expect(end).toMatchObject({ status: 'FAILED', error: 'Signalbox.ConnectionDoesNotExist' })
  expect(end.cause).toContain("'nowhere'")
})

test('a waiting mail can be discarded, once', async () => {
  await putMail()
  const { mailId } = await onlyMail()
  await doors.client.DiscardMail({ mailId })
  expect(await onlyMail()).toMatchObject({ status: 'FAILED', lastError: 'Discarded by a person.' })
  await expect(doors.client.DiscardMail({ mailId })).rejects.toMatchObject({
    errorName: 'MailDoesNotExist'
  })
})

test('pauses grow from a minute to an hour, and end', () => {
  expect([1, 2, 3, 7, 23, 24].map(pauseAfter)).toEqual([
    60_000,
    120_000,
    240_000,
    3_600_000,
    3_600_000,
    undefined
  ])
})

test('a refusal is a 5xx reply about the mail, not one about the sign-in', () => {
  const reply = (responseCode: number) =>
    new Error('x', { cause: Object.assign(new Error('y'), { responseCode }) })
  expect([550, 554, 535, 451].map((code) => isRefusal(reply(code)))).toEqual([
    true,
    true,
    false,
    false
  ])
  expect(isRefusal(new Error('away'))).toBe(false)
})

test('links are masked in text and HTML, other addresses are not', () => {
  expect(maskDecisionLinks(`<a href="${link}">x</a>`)).toBe(
    '<a href="http://127.0.0.1:1234/approvals/…">x</a>'
  )
  expect(maskDecisionLinks('https://example.org/a?b=c')).toBe('https://example.org/a?b=c')
})
