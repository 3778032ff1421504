import { z } from 'zod'
import { defineConnectionType } from '../contract/connection.ts'
import type { ActionContext, ConnectionValue } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { readText } from './response.ts'
import { exchange } from './send.ts'

const settings = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where relative addresses start. Where it is set, the secret is sent to this server only.'
    )
    .meta({ title: 'Base address', examples: ['https://api.example.com/v2/'] }),
  authentication: z
    .enum(['none', 'bearer', 'basic', 'header'])
    .default('none')
    .describe('How to sign in: a bearer token, user and password, or a header of the API.')
    .meta({
      title: 'Sign in with',
      enumNames: ['Nothing', 'Bearer token', 'User and password', 'Header']
    }),
  user: z
    .string()
    .optional()
    .describe('The user name, for user and password.')
    .meta({ title: 'User name' }),
  headerName: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be a header name such as X-Api-Key')
    .default('X-Api-Key')
    .describe('The name of the header that carries the secret, for header.')
    .meta({ title: 'Header' })
})

export const httpConnection = defineConnectionType({
  type: 'http',
  title: 'HTTP API',
  description: 'The address of an API and how to sign in there.',
  settings,
  secrets: [{ name: 'secret', title: 'Token, password or header value', isRequired: false }],
  test: testConnection
})

/** What a connection adds to a request: an address to start at, and headers for that server alone. */
export interface Access {
  baseUrl?: string
  secretHeaders: Record<string, string>
}

/**
 * The access by the named connection; none where no name is given, so that the default connection's
 * secret never goes to a server that it was not meant for.
 */
export async function accessOf(context: ActionContext, name: string | undefined): Promise<Access> {
  if (name === undefined) return { secretHeaders: {} }
  const connection = await context.connection('http', name)
  if (connection === undefined) {
    throw new TaskFailure(
      'Http.ConnectionNotFound',
      `Expected a connection named ${name} of the type http, found none. Make it under Connections.`
    )
  }
  return accessBy(connection)
}

function accessBy(connection: ConnectionValue): Access {
  const { baseUrl, ...rest } = settings.parse(connection.settings)
  const secretHeaders = authorization(rest, connection.secrets['secret'] ?? '')
  return baseUrl === undefined ? { secretHeaders } : { baseUrl, secretHeaders }
}

function authorization(
  rest: Omit<z.output<typeof settings>, 'baseUrl'>,
  secret: string
): Record<string, string> {
  switch (rest.authentication) {
    case 'none':
      return {}
    case 'bearer':
      return { authorization: `Bearer ${secret}` }
    case 'basic': {
      const pair = Buffer.from(`${rest.user ?? ''}:${secret}`).toString('base64')
      return { authorization: `Basic ${pair}` }
    }
    case 'header':
      return { [rest.headerName.toLowerCase()]: secret }
  }
}

async function testConnection(connection: ConnectionValue, signal: AbortSignal): Promise<string> {
  const { baseUrl, secretHeaders } = accessBy(connection)
  if (baseUrl === undefined) return 'There is no base address, so there is nothing to connect to.'
  const request = {
    url: new URL(baseUrl),
    method: 'GET' as const,
    headers: {},
    secretHeaders,
    timeoutSeconds: 15,
    maxRedirects: 5
  }
  const answer = await exchange(request, { signal }, async (response) => {
    // Read and thrown away, so that the connection is closed in order.
    await readText(response, { maxBytes: 1024 * 1024 }).catch(() => undefined)
    return { code: response.statusCode, text: response.statusText }
  })
  const said = `${baseUrl} answered ${answer.code} ${answer.text}.`
  if (answer.code === 401 || answer.code === 403) {
    throw new TaskFailure(
      `States.Http.StatusCode.${answer.code}`,
      `${said} Check how to sign in, and the secret.`
    )
  }
  return said
}
