import { ApiError } from '../../../api/errors.ts'
import type { JsonObject } from '../../../asl/json.ts'
import type { Clock } from '../../clock.ts'
import type { Door, Exchange } from '../../http/exchange.ts'
import { BodyTooLargeError, readBody, sendText } from '../../http/exchange.ts'
import type { Store } from '../../store/open.ts'
import type { Firing } from '../../store/queries/firings.ts'
import { findTrigger, listTriggers } from '../../store/queries/triggers.ts'
import type { TriggerRecord } from '../../store/queries/triggers.ts'
import { reader } from '../../store/transaction.ts'
import type { Triggers } from '../triggers.ts'
import type { HookRefusal } from './answers.ts'
import { refuse, sendJson, sendOutcome, stateBody } from './answers.ts'
import { refusedCaller } from './authentication.ts'
import type { BodySchemas } from './body.ts'
import { readValue } from './body.ts'
import type { Calls } from './calls.ts'
import { hooksPage, openApiOf } from './open-api.ts'
import type { RateLimits } from './rate-limit.ts'
import type { Hook } from './settings.ts'
import { settingsOf, signatureHeaderOf } from './settings.ts'

export interface HookDoorOptions {
  store: Store
  clock: Clock
  triggers: Triggers
  calls: Calls
  limits: RateLimits
  schemas: BodySchemas
  url: () => string
}

const LARGEST_BODY_BYTES = 256 * 1024

/** `/hooks/<name>`: each an own small API with a secret of its own. */
export function createHookDoor(options: HookDoorOptions): Door {
  const db = reader(options.store)
  return async (exchange) => {
    const [name = '', ...rest] = exchange.url.pathname.slice('/hooks/'.length).split('/')
    const hooks = (): Hook[] => listTriggers(db).filter(isHook)
    if (name === '' || name === 'openapi.json') {
      if (name !== '') sendJson(exchange, 200, openApiOf(hooks(), options.url()))
      else sendText(exchange, 200, 'text/html; charset=utf-8', hooksPage(hooks()), pageHeaders)
      return
    }
    const found = findTrigger(db, name)
    if (!found || !isHook(found)) {
      refuse(exchange, {
        ...{ status: 404, error: 'HookDoesNotExist' },
        message: `There is no hook '${name}', or it is disabled.`
      })
      return
    }
    const headers = corsHeaders(exchange, found)
    if (headers === undefined) {
      refuse(exchange, {
        ...{ status: 403, error: 'OriginRefused' },
        message: 'Pages of other sites may not call this hook: it does not allow their origin.'
      })
    } else if (exchange.request.method === 'OPTIONS')
      sendText(exchange, 204, 'text/plain', '', headers)
    else if (rest[0] === 'status') answerStatus(exchange, found, rest[1] ?? '', headers, options)
    else await call(exchange, found, headers, options)
  }
}

const pageHeaders = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
}

function isHook(trigger: TriggerRecord): trigger is Hook {
  return trigger.settings.kind === 'WEBHOOK' && trigger.isEnabled
}

/** What a page's own origin gets told; undefined where a page of another site calls. */
function corsHeaders({ request, url }: Exchange, hook: Hook): Record<string, string> | undefined {
  const { origin } = request.headers
  if (origin === undefined || origin === `http://${request.headers.host ?? url.host}`) return {}
  const { allowedOrigins, methods } = settingsOf(hook)
  if (!allowedOrigins.includes(origin)) return undefined
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    Vary: 'Origin'
  }
}

function answerStatus(
  exchange: Exchange,
  hook: Hook,
  id: string,
  headers: Record<string, string>,
  { calls }: HookDoorOptions
): void {
  const firing = calls.findByStatusId(hook, id)
  if (firing) sendJson(exchange, 200, stateBody(calls.stateOf(firing)), headers)
  else {
    const message = 'There is no call of this id: take the address from the answer of the call.'
    refuse(exchange, { status: 404, error: 'CallDoesNotExist', message }, headers)
  }
}

async function call(
  exchange: Exchange,
  hook: Hook,
  headers: Record<string, string>,
  options: HookDoorOptions
): Promise<void> {
  try {
    const checked = await check(exchange, hook, options)
    if ('error' in checked) refuse(exchange, checked, headers)
    else await answer(exchange, hook, checked, headers, options)
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      const { message } = error
      const close = { Connection: 'close' }
      refuse(exchange, { status: 413, error: 'BodyTooLarge', message, headers: close }, headers)
    } else if (error instanceof ApiError) refuse(exchange, refusalOf(error), headers)
    else throw error
  }
}

/** How the API's refusals look to a caller of a hook. */
function refusalOf({ errorName, message, status }: ApiError): HookRefusal {
  if (errorName === 'ConcurrencyLimitReached') return tooMany(message, 1)
  return { status: errorName === 'ServiceUnavailable' ? 503 : status, error: errorName, message }
}

function tooMany(message: string, seconds: number): HookRefusal {
  const headers = { 'Retry-After': String(seconds) }
  return { status: 429, error: 'TooManyCalls', message, headers }
}

/** The call's event, or why it is refused. */
async function check(
  exchange: Exchange,
  hook: Hook,
  { clock, triggers, limits, schemas }: HookDoorOptions
): Promise<{ event: JsonObject } | HookRefusal> {
  const { request, url } = exchange
  const { methods, authentication } = settingsOf(hook)
  const method = methods.find((one) => one === request.method)
  if (!method) {
    const message = `Expected the method ${methods.join(' or ')}, found ${request.method ?? ''}.`
    return { status: 405, error: 'MethodRefused', message, headers: { Allow: methods.join(', ') } }
  }
  const body = await readBody(request, LARGEST_BODY_BYTES)
  const headers = plainHeaders(exchange)
  const shown = { headers, body, now: clock.now() }
  const refused = refusedCaller(authentication, triggers.secretOf(hook), shown)
  if (refused !== undefined) {
    const asked: Record<string, string> =
      authentication.type === 'BEARER' ? { 'WWW-Authenticate': 'Bearer' } : {}
    return { status: 401, error: 'NotAuthenticated', message: refused, headers: asked }
  }
  const wait = limits.take(hook.id, hook.settings.rateLimit)
  if (wait !== undefined) return tooMany('This hook is called too often.', wait)
  const read = readValue(body, headers['content-type'] ?? '')
  const { bodySchema } = hook.settings
  const problems =
    'problem' in read
      ? [read.problem]
      : bodySchema === undefined
        ? []
        : schemas.problems(bodySchema, read.value)
  if ('problem' in read || problems.length > 0) {
    const message = 'The body is not what this hook expects.'
    return { status: 400, error: 'BodyRefused', message, problems }
  }
  return {
    event: {
      ...{ kind: 'WEBHOOK', hook: hook.name, method, body: read.value },
      query: Object.fromEntries(url.searchParams),
      headers: withoutSecrets(headers, hook),
      receivedAt: new Date(clock.now()).toISOString()
    }
  }
}

function plainHeaders({ request }: Exchange): Record<string, string> {
  const entries = Object.entries(request.headers)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

/** What is stored and shown must not hold what proves who called. */
function withoutSecrets(headers: Record<string, string>, hook: Hook): Record<string, string> {
  const { authentication } = settingsOf(hook)
  const secret = new Set(['authorization', 'cookie', 'proxy-authorization'])
  if (authentication.type === 'HEADER') secret.add(authentication.header.toLowerCase())
  if (authentication.type === 'HMAC') secret.add(signatureHeaderOf(authentication))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name)))
}

async function answer(
  exchange: Exchange,
  hook: Hook,
  { event }: { event: JsonObject },
  headers: Record<string, string>,
  { calls, url }: HookDoorOptions
): Promise<void> {
  const { mode, waitSeconds, answersFromOutput, idempotencyHeader } = settingsOf(hook)
  const key = exchange.request.headers[idempotencyHeader]
  const outcome = (state: Parameters<typeof sendOutcome>[1], firing: Firing): void => {
    const located = { ...headers, Location: statusPath(hook, firing, calls) }
    sendOutcome(exchange, state, answersFromOutput, located)
  }
  if (mode === 'SYNC' && key === undefined && !hook.conditions && calls.isExpress(hook)) {
    const { firing, result } = await calls.runExpress(hook, event)
    outcome(result, firing)
    return
  }
  const firing = await calls.make(hook, event, key === undefined ? undefined : String(key))
  if (!firing) {
    const message = `The header ${idempotencyHeader} names a call that had another body.`
    refuse(exchange, { status: 409, error: 'KeyInUse', message }, headers)
    return
  }
  if (firing.status === 'SKIPPED') refuse(exchange, tooMany(firing.reason ?? '', 1), headers)
  else if (firing.status === 'FAILED') {
    const message = firing.reason ?? 'It could not start.'
    refuse(exchange, { status: 400, error: 'NotStarted', message }, headers)
  } else {
    const seconds = mode === 'SYNC' && firing.status === 'STARTED' ? waitSeconds : 0
    const state = seconds > 0 ? await calls.wait(firing, seconds * 1000) : calls.stateOf(firing)
    const hasEnded = !['RUNNING', 'STARTED', 'WAITING', 'HELD'].includes(state.status)
    if (mode === 'SYNC' && hasEnded) outcome(state, firing)
    else {
      const path = statusPath(hook, firing, calls)
      const body = { ...stateBody(state), statusUrl: url() + path }
      sendJson(exchange, 202, body, { ...headers, Location: path })
    }
  }
}

function statusPath(hook: Hook, firing: Firing, calls: Calls): string {
  return `/hooks/${hook.name}/status/${calls.statusId(firing)}`
}
