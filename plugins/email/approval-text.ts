import type { ApprovalMail } from './approval-mail.ts'
import { factsOf } from './facts.ts'

const lineLength = 72

/** The plain-text part: all that the HTML says, for those who read mail as text. */
export function approvalText(mail: ApprovalMail): string {
  const parts = [
    `${mail.title}\n${'='.repeat(Math.min(lineLength, mail.title.length))}`,
    mail.message,
    factsText(mail),
    `Approve:\n${mail.approveUrl}`,
    `Reject:\n${mail.rejectUrl}`,
    [mail.explanation, mail.expiry].filter(Boolean).join(' '),
    `-- \n${mail.origin}`
  ]
  return `${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`
}

function factsText(mail: ApprovalMail): string {
  const facts = factsOf(mail.data)
  switch (facts.type) {
    case 'none':
      return ''
    case 'json':
      return facts.text
    case 'table': {
      const width = Math.max(...facts.rows.map((row) => row.label.length))
      return facts.rows.map((row) => `${row.label.padEnd(width)}  ${row.value}`).join('\n')
    }
  }
}
