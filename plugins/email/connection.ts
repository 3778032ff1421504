import type { SMTPTransportOptions } from 'nodemailer'
import { z } from 'zod'
import { defineConnectionType } from '../contract/connection.ts'
import type { ConnectionValue, OutgoingMail } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { mailAddress } from './address.ts'
import { smtpFailure } from './smtp-failure.ts'

const settings = z.strictObject({
  host: z
    .string()
    .min(1)
    .describe('The name of the SMTP server.')
    .meta({ title: 'Server', examples: ['smtp.example.com'] }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('The port. Default: 587, with tls 465, with none 25.'),
  security: z
    .enum(['none', 'starttls', 'tls'])
    .default('starttls')
    .describe(
      'starttls turns to TLS before anything is sent, tls begins with it, none sends in the clear.'
    )
    .meta({
      title: 'Encryption',
      enumNames: ['None', 'STARTTLS', 'TLS from the start']
    }),
  user: z
    .string()
    .min(1)
    .optional()
    .describe('The user name, where the server asks for one.')
    .meta({ title: 'User name' }),
  from: mailAddress.describe('The sender of mails that name none.').meta({ title: 'Sender' })
})

export const smtpConnection = defineConnectionType({
  type: 'smtp',
  title: 'Mail server (SMTP)',
  description: 'Sends the mails of all workflows. Without it, mails wait in the outbox.',
  settings,
  secrets: [{ name: 'password', title: 'Password', isRequired: false }],
  test: testConnection,
  deliver
})

const defaultPorts = { none: 25, starttls: 587, tls: 465 }

async function testConnection(connection: ConnectionValue, signal: AbortSignal): Promise<string> {
  const { options, place } = transportOf(connection)
  // Loaded with the first mail: the engine starts sooner without it.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(options)
  const abort = (): void => {
    transport.close()
  }
  signal.addEventListener('abort', abort)
  try {
    await transport.verify()
    signal.throwIfAborted()
    return options.auth === undefined ? `Connected to ${place}.` : `Signed in at ${place}.`
  } catch (error) {
    throw smtpFailure(error, place)
  } finally {
    signal.removeEventListener('abort', abort)
    transport.close()
  }
}

/** Sends one mail; rejects with `Email.*` where no recipient has been accepted. */
async function deliver(
  connection: ConnectionValue,
  mail: OutgoingMail & { messageId: string },
  signal: AbortSignal
): Promise<{ accepted: string[]; rejected: string[]; response: string }> {
  const { options, place, from } = transportOf(connection)
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(options)
  try {
    const info = await transport.sendMail({
      from: mail.from ?? from,
      to: [...mail.to],
      cc: [...(mail.cc ?? [])],
      bcc: [...(mail.bcc ?? [])],
      ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
      subject: mail.subject,
      text: mail.text,
      ...(mail.html === undefined ? {} : { html: mail.html }),
      attachments: (mail.attachments ?? []).map(({ filename, path, contentType }) => ({
        filename,
        path,
        ...(contentType === undefined ? {} : { contentType })
      })),
      headers: mail.headers ?? {},
      messageId: mail.messageId,
      // A path must be a file: an address of a web page is not fetched for whoever wrote the input.
      disableUrlAccess: true,
      signal
    })
    return { accepted: info.accepted, rejected: info.rejected, response: info.response }
  } catch (error) {
    signal.throwIfAborted()
    throw smtpFailure(error, place)
  } finally {
    transport.close()
  }
}

function transportOf(connection: ConnectionValue): {
  options: SMTPTransportOptions
  place: string
  from: string
} {
  const parsed = settings.safeParse(connection.settings)
  if (!parsed.success) {
    throw new TaskFailure(
      'Email.InvalidConnection',
      `The connection ${connection.name} is not complete: ${z.prettifyError(parsed.error)}. Correct it under Connections.`
    )
  }
  const { host, security, user, from } = parsed.data
  const port = parsed.data.port ?? defaultPorts[security]
  const pass = connection.secrets['password'] ?? ''
  const options = {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass } }),
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000
  }
  return { options, place: `${host}:${port}`, from }
}
