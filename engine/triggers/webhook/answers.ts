import type { Json } from '../../../asl/json.ts'
import type { Exchange } from '../../http/exchange.ts'
import { sendText } from '../../http/exchange.ts'
import type { BodyProblem } from './body.ts'
import type { CallState } from './calls.ts'

/** How a hook refuses: a name for programs, a sentence for people, and where there are some, problems. */
export interface HookRefusal {
  status: number
  error: string
  message: string
  problems?: BodyProblem[]
  headers?: Record<string, string>
}

export function sendJson(
  exchange: Exchange,
  status: number,
  value: unknown,
  headers: Record<string, string> = {}
): void {
  sendText(exchange, status, 'application/json', `${JSON.stringify(value)}\n`, headers)
}

export function refuse(
  exchange: Exchange,
  { status, headers, ...words }: HookRefusal,
  more: Record<string, string> = {}
): void {
  sendJson(exchange, status, words, { ...more, ...headers })
}

/** The state as JSON, with the output as a value. */
export function stateBody({ output, ...state }: CallState): Record<string, unknown> {
  return { ...state, ...(output === undefined ? {} : { output: JSON.parse(output) as Json }) }
}

/** Answers with what the workflow has yielded. */
export function sendOutcome(
  exchange: Exchange,
  state: CallState,
  answersFromOutput: boolean,
  headers: Record<string, string>
): void {
  if (state.status === 'SUCCEEDED') {
    const output = JSON.parse(state.output ?? 'null') as Json
    if (answersFromOutput && sendFromOutput(exchange, output, headers)) return
    sendJson(exchange, 200, output, headers)
    return
  }
  const status = state.status === 'TIMED_OUT' ? 504 : 500
  sendJson(exchange, status, stateBody(state), headers)
}

/** Headers that say how the answer is sent, which is not the workflow's business. */
const ownHeaders = new Set(['connection', 'content-length', 'transfer-encoding', 'set-cookie'])

/** The form that API Gateway takes from Lambda functions; false where the output has another one. */
function sendFromOutput(exchange: Exchange, output: Json, more: Record<string, string>): boolean {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return false
  const { statusCode, headers = {}, body = null } = output
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode)) return false
  if (statusCode < 200 || statusCode > 599) return false
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers ?? {})) {
    const isPlain = /^[A-Za-z0-9-]+$/.test(name) && !ownHeaders.has(name.toLowerCase())
    if (isPlain && typeof value === 'string' && !/[\r\n]/.test(value)) {
      given[name.toLowerCase()] = value
    }
  }
  const isText = typeof body === 'string'
  const { 'content-type': type = isText ? 'text/plain; charset=utf-8' : 'application/json' } = given
  const { 'content-type': _type, ...rest } = given
  sendText(exchange, statusCode, type, isText ? body : JSON.stringify(body), { ...more, ...rest })
  return true
}
