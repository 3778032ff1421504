/** Mail over TLS: only servers whose certificate is trusted are talked to. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { smtpConnection } from '../../plugins/email/connection.ts'
import { imapConnection } from '../../plugins/email/imap-connection.ts'
import type { Certificate } from '../support/certificate.ts'
import { makeCertificate, trust } from '../support/certificate.ts'
import type { ImapServer } from '../support/imap-server.ts'
import { startImapServer, whyNoImapServer } from '../support/imap-server.ts'
import type { MailCatcher } from '../support/smtp-server.ts'
import { startMailCatcher } from '../support/smtp-server.ts'

const account = { user: 'ada', password: 'open-sesame' }
const { signal } = new AbortController()
const ways = ['tls', 'starttls'] as const

let certificate: Certificate
let distrust = (): void => undefined

beforeAll(async () => {
  certificate = await makeCertificate()
})
afterEach(() => distrust())

describe.each(ways)('a mail sent with security %s', (security) => {
  let catcher: MailCatcher
  beforeAll(async () => {
    catcher = await startMailCatcher({ account, certificate, isSecure: security === 'tls' })
  })
  afterAll(() => catcher.stop())
  const send = () =>
    smtpConnection.deliver?.(
      {
        name: 'mail',
        settings: { ...catcher.settings, security, user: account.user },
        secrets: { password: account.password }
      },
      { to: ['ada@example.com'], subject: security, text: 'Hello\n', messageId: '<1@signalbox>' },
      signal
    )

  it('arrives where the certificate is trusted, and is not sent where it is not', async () => {
    await expect(send()).rejects.toMatchObject({
      errorName: 'Email.Connection',
      causeText: expect.stringMatching(/certificate/i)
    })
    expect(catcher.mails).toEqual([])
    distrust = trust(certificate)
    await send()
    expect(catcher.mails).toMatchObject([{ subject: security }])
  })
})

const reason = whyNoImapServer()

describe.skipIf(reason !== undefined)(`a mailbox on Dovecot over TLS ${reason ?? ''}`, () => {
  let server: ImapServer
  beforeAll(async () => {
    server = await startImapServer(certificate)
  })
  afterAll(() => server.stop())

  it.each(ways)('is opened with security %s where the certificate is trusted', async (security) => {
    const { port, ...settings } = server.settings
    const sign = () =>
      imapConnection.test(
        {
          name: 'box',
          settings: { ...settings, security, port: security === 'tls' ? server.securePort : port },
          secrets: { password: server.password }
        },
        signal
      )
    await expect(sign()).rejects.toMatchObject({
      errorName: 'Email.Connection',
      causeText: expect.stringMatching(/certificate/i)
    })
    distrust = trust(certificate)
    expect(await sign()).toMatch(/^Signed in at 127\.0\.0\.1:/)
  })
})
