import { once } from 'node:events'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { Certificate } from './certificate.ts'

export interface CaughtMail extends ParsedMail {
  /** Who the mail really went to, blind copies included. */
  recipients: string[]
}

export interface MailCatcher {
  port: number
  /** Oldest first. */
  mails: CaughtMail[]
  /** The first mail that `isWanted`, also one that is still to come; rejects after 20 s. */
  waitForMail: (isWanted: (mail: CaughtMail) => boolean) => Promise<CaughtMail>
  /** The settings of a connection of the type `smtp` to this server. */
  settings: { host: string; port: number; security: 'none'; from: string }
  stop: () => Promise<void>
}

export interface MailCatcherOptions {
  /** Who may sign in; without it everybody may send. */
  account?: { user: string; password: string }
  /** The SMTP reply that refuses a recipient: 550 for good, 451 for now. */
  refusalOf?: (address: string) => number | undefined
  port?: number
  /** With it, it offers STARTTLS; `isSecure`: it begins with TLS. Without it, it offers no TLS. */
  certificate?: Certificate
  isSecure?: boolean
}

/** A real SMTP server on loopback that keeps the mails it gets. */
export async function startMailCatcher(options: MailCatcherOptions = {}): Promise<MailCatcher> {
  const mails: CaughtMail[] = []
  const { account } = options
  const server = new SMTPServer({
    authOptional: account === undefined,
    allowInsecureAuth: true,
    ...(options.certificate ?? { disabledCommands: ['STARTTLS'] }),
    secure: options.isSecure ?? false,
    disableReverseLookup: true,
    logger: false,
    onAuth(auth, _session, callback) {
      const isKnown = auth.username === account?.user && auth.password === account?.password
      if (isKnown) callback(null, { user: auth.username })
      else callback(new Error('Invalid user or password'))
    },
    onRcptTo(address, _session, callback) {
      const responseCode = options.refusalOf?.(address.address)
      if (responseCode === undefined) callback()
      else callback(Object.assign(new Error('No such user here'), { responseCode }))
    },
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map((recipient) => recipient.address)
      simpleParser(stream).then(
        (mail) => {
          mails.push({ ...mail, recipients })
          server.emit('caught')
          callback()
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)))
        }
      )
    }
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port of TCP.')
  const { port } = address
  return {
    port,
    mails,
    waitForMail: async (isWanted) => {
      const signal = AbortSignal.timeout(20_000)
      for (;;) {
        const found = mails.find(isWanted)
        if (found !== undefined) return found
        await once(server, 'caught', { signal })
      }
    },
    settings: {
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'Signalbox <signalbox@example.com>'
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      })
  }
}
