import { createHash } from 'node:crypto'
import type { Json } from '../../asl/json.ts'
import { isJsonObject } from '../../asl/json.ts'
import type { Approval, Decision } from '../store/queries/approvals.ts'
import { describeEnd } from './approvals.ts'
import { pageStyle } from './page-style.ts'

/** Nothing but our own style and our own form; no script at all. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** So much of the data is shown; the window shows all of it. */
const LONGEST_DATA_CHARACTERS = 65_536

function escape(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? ''
  )
}

const icon = (path: string): string =>
  `<svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`
const icons = {
  good: icon('<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.7 2.7L16 9.5"/>'),
  bad: icon('<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>'),
  quiet: icon('<circle cx="12" cy="12" r="9"/><path d="M12 7.5V12l3 2"/>')
}
const brand = `<p class="brand"><svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><rect x="8" y="2.5" width="8" height="14" rx="4"/><circle cx="12" cy="7" r="1.3"/><circle cx="12" cy="12" r="1.3"/><path d="M12 16.5v5M8.5 21.5h7"/></svg>Signalbox</p>`

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

function time(at: number): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short'
  }).format(at)
  return `<time datetime="${new Date(at).toISOString()}">${escape(text)}</time>`
}

function scalarText(value: Json): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? undefined : JSON.stringify(value)
}

/** A flat object as a list of names and values, anything else as JSON text. */
function dataSection(data: Json): string {
  if (data === null || (isJsonObject(data) && Object.keys(data).length === 0)) return ''
  const rows = isJsonObject(data)
    ? Object.entries(data).map(([name, value]) => [name, scalarText(value)] as const)
    : []
  const isFlat =
    rows.length > 0 && rows.length <= 40 && rows.every(([, text]) => text !== undefined)
  const list = rows.map(([name, text]) => `<dt>${escape(name)}</dt><dd>${escape(text ?? '')}</dd>`)
  const json = JSON.stringify(data, null, 2)
  const shown =
    json.length > LONGEST_DATA_CHARACTERS
      ? `${json.slice(0, LONGEST_DATA_CHARACTERS)}\n… the window shows all of it`
      : json
  const content = isFlat ? `<dl>${list.join('')}</dl>` : `<pre tabindex="0">${escape(shown)}</pre>`
  return `<section><h2>Data</h2>${content}</section>`
}

function heading(approval: Approval): string {
  return `<header>${brand}<h1>${escape(approval.title)}</h1>
<p class="where">State ${escape(approval.stateName)} of ${escape(approval.stateMachineName)}, execution ${escape(approval.executionName)}</p></header>`
}

function message(approval: Approval): string {
  if (approval.message === '') return ''
  return `<section><p class="message">${escape(approval.message)}</p></section>`
}

/** What is asked, with a form that decides. The link's intention comes first. */
export function requestPage(
  approval: Approval,
  link: { recipient: string; intention: Decision },
  formNonce: string
): string {
  const button = (decision: Decision): string => {
    const isApprove = decision === 'APPROVED'
    const kind = isApprove ? 'approve' : 'reject'
    const first = decision === link.intention ? ' first' : ''
    return `<button class="${kind}${first}" type="submit" name="decision" value="${decision}">${isApprove ? 'Approve' : 'Reject'}</button>`
  }
  const order: Decision[] =
    link.intention === 'APPROVED' ? ['APPROVED', 'REJECTED'] : ['REJECTED', 'APPROVED']
  const expiry =
    approval.expiresAt === undefined ? '' : ` Please decide before ${time(approval.expiresAt)}.`
  return document(
    `${approval.title} – Signalbox`,
    `${heading(approval)}
${message(approval)}
${dataSection(approval.data)}
<section>
<form method="post">
<input type="hidden" name="nonce" value="${escape(formNonce)}">
<label for="comment">Comment (optional)</label>
<textarea id="comment" name="comment" maxlength="4096"></textarea>
<div class="buttons">${order.map(button).join('')}</div>
</form>
<p class="note">Asked of ${escape(link.recipient)}, ${time(approval.requestedAt)}.${expiry} Nothing is decided until you press a button.</p>
</section>`
  )
}

function endBlock(kind: keyof typeof icons, title: string, text: string): string {
  return `<section><div class="end ${kind}">${icons[kind]}<div><strong>${escape(title)}</strong><span>${escape(text)}</span></div></div></section>`
}

/** After the decision, however it was made; `isNew` thanks the one who has just made it. */
export function endPage(approval: Approval, isNew: boolean): string {
  const titles = {
    PENDING: 'Still open',
    APPROVED: isNew ? 'Thank you, it is approved' : 'Already approved',
    REJECTED: isNew ? 'Thank you, it is rejected' : 'Already rejected',
    EXPIRED: 'Expired',
    CANCELLED: 'No longer needed'
  }
  const isDecided = approval.status === 'APPROVED' || approval.status === 'REJECTED'
  const kind = isDecided ? (approval.status === 'APPROVED' ? 'good' : 'bad') : 'quiet'
  const comment =
    isDecided && approval.comment
      ? `<section><h2>Comment</h2><p class="message">${escape(approval.comment)}</p></section>`
      : ''
  return document(
    `${titles[approval.status]} – Signalbox`,
    `${heading(approval)}
${endBlock(kind, titles[approval.status], `${describeEnd(approval)}.`)}
${comment}`
  )
}

/** A link whose time is over while nobody has decided. */
export function expiredPage(approval: Approval): string {
  const text = 'The time for this decision is over; nobody decided.'
  return document(
    'Expired – Signalbox',
    `${heading(approval)}\n${endBlock('quiet', 'Expired', text)}`
  )
}

/**
 * A link that is not one of ours. It does not show what was asked; where the approval that it
 * names is over, it says what came of it.
 */
export function wrongLinkPage(approval: Approval | undefined): string {
  const isOver = approval !== undefined && approval.status !== 'PENDING'
  const text = isOver
    ? `${describeEnd(approval)}.`
    : 'Open the link from the mail as a whole, or decide in the window of Signalbox.'
  return document(
    'Not a valid link – Signalbox',
    `<header>${brand}<h1>This link is not valid</h1></header>
${endBlock('quiet', isOver ? 'The approval that it names is over' : 'Nothing was decided', text)}`
  )
}

/** The form came back without what this page had put into it. */
export function refusedFormPage(reason: string): string {
  return document(
    'Not decided – Signalbox',
    `<header>${brand}<h1>Nothing was decided</h1></header>
${endBlock('bad', 'The form could not be taken', reason)}`
  )
}
