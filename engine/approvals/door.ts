import { ApiError } from '../../api/errors.ts'
import type { Clock } from '../clock.ts'
import type { Host } from '../host/host.ts'
import type { Door, Exchange } from '../http/exchange.ts'
import { BodyTooLargeError, readBody, sendText } from '../http/exchange.ts'
import { isSameSecret } from '../http/same-secret.ts'
import type { Store } from '../store/open.ts'
import type { Approval, ApprovalLink, Decision } from '../store/queries/approvals.ts'
import { findApproval, useApprovalLink } from '../store/queries/approvals.ts'
import { reader } from '../store/transaction.ts'
import type { Approvals } from './approvals.ts'
import type { ApprovalTokens } from './links.ts'
import { approvalIdOf } from './links.ts'
import {
  endPage,
  expiredPage,
  pagePolicy,
  refusedFormPage,
  requestPage,
  wrongLinkPage
} from './page.ts'

export interface ApprovalDoorOptions {
  store: Store
  host: Host
  clock: Clock
  approvals: Approvals
  tokens: ApprovalTokens
}

const LARGEST_FORM_BYTES = 64 * 1024
const LONGEST_COMMENT = 4096

function sendPage(exchange: Exchange, status: number, html: string): void {
  const headers = { 'Content-Security-Policy': pagePolicy, 'X-Robots-Tag': 'noindex' }
  sendText(exchange, status, 'text/html; charset=utf-8', html, headers)
}

/**
 * `/approvals/<token>`: GET and HEAD show, however often mail scanners open the link; only the POST
 * of the page's own form decides, once.
 */
export function createApprovalDoor(options: ApprovalDoorOptions): Door {
  const { store, clock, tokens } = options
  const db = reader(store)
  return async (exchange) => {
    const { method = 'GET' } = exchange.request
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
      const headers = { Allow: 'GET, HEAD, POST' }
      sendText(exchange, 405, 'text/plain', 'Expected GET, HEAD or POST here.\n', headers)
      return
    }
    const token = exchange.url.pathname.slice('/approvals/'.length)
    const link = tokens.verify(db, token)
    const approval = findApproval(db, approvalIdOf(token))
    if (!link || !approval) {
      sendPage(exchange, 404, wrongLinkPage(approval))
    } else if (approval.status !== 'PENDING') {
      sendPage(exchange, 410, endPage(approval, false))
    } else if (link.expiresAt !== undefined && link.expiresAt <= clock.now()) {
      sendPage(exchange, 410, expiredPage(approval))
    } else if (method === 'POST') {
      await decide(exchange, token, link, approval, options)
    } else {
      sendPage(exchange, 200, requestPage(approval, link, tokens.formNonce(token)))
    }
  }
}

async function decide(
  exchange: Exchange,
  token: string,
  link: ApprovalLink,
  approval: Approval,
  { host, clock, approvals, tokens }: ApprovalDoorOptions
): Promise<void> {
  const form = await readForm(exchange)
  if (typeof form === 'string') {
    sendPage(exchange, 400, refusedFormPage(form))
    return
  }
  if (!isSameSecret(tokens.formNonce(token), form.nonce)) {
    sendPage(exchange, 403, refusedFormPage('Open the link again and use its own buttons.'))
    return
  }
  try {
    const decided = await host.enqueue((write) => {
      const { decision, comment } = form
      const { approvalId } = approval
      const decidedBy = link.recipient
      const request = { approvalId, decision, comment, decidedBy, channel: 'link' as const }
      const after = approvals.decide(write, request)
      useApprovalLink(write, link.digest, clock.now())
      return after
    })
    sendPage(exchange, 200, endPage(decided, true))
  } catch (error) {
    if (error instanceof ApiError && error.errorName === 'ServiceUnavailable') {
      sendPage(exchange, 503, refusedFormPage(error.message))
      return
    }
    // Somebody else was quicker.
    if (!(error instanceof ApiError) || error.errorName !== 'ApprovalAlreadyDecided') throw error
    const after = await host.enqueue((write) => approvals.find(write, approval.approvalId))
    sendPage(exchange, 410, endPage(after, false))
  }
}

interface DecisionForm {
  nonce: string
  decision: Decision
  comment?: string
}

/** The form's fields, or what is wrong with them. */
async function readForm({ request }: Exchange): Promise<DecisionForm | string> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    return `Expected the page's own form, found the content type '${type}'.`
  }
  let fields: URLSearchParams
  try {
    fields = new URLSearchParams((await readBody(request, LARGEST_FORM_BYTES)).toString('utf8'))
  } catch (error) {
    if (error instanceof BodyTooLargeError) return error.message
    throw error
  }
  const decision = fields.get('decision')
  if (decision !== 'APPROVED' && decision !== 'REJECTED') {
    return `Expected the decision APPROVED or REJECTED, found '${decision ?? ''}'.`
  }
  const comment = (fields.get('comment') ?? '').trim().slice(0, LONGEST_COMMENT)
  const nonce = fields.get('nonce') ?? ''
  return { nonce, decision, ...(comment === '' ? {} : { comment }) }
}
