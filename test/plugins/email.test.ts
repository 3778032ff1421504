// cspell:ignore Grüße täglich
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionValue, OutgoingMail } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import { bareAddress, withoutRepetitions } from '../../plugins/email/address.ts'
import { smtpConnection } from '../../plugins/email/connection.ts'
import { factsOf, labelOf } from '../../plugins/email/facts.ts'
import { requestApproval } from '../../plugins/email/request-approval.ts'
import { send } from '../../plugins/email/send.ts'
import { callAction, createTestContext, type TestContext } from '../support/action-context.ts'
import { startMailCatcher, type MailCatcher } from '../support/smtp-server.ts'

const account = { user: 'ada', password: 'open-sesame' }
let catcher: MailCatcher
let test: TestContext

beforeEach(async () => {
  const refusals: Record<string, number> = { 'no@example.com': 550, 'later@example.com': 451 }
  catcher = await startMailCatcher({ account, refusalOf: (address) => refusals[address] })
  test = await createTestContext()
})

afterEach(async () => {
  await Promise.all([catcher.stop(), test.remove()])
})

const connection = (more: object = {}, password = account.password): ConnectionValue => ({
  name: 'mail',
  settings: { ...catcher.settings, user: account.user, ...more },
  secrets: { password }
})

const { signal } = new AbortController()
const mail: OutgoingMail & { messageId: string } = {
  to: ['Ada Lovelace <ada@example.com>'],
  subject: 'Grüße',
  text: 'Hello\n',
  messageId: '<1@signalbox>'
}

function deliver(
  change: Partial<OutgoingMail> = {},
  by = connection()
): Promise<{ accepted: string[]; rejected: string[]; response: string }> {
  if (smtpConnection.deliver === undefined) throw new Error('Expected a connection that delivers.')
  return smtpConnection.deliver(by, { ...mail, ...change }, signal)
}

describe('a mail', () => {
  it('arrives with all its parts, and a blind copy nobody sees', async () => {
    const path = join(test.folder, 'report.csv')
    await writeFile(path, 'a,b\n')
    const answer = await deliver({
      cc: ['cc@example.com'],
      bcc: ['hidden@example.com'],
      replyTo: 'team@example.com',
      html: '<p>Hello</p>',
      attachments: [{ filename: 'täglich.csv', path, contentType: 'text/csv' }],
      headers: { 'Auto-Submitted': 'auto-generated' }
    })
    expect(answer.accepted).toEqual(['ada@example.com', 'cc@example.com', 'hidden@example.com'])
    const [caught] = catcher.mails
    expect(caught).toMatchObject({
      recipients: ['ada@example.com', 'cc@example.com', 'hidden@example.com'],
      subject: 'Grüße',
      text: 'Hello\n',
      html: '<p>Hello</p>',
      messageId: '<1@signalbox>',
      from: { text: '"Signalbox" <signalbox@example.com>' },
      to: { text: '"Ada Lovelace" <ada@example.com>' },
      replyTo: { text: 'team@example.com' }
    })
    expect(caught?.bcc).toBeUndefined()
    expect(caught?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(caught?.attachments[0]).toMatchObject({
      filename: 'täglich.csv',
      contentType: 'text/csv'
    })
  })

  it('arrives at those who are accepted, and the others are named', async () => {
    expect(await deliver({ to: ['ada@example.com', 'no@example.com'] })).toMatchObject({
      accepted: ['ada@example.com'],
      rejected: ['no@example.com']
    })
  })

  it('is rejected where all recipients are, for good or for now', async () => {
    const rejected = deliver({ to: ['no@example.com'] })
    await expect(rejected).rejects.toMatchObject({
      errorName: 'Email.Rejected',
      causeText: expect.stringContaining('No such user here'),
      cause: { responseCode: 550 }
    })
    await expect(deliver({ to: ['later@example.com'] })).rejects.toMatchObject({
      errorName: 'Email.TemporarilyRejected'
    })
  })

  it('fails with a name of its own for each trouble of the connection', async () => {
    const names = await Promise.all(
      [
        deliver({}, connection({}, 'wrong')),
        deliver({}, connection({ port: 9 })),
        deliver({}, connection({ security: 'starttls' })),
        deliver({}, connection({ from: 'nobody' })),
        deliver({ attachments: [{ filename: 'x', path: join(test.folder, 'missing') }] })
      ].map((sending) =>
        sending.then(
          () => 'sent',
          (error: unknown) => (error instanceof TaskFailure ? error.errorName : error)
        )
      )
    )
    expect(names).toEqual([
      'Email.Authentication',
      'Email.Connection',
      'Email.Connection',
      'Email.InvalidConnection',
      'Email.AttachmentNotFound'
    ])
    expect(catcher.mails).toEqual([])
  })

  it('is sent by a connection that can be tested', async () => {
    expect(await smtpConnection.test(connection(), signal)).toMatch(/^Signed in at 127.0.0.1:/)
    await expect(smtpConnection.test(connection({}, 'wrong'), signal)).rejects.toMatchObject({
      errorName: 'Email.Authentication'
    })
  })
})

describe('plugin:email:send', () => {
  it('puts the mail into the outbox, with files of the work folder', async () => {
    await mkdir(join(test.context.files.workFolder, 'out'))
    await writeFile(join(test.context.files.workFolder, 'out/report.csv'), 'a')
    const output = await callAction(
      send,
      {
        to: ['ada@example.com', 'Ada <ADA@example.com>'],
        subject: 'Done',
        text: 'Yes.',
        attachments: [{ path: 'out/report.csv' }],
        connection: 'mail'
      },
      test.context
    )
    expect(output).toMatchObject({ status: 'WAITING', mailId: 'stand-in-1' })
    expect(test.queuedMails).toMatchObject([
      {
        connection: 'mail',
        mail: {
          to: ['ada@example.com'],
          subject: 'Done',
          attachments: [{ filename: 'report.csv', path: expect.stringMatching(/work.out.report/) }]
        }
      }
    ])
    expect(test.logged('info')).toContain('waits in the outbox')
  })

  it('refuses files that are not there, and addresses and subjects that are none', async () => {
    for (const path of ['missing', '../secret']) {
      const input = { to: ['ada@example.com'], subject: 'x', attachments: [{ path }] }
      await expect(callAction(send, input, test.context)).rejects.toMatchObject({
        errorName: 'Email.AttachmentNotFound'
      })
    }
    const parse = (more: object): unknown =>
      send.input.parse({ to: ['ada@example.com'], subject: 'x', ...more })
    expect(() => parse({ to: ['ada@example.com', 'nobody'] })).toThrow(/mail address such as/)
    expect(() => parse({ to: ['a@example.com\nBcc: b@example.com'] })).toThrow(/mail address/)
    expect(() => parse({ subject: 'x\r\nBcc: b@example.com' })).toThrow(/one line/)
    expect(() => parse({ recipient: 'x' })).toThrow(/recipient/)
  })
})

describe('plugin:email:requestApproval', () => {
  const question = {
    to: ['ada@example.com', 'grace@example.com'],
    title: 'Release <the> "model"?',
    message: 'First line\nsecond line\n\n<script>alert(1)</script> & more',
    data: {
      accuracy: 0.93,
      heldOutRows: 400,
      tags: ['a', 'b'],
      isBetter: true,
      note: '<b>bold</b>'
    },
    subject: 'Approval: churn'
  }

  async function asked(input: object = question): Promise<(OutgoingMail & { html: string })[]> {
    await callAction(requestApproval, input, test.context)
    return test.queuedMails.map((queued) => ({ html: '', ...queued.mail }))
  }

  it('asks the desk once, and each recipient in a mail of their own', async () => {
    const mails = await asked()
    expect(test.askedApprovals).toEqual([
      {
        title: question.title,
        message: question.message,
        data: question.data,
        recipients: question.to
      }
    ])
    expect(mails.map((sent) => sent.to)).toEqual([['ada@example.com'], ['grace@example.com']])
    expect(test.queuedMails.map((queued) => queued.key)).toEqual([
      'approval:ada@example.com',
      'approval:grace@example.com'
    ])
    expect(mails[1]?.text).toContain('stand-in-1?choose=approve')
    expect(mails[1]?.html).toContain('stand-in-1?choose=reject')
    expect(mails[1]?.html).not.toContain('stand-in-0')
  })

  it('writes a text part that is complete', async () => {
    const [first] = await asked()
    expect(first?.text).toContain('Release <the> "model"?\n======')
    expect(first?.text).toContain('Accuracy       0.93\nHeld out rows  400\nTags           a, b')
    expect(first?.text).toMatch(/Approve:\nhttp.*choose=approve\n\nReject:\nhttp.*choose=reject\n/)
    expect(first?.text).toContain('only a button there decides')
    expect(first?.text).toContain('From test, state “The state”, execution one.')
  })

  it('writes HTML in which nothing from outside is markup, for light and dark', async () => {
    const [first] = await asked()
    const html = first?.html ?? ''
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<b>')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more')
    expect(html).toContain('First line<br>second line</p>')
    expect(html).toContain('Release &lt;the&gt; &quot;model&quot;?')
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).not.toMatch(/src=|<img|<link/)
  })

  it('asks without mail where there are no recipients', async () => {
    expect(await asked({ title: 'Go on?' })).toEqual([])
    expect(test.askedApprovals).toMatchObject([{ title: 'Go on?', recipients: [], data: null }])
  })

  it('stands as long as one mail is on its way, and fails with the last', async () => {
    const refused = new TaskFailure('Email.Rejected', 'No such user here')
    const { put } = test.context.outbox
    test.context.outbox.put = (outgoing, options) =>
      outgoing.to[0] === 'ada@example.com' ? Promise.reject(refused) : put(outgoing, options)
    expect(await callAction(requestApproval, question, test.context)).toMatchObject({
      mails: [{ mailId: 'stand-in-1' }]
    })
    expect(test.logged('info')).toContain('ada@example.com failed: No such user here')
    const only = callAction(requestApproval, { ...question, to: ['ada@example.com'] }, test.context)
    await expect(only).rejects.toBe(refused)
  })

  it('arrives as it was written', async () => {
    const [first] = await asked()
    if (first === undefined) throw new Error('Expected a mail.')
    await deliver(first)
    const caught = await catcher.waitForMail((one) => one.subject === 'Approval: churn')
    expect(caught.text).toContain('http://127.0.0.1:9/approvals/stand-in-0?choose=approve')
    expect(caught.html).toContain('href="http://127.0.0.1:9/approvals/stand-in-0?choose=approve"')
  })
})

describe('addresses', () => {
  it('are taken with and without a name', () => {
    expect(bareAddress('ada@example.com')).toBe('ada@example.com')
    expect(bareAddress('Ada, Countess <ada+x@mail.example.co.uk>')).toBe('ada+x@mail.example.co.uk')
    expect(bareAddress('root@localhost')).toBe('root@localhost')
    for (const text of ['ada', 'a@b@c', 'a b@c', '<a@b', 'a@b, c@d', 'x <a@b>\n', '@b', 'a@']) {
      expect(bareAddress(text)).toBeUndefined()
    }
    expect(withoutRepetitions(['a@b', 'A <A@B>', 'c@d'])).toEqual(['a@b', 'c@d'])
  })
})

describe('facts', () => {
  it('are a table where the data is flat, else JSON, or nothing', () => {
    expect(factsOf({ a: 1, ok: false, none: null, list: [1, 'x'] })).toEqual({
      type: 'table',
      rows: [
        { label: 'A', value: '1' },
        { label: 'Ok', value: 'no' },
        { label: 'None', value: '–' },
        { label: 'List', value: '1, x' }
      ]
    })
    expect(factsOf({ a: { b: 1 } })).toMatchObject({ type: 'json' })
    expect(factsOf('text')).toEqual({ type: 'json', text: 'text' })
    expect(factsOf({})).toEqual({ type: 'none' })
  })

  it('have labels for people', () => {
    expect(labelOf('heldOutRows')).toBe('Held out rows')
    expect(labelOf('false_positives')).toBe('False positives')
    expect(labelOf('F1-Score')).toBe('F1-Score')
  })
})
