import type { Json } from '../../asl/json.ts'
import type { ActionContext, ApprovalLinks, OutgoingMail } from '../contract/context.ts'
import { approvalHtml } from './approval-html.ts'
import { approvalText } from './approval-text.ts'

/** What the mail to one recipient says, as text and as HTML. */
export interface ApprovalMail {
  title: string
  message: string
  data: Json
  approveUrl: string
  rejectUrl: string
  /** What the links do, and where they can be opened. */
  explanation: string
  /** Until when; empty where there is no limit. */
  expiry: string
  /** Which execution asks. */
  origin: string
}

export interface ApprovalQuestion {
  title: string
  message: string
  data: Json
  subject: string
}

/** The mail that asks one recipient. Its links show the question and never decide by themselves. */
export function approvalMail(
  question: ApprovalQuestion,
  links: ApprovalLinks,
  expiresAt: number | undefined,
  attempt: ActionContext['attempt']
): OutgoingMail {
  const { title, message, data, subject } = question
  const mail: ApprovalMail = {
    title,
    message,
    data,
    approveUrl: links.approveUrl,
    rejectUrl: links.rejectUrl,
    explanation: explanationOf(links.approveUrl),
    expiry: expiresAt === undefined ? '' : `You can answer until ${timeText(expiresAt)}.`,
    origin: `From ${attempt.stateMachineName}, state “${attempt.stateName}”, execution ${attempt.executionName}.`
  }
  return {
    to: [links.recipient],
    subject,
    text: approvalText(mail),
    html: approvalHtml(mail),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
  }
}

function explanationOf(url: string): string {
  const { hostname } = new URL(url)
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  const shown = 'The links open a page that shows the question; only a button there decides.'
  return isLocal
    ? `${shown} They work on the computer that Signalbox runs on. They are meant for you alone: please do not forward this mail.`
    : `${shown} They are meant for you alone: please do not forward this mail.`
}

/** `24 November 2026, 10:00 UTC`: the zone of the reader is not known. */
function timeText(time: number): string {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(time)
  return `${day}, ${new Date(time).toISOString().slice(11, 16)} UTC`
}
