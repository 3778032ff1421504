import { z } from 'zod'
import { defineAction } from '../contract/action.ts'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { headerLine, mailAddress, withoutRepetitions } from './address.ts'
import { approvalMail } from './approval-mail.ts'
import { connectionName, mailErrors, queuedMail } from './shapes.ts'

const input = z.strictObject({
  to: z
    .array(mailAddress)
    .default([])
    .describe('Who is asked by mail. Empty: only the window, the tray and the command line ask.'),
  title: headerLine
    .min(1)
    .max(200)
    .describe('The question in a few words.')
    .meta({ examples: ['Release the new model?'] }),
  message: z
    .string()
    .max(10_000)
    .default('')
    .describe('What one needs to know in order to decide, as plain text.')
    .meta({ format: 'multiline' }),
  data: z
    .json()
    .default(null)
    .describe('What is asked about. A flat object is shown as a table, anything else as JSON.'),
  subject: headerLine
    .min(1)
    .max(998)
    .optional()
    .describe('The subject of the mails. Default: the title.'),
  connection: connectionName
})

const output = z.object({
  approvalId: z.string().describe('The approval.'),
  mails: z.array(queuedMail).describe('The mails that were sent, or wait in the outbox.')
})

export const requestApproval = defineAction({
  name: 'requestApproval',
  title: 'Ask for an approval',
  description:
    'Asks people to approve or reject, by mail and in Signalbox; the state waits for the answer. Needs .waitForTaskToken. Its result is { decision, comment, decidedBy, channel, decidedAt }.',
  input,
  output,
  errors: mailErrors,
  patterns: ['wait-for-task-token'],
  // Desk and outbox know approval and mails of the same attempt again.
  interruption: 'repeat',
  examples: [
    {
      title: 'Metrics of a model in the mail',
      input: {
        to: ['ada@example.com'],
        title: 'Release the churn model?',
        message: 'It is better than the one in use.',
        data: { accuracy: 0.93, heldOutRows: 400 },
        subject: 'Approval: churn model'
      }
    },
    { title: 'Ask in the window and the tray only', input: { title: 'Go on with the clean-up?' } }
  ],
  run: ask
})

type Queued = z.output<typeof queuedMail>

async function ask(
  parsed: z.output<typeof input>,
  context: ActionContext
): Promise<z.input<typeof output>> {
  const { to, title, message, data, subject, connection } = parsed
  const recipients = withoutRepetitions(to)
  const approval = await context.approvals.request({ title, message, data, recipients })
  const question = { title, message, data, subject: subject ?? title }
  const mails: Queued[] = []
  const failures: TaskFailure[] = []
  for (const links of approval.links) {
    const mail = approvalMail(question, links, approval.expiresAt, context.attempt)
    const options = {
      key: `approval:${links.recipient}`,
      ...(connection === undefined ? {} : { connection })
    }
    try {
      const queued = await context.outbox.put(mail, options)
      const done = queued.status === 'SENT' ? 'was sent' : 'waits in the outbox'
      context.log.write(`The mail to ${links.recipient} ${done}.\n`)
      mails.push(queued)
    } catch (error) {
      if (!(error instanceof TaskFailure)) throw error
      context.log.write(`The mail to ${links.recipient} failed: ${error.causeText}\n`)
      failures.push(error)
    }
  }
  // As long as one of the mails is on its way, and the window asks anyway, the question stands.
  const [first] = failures
  if (first !== undefined && mails.length === 0) throw first
  context.log.write('Waiting for an answer.\n')
  return { approvalId: approval.approvalId, mails }
}
