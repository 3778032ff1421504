import type { ImapFlowOptions } from 'imapflow'
import { z } from 'zod'
import { defineConnectionType } from '../contract/connection.ts'
import type { ConnectionValue } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { imapFailure } from './imap-failure.ts'

const settings = z.strictObject({
  host: z
    .string()
    .min(1)
    .describe('The name of the IMAP server.')
    .meta({ title: 'Server', examples: ['imap.example.com'] }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('The port. Default: 993, with starttls and none 143.'),
  security: z
    .enum(['none', 'starttls', 'tls'])
    .default('tls')
    .describe(
      'tls begins with TLS, starttls turns to it before anything is sent, none sends in the clear.'
    )
    .meta({
      title: 'Encryption',
      enumNames: ['None', 'STARTTLS', 'TLS from the start']
    }),
  user: z.string().min(1).describe('The user name, often the address.').meta({ title: 'User name' })
})

export const imapConnection = defineConnectionType({
  type: 'imap',
  title: 'Mailbox (IMAP)',
  description: 'Where triggers wait for mails.',
  settings,
  secrets: [{ name: 'password', title: 'Password', isRequired: true }],
  test: testConnection
})

const defaultPorts = { none: 143, starttls: 143, tls: 993 }

async function testConnection(connection: ConnectionValue, signal: AbortSignal): Promise<string> {
  const { options, place } = imapOptionsOf(connection)
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({ ...options, verifyOnly: true })
  // Told by `connect`, too; without a listener it would end the process.
  client.on('error', () => undefined)
  const abort = (): void => client.close()
  signal.addEventListener('abort', abort)
  try {
    await client.connect()
    signal.throwIfAborted()
    return `Signed in at ${place}.`
  } catch (error) {
    throw imapFailure(error, place)
  } finally {
    signal.removeEventListener('abort', abort)
    client.close()
  }
}

/** Throws TaskFailure where a setting is missing. */
export function imapOptionsOf(connection: ConnectionValue): {
  options: ImapFlowOptions
  place: string
} {
  const parsed = settings.safeParse(connection.settings)
  if (!parsed.success) {
    throw new TaskFailure(
      'Email.InvalidConnection',
      `The connection ${connection.name} is not complete: ${z.prettifyError(parsed.error)}. Correct it under Connections.`
    )
  }
  const { host, security, user } = parsed.data
  const port = parsed.data.port ?? defaultPorts[security]
  const options: ImapFlowOptions = {
    ...{ host, port, secure: security === 'tls', logger: false },
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: connection.secrets['password'] ?? '' },
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 120_000 }
  }
  return { options, place: `${host}:${port}` }
}
