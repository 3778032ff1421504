import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emailPlugin } from '../../../plugins/email/plugin.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { ImapServer } from '../../support/imap-server.ts'
import { startImapServer, whyNoImapServer } from '../../support/imap-server.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { TriggerVerbs } from '../../support/triggers.ts'
import { echo, triggersOf } from '../../support/triggers.ts'

interface MailEvent {
  subject: string
  text: string
  messageId?: string
  from?: { address: string; name?: string }
  isTextCut?: boolean
  attachments: { filename?: string; size: number; path?: string }[]
}

const reason = whyNoImapServer()

describe.skipIf(reason !== undefined)(`mails on Dovecot ${reason ?? ''}`, () => {
  let server: ImapServer
  let folder: TempFolder
  let doors: TestDoors
  let triggers: TriggerVerbs
  let machine: string
  let account = 0

  const start = async (): Promise<void> => {
    doors = await startTestDoors({ folder, plugins: [emailPlugin], vaultKey: Buffer.alloc(32, 7) })
    triggers = triggersOf(doors, machine)
  }
  const connect = (password = server.password) =>
    doors.client.PutConnection({
      ...{ name: 'box', type: 'imap', settings: server.settings, secrets: { password } }
    })

  beforeAll(async () => {
    server = await startImapServer()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    // A mailbox of its own: the server knows whoever has the password.
    account += 1
    server.become(`ada${String(account)}`)
    folder = makeTempFolder()
    await start()
    machine = await doors.core.createMachine('per-mail', echo)
    triggers = triggersOf(doors, machine)
    await connect()
  })
  afterEach(async () => {
    await doors.end()
    folder.remove()
  })

  const mails = (more: object = {}) => ({ kind: 'MAIL' as const, pollSeconds: 5, ...more })
  const eventsOf = (firings: { event: string }[]): MailEvent[] =>
    firings.map(({ event }) => JSON.parse(event) as MailEvent)
  const subjects = (firings: { event: string }[]): string[] =>
    eventsOf(firings)
      .map(({ subject }) => subject)
      .sort()

  it('fires once for each new mail, pushed by the server, also for those that come while the engine is off', async () => {
    await server.deliver(mailOf('old'))
    await triggers.create('mails', mails({ pollSeconds: 600 }))
    await server.deliver(mailOf('one'))
    const [event] = eventsOf(await triggers.fired('mails', 1))
    expect(event).toMatchObject({
      ...{ kind: 'MAIL', mailbox: 'INBOX', subject: 'one', messageId: '<one@example.com>' },
      from: { address: 'ada@example.com', name: 'Ada' },
      to: [{ address: 'bob@example.com' }],
      ...{ date: '2026-11-27T10:00:00.000Z', text: 'Text of one.\n', attachments: [] }
    })
    await doors.end()
    await server.deliver(mailOf('two'))
    await start()
    expect(subjects(await triggers.fired('mails', 2))).toEqual(['one', 'two'])
    // The same mail in a mailbox that is numbered anew.
    await server.ask(async (client) => {
      await client.mailboxCreate('Copy')
      await client.mailboxOpen('INBOX')
      await client.messageCopy('1:*', 'Copy')
    })
    await doors.client.UpdateTrigger({
      ...{ name: 'mails', stateMachineArn: machine },
      settings: mails({ mailbox: 'Copy', existingMails: 'START' })
    })
    expect(subjects(await triggers.fired('mails', 3))).toEqual(['old', 'one', 'two'])
  })

  it('takes only mails of a sender, a subject, and with attachments, and saves these under harmless names', async () => {
    const target = join(folder.path, 'saved')
    await server.deliver(mailOf('Invoice 1', { attachment: '../../../evil.csv' }))
    await server.deliver(mailOf('INVOICE 2', { attachment: 'CON' }))
    await server.deliver(mailOf('invoice 3'))
    await server.deliver(mailOf('Report', { attachment: 'a.csv' }))
    await server.deliver(mailOf('Invoice 4', { attachment: 'a.csv', from: 'Eve <eve@other.com>' }))
    const settings = mails({
      ...{ from: 'ada@example', subject: 'invoice', hasAttachment: true },
      ...{ existingMails: 'START', saveAttachmentsTo: target }
    })
    await triggers.create('mails', settings)
    const events = eventsOf(await triggers.fired('mails', 2))
    expect(events.map(({ subject }) => subject)).toEqual(['INVOICE 2', 'Invoice 1'])
    const paths = events.map(({ attachments }) => attachments[0]?.path ?? '')
    expect(paths.map((path) => relative(target, path))).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d-[0-9a-f]{12}\/_CON$/),
      expect.stringMatching(/^\d{4}-\d\d-\d\d-[0-9a-f]{12}\/evil\.csv$/)
    ])
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([
      'a,b\r\n1,2\r\n',
      'a,b\r\n1,2\r\n'
    ])
    const { rehearsals } = await doors.client.TestTrigger({ name: 'mails' })
    expect(rehearsals.map(({ wouldStart }) => wouldStart)).toEqual([false, false])
  })

  it('says in plain words what is wrong, and goes on once it is right', async () => {
    await connect('wrong')
    await triggers.create('mails', mails({ existingMails: 'START' }))
    await triggers.create('nowhere', mails({ mailbox: 'Nowhere' }))
    await server.deliver(mailOf('one'))
    expect((await triggers.get('mails')).health).toMatchObject({
      status: 'ERROR',
      message: expect.stringContaining('did not accept user and password')
    })
    await connect()
    await triggers.fired('mails', 1)
    await expect
      .poll(async () => (await triggers.get('nowhere')).health, { timeout: 20_000 })
      .toMatchObject({ message: expect.stringContaining('There is no mailbox Nowhere') })
    expect((await triggers.get('mails')).health.status).toBe('OK')
    const tested = await doors.client.TestConnection({ name: 'box' })
    expect(tested).toEqual({ message: expect.stringContaining('Signed in') })
  }, 60_000)

  it('marks mails as seen, or moves them away, once they have fired', async () => {
    await triggers.create('seen', mails({ afterwards: 'MARK_SEEN', subject: 'seen' }))
    const moving = { afterwards: 'MOVE', moveTo: 'Done', subject: 'moved' }
    await triggers.create('moved', mails(moving))
    for (const subject of ['seen', 'moved', 'other']) await server.deliver(mailOf(subject))
    await triggers.fired('seen', 1)
    await triggers.fired('moved', 1)
    const look = (mailbox: string) =>
      server.ask(async (client) => {
        if (!(await client.status(mailbox, { messages: true }).catch(() => false))) return []
        await client.mailboxOpen(mailbox)
        const found = await client.fetchAll('1:*', { envelope: true, flags: true })
        return found.map(({ envelope, flags }) => [
          ...[envelope?.subject, flags?.has(String.raw`\Seen`)]
        ])
      })
    await expect.poll(() => look('Done'), { timeout: 10_000 }).toEqual([['moved', false]])
    await expect
      .poll(() => look('INBOX'), { timeout: 10_000 })
      .toEqual([
        ['seen', true],
        ['other', false]
      ])
    // A mail that cannot be moved holds up no other, and the reason is told.
    await triggers.create('stuck', mails({ ...moving, moveTo: '../bad', subject: 'stuck' }))
    for (const subject of ['stuck 1', 'stuck 2']) await server.deliver(mailOf(subject))
    expect(subjects(await triggers.fired('stuck', 2))).toEqual(['stuck 1', 'stuck 2'])
    await expect
      .poll(async () => (await triggers.get('stuck')).health, { timeout: 10_000 })
      .toMatchObject({ status: 'ERROR', message: expect.stringContaining('../bad') })
    await expect(
      doors.client.TestTrigger({
        draft: {
          ...{ stateMachineArn: machine, state: 'ENABLED' },
          settings: mails({ afterwards: 'MOVE' })
        }
      })
    ).rejects.toThrow('moveTo')
  })

  it('fires for malformed and for huge mails with what can be read of them', async () => {
    await server.deliver('no header at all')
    await server.deliver(
      'Subject: =?utf-8?B?%%%?=\nContent-Type: multipart/mixed; boundary=x\n\n--y'
    )
    await server.deliver(mailOf('huge', { text: '"\u0001é'.repeat(100_000) }))
    await server.deliver(mailOf('fine'))
    await triggers.create('mails', mails({ existingMails: 'START' }))
    const firings = await triggers.fired('mails', 4)
    expect(firings.map(({ status }) => status)).toEqual(Array(4).fill('STARTED'))
    const huge = eventsOf(firings).find(({ subject }) => subject === 'huge')
    expect(huge?.isTextCut).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(huge))).toBeLessThan(200 * 1024)
  })
})

function mailOf(
  subject: string,
  more: { from?: string; attachment?: string; text?: string } = {}
): string {
  const { from = 'Ada <ada@example.com>', attachment, text = `Text of ${subject}.` } = more
  const head = `From: ${from}
To: bob@example.com
Subject: ${subject}
Date: Fri, 27 Nov 2026 10:00:00 +0000
Message-ID: <${subject.replaceAll(' ', '-')}@example.com>
MIME-Version: 1.0
`
  const plain = `Content-Type: text/plain; charset=utf-8\n\n${text}\n`
  if (attachment === undefined) return head + plain
  return `${head}Content-Type: multipart/mixed; boundary=cut

--cut
${plain}
--cut
Content-Type: text/csv; name="${attachment}"
Content-Disposition: attachment; filename="${attachment}"

a,b
1,2

--cut--
`
}
