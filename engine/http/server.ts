import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiError } from '../../api/errors.ts'
import { httpPort, rememberHttpPort } from '../store/queries/http-port.ts'
import type { Store } from '../store/open.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import { checkAccess } from './auth.ts'
import { sendError } from './aws-json.ts'
import type { DispatchOptions } from './dispatch.ts'
import { createDispatch } from './dispatch.ts'
import type { Door, Exchange } from './exchange.ts'
import { sendText } from './exchange.ts'
import type { EventHub } from './sse.ts'
import { refusedHost, refusedOrigin } from './origin.ts'

const HOST = '127.0.0.1'
/** More connections than this are closed as they come. */
const MOST_CONNECTIONS = 8000
/** A request that is not here by then is given up: what it has sent takes memory. */
const LONGEST_REQUEST_MILLISECONDS = 60_000
/** Answers under way get this long when the engine stops. */
const GRACE_MILLISECONDS = 2000

export interface ServerOptions extends DispatchOptions {
  store: Store
  /** The port asked for, 0: any that is free. Absent: the one of the last time, else any that is free. */
  port?: number
  events: EventHub
  /** Pages under `/approvals/`; they carry tokens of their own. */
  approvals: Door
  /** Files under `/examples/`. */
  examples: Door
  /** Calls under `/hooks/`; they carry secrets of their own. */
  hooks: Door
  /** Everything else: the window. */
  window: Door
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT`. */
  url: string
  port: number
  /** What the user should know about the port, if anything. */
  notice?: string
  stop: () => Promise<void>
}

/**
 * Listens on loopback alone. The port is kept from one run to the next, so that links in mails stay
 * valid; where another program holds that one, a free one is taken and a notice says so. A port that
 * was asked for is taken or refused: throws PortTakenError.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, log } = options
  const wanted = options.port ?? httpPort(reader(store)) ?? 0
  let port = wanted
  const server = createServer(
    {
      ...{ joinDuplicateHeaders: true, keepAliveTimeout: 65_000 },
      requestTimeout: LONGEST_REQUEST_MILLISECONDS
    },
    createListener(options, () => port)
  )
  server.maxConnections = MOST_CONNECTIONS
  const notice = await listen(server, wanted, options.port !== undefined)
  port = (server.address() as AddressInfo).port
  inTransaction(store, (write) => rememberHttpPort(write, port))
  if (notice) log.warn(notice, { port })
  return {
    url: `http://${HOST}:${String(port)}`,
    port,
    ...(notice ? { notice } : {}),
    stop: () => stopServer(server, options)
  }
}

/** The port that was asked for cannot be had. */
export class PortTakenError extends Error {
  override name = 'PortTakenError'
}

function refusedPort(port: number, code: string): PortTakenError {
  const found =
    code === 'EACCES'
      ? 'the system does not allow it to this user'
      : 'another program listens there'
  return new PortTakenError(
    `Expected port ${String(port)} on ${HOST} to be free, but ${found} (${code}). End that program, name another port with --port, or leave --port out: then the engine takes one that is free.`
  )
}

/** Listens on the wanted port; a remembered one that is taken gives way to a free one, with a word. */
async function listen(
  server: Server,
  wanted: number,
  isAskedFor: boolean
): Promise<string | undefined> {
  const tryPort = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: HOST, port }, () => {
        server.off('error', reject)
        resolve()
      })
    })
  try {
    await tryPort(wanted)
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (wanted === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error
    if (isAskedFor) throw refusedPort(wanted, code)
    await tryPort(0)
    return `Another program holds port ${String(wanted)}, so the engine listens on another one. Approval links that were mailed before do not reach it: decide in the window, the tray or the command line.`
  }
}

function createListener(options: ServerOptions, port: () => number) {
  const doorOf = createRouter(options)
  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = urlOf(request)
    const exchange: Exchange = { request, response, url: url ?? new URL('http://invalid/') }
    response.on('error', () => response.destroy())
    const isHook = url?.pathname.startsWith('/hooks/') === true
    const check = isHook ? refusedHost : refusedOrigin
    const refused = url ? check(request, port()) : 'The address cannot be read.'
    if (refused !== undefined) {
      sendError(exchange, options.ids.uuid(), new ApiError('AccessDeniedException', refused), {
        Connection: 'close'
      })
      return
    }
    void (async () => {
      try {
        await doorOf(exchange)(exchange)
      } catch (error) {
        options.log.error('A request failed unexpectedly', {
          path: exchange.url.pathname.split('/')[1],
          error: error instanceof Error ? (error.stack ?? error.message) : String(error)
        })
        if (response.headersSent) response.destroy()
        else sendText(exchange, 500, 'text/plain', 'The engine failed unexpectedly; see its log.\n')
      }
    })()
  }
}

/** Where all operations go; nobody changes it. */
const ROOT = new URL(`http://${HOST}/`)

function urlOf(request: IncomingMessage): URL | undefined {
  const text = request.url ?? '/'
  if (text === '/') return ROOT
  return text.startsWith('/') && URL.canParse(`http://${HOST}${text}`)
    ? new URL(`http://${HOST}${text}`)
    : undefined
}

function createRouter(options: ServerOptions): (exchange: Exchange) => Door {
  const dispatch = createDispatch(options)
  const events = createEventsDoor(options)
  return ({ request, url: { pathname } }) => {
    if (request.method === 'POST' && pathname === '/') return dispatch
    if (pathname === '/events') return events
    if (pathname === '/health') return health
    if (pathname.startsWith('/approvals/')) return options.approvals
    if (pathname.startsWith('/examples/')) return options.examples
    if (pathname.startsWith('/hooks/')) return options.hooks
    return options.window
  }
}

const health: Door = (exchange) => {
  sendText(exchange, 200, 'application/json', '{"status":"ok"}')
}

function createEventsDoor({ token, clock, ids, events }: ServerOptions): Door {
  return async (exchange) => {
    try {
      const empty = new Uint8Array()
      await checkAccess(exchange.request, exchange.url, empty, { token, now: clock.now() })
      events.connect(exchange)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      sendError(exchange, ids.uuid(), error)
    }
  }
}

async function stopServer(server: Server, { clock, events }: ServerOptions): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  events.stop()
  server.closeIdleConnections()
  const cancel = clock.after(GRACE_MILLISECONDS, () => server.closeAllConnections())
  await closed
  cancel()
}
