import { ApiError } from '../../api/errors.ts'
import type { OperationName } from '../../api/index.ts'
import { operations } from '../../api/index.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import { editDistance } from '../plugins/edit-distance.ts'
import {
  isDamaged,
  isStorageUnavailable,
  storageUnavailable,
  unreadable
} from '../store/storage-error.ts'
import type { Admission } from './admission.ts'
import { createAdmission } from './admission.ts'
import { checkAccess } from './auth.ts'
import { checkContentType, parseBody, sendAnswer, sendError } from './aws-json.ts'
import type { Door, Exchange } from './exchange.ts'
import { BodyTooLargeError, readBody } from './exchange.ts'
import type { Caller, Handlers } from './handler.ts'
import { isReadName } from '../reads/read-names.ts'
import type { Reads } from '../reads/reads.ts'
import { validationError } from './validation.ts'

const LARGEST_BODY_BYTES = 2 * 1024 * 1024

export interface DispatchOptions {
  handlers: Handlers
  /** Answers what only reads. */
  reads: Pick<Reads, 'answer'>
  token: string
  clock: Clock
  ids: Ids
  log: Log
}

const byTarget = new Map<string, OperationName>()
for (const name of Object.keys(operations) as OperationName[]) {
  byTarget.set(`${operations[name].service}.${name}`, name)
}

/** `POST /`: one operation of the API. */
export function createDispatch(options: DispatchOptions): Door {
  const admission = createAdmission()
  return async (exchange) => {
    const requestId = options.ids.uuid()
    try {
      sendAnswer(exchange, requestId, await answer(exchange, options, admission))
    } catch (error) {
      refuse(exchange, requestId, error, options.log)
    }
  }
}

async function answer(
  exchange: Exchange,
  options: DispatchOptions,
  admission: Admission
): Promise<unknown> {
  const { request, response, url } = exchange
  const bodyIsRead = await admission.admit(request, response, LARGEST_BODY_BYTES)
  const body = await readBody(request, LARGEST_BODY_BYTES)
  bodyIsRead()
  await checkAccess(request, url, body, { token: options.token, now: options.clock.now() })
  checkContentType(request.headers['content-type'])
  const name = operationOf(request.headers['x-amz-target'])
  return await call(options, name, parseBody(body), callerOf(response))
}

/** Few operations wait so long that they ask whether somebody is still there. */
function callerOf(response: Exchange['response']): Caller {
  let hungUp: AbortController | undefined
  return {
    get signal() {
      if (hungUp) return hungUp.signal
      const controller = new AbortController()
      const abort = (): void => controller.abort(new Error('The caller hung up'))
      if (response.destroyed) abort()
      response.on('close', () => {
        if (!response.writableEnded) abort()
      })
      hungUp = controller
      return controller.signal
    }
  }
}

/** What is to be answered; bytes are the answer's text as it is sent. */
function call(
  { handlers, reads }: DispatchOptions,
  name: OperationName,
  input: Record<string, unknown>,
  caller: Caller
): unknown {
  const checked = operations[name].input.safeParse(input)
  if (!checked.success) throw validationError(checked.error.issues, input)
  if (isReadName(name)) return reads.answer(name, checked.data)
  // The compiler cannot see that both come from the same entry of the Operations map.
  const handler = handlers[name] as (input: unknown, caller: Caller) => unknown
  return handler(checked.data, caller)
}

function operationOf(target: string | string[] | undefined): OperationName {
  const wanted = typeof target === 'string' ? target : ''
  const known = byTarget.get(wanted)
  if (known) return known
  const name = wanted.split('.').pop()?.toLowerCase() ?? ''
  const away = (candidate: string): number =>
    editDistance(name, candidate.split('.').pop()?.toLowerCase() ?? '')
  const nearest = [...byTarget.keys()].sort((left, right) => away(left) - away(right))[0]
  throw new ApiError(
    'UnknownOperationException',
    `Expected the header X-Amz-Target to name an operation, found '${wanted}'. The nearest is '${nearest ?? ''}'.`
  )
}

function refuse(exchange: Exchange, requestId: string, error: unknown, log: Log): void {
  // The caller hung up before its whole request was here.
  if (exchange.request.destroyed && !exchange.request.complete) return
  if (exchange.response.headersSent) {
    exchange.response.destroy()
    return
  }
  if (error instanceof ApiError) {
    sendError(exchange, requestId, error)
  } else if (error instanceof BodyTooLargeError) {
    const tooLarge = new ApiError('RequestEntityTooLargeException', error.message)
    sendError(exchange, requestId, tooLarge, { Connection: 'close' })
  } else if (isStorageUnavailable(error)) {
    log.error('An operation could not be stored', { requestId, error: String(error) })
    sendError(exchange, requestId, storageUnavailable(error))
  } else if (isDamaged(error)) {
    log.error('The database cannot be read', { requestId, error: String(error) })
    sendError(exchange, requestId, unreadable(error))
  } else {
    log.error('An operation failed unexpectedly', {
      requestId,
      target: exchange.request.headers['x-amz-target'],
      error: error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    const unexpected = `The engine failed unexpectedly; its log has the reason under the request id ${requestId}.`
    sendError(exchange, requestId, new ApiError('InternalServerError', unexpected))
  }
}
