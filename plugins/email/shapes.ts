import { z } from 'zod'
import type { ActionError } from '../contract/action.ts'

export const connectionName = z
  .string()
  .min(1)
  .optional()
  .describe(
    'The SMTP connection to use. Default: the default one; without any, mails wait in the outbox.'
  )

export const queuedMail = z.object({
  mailId: z.string().describe('The mail in the outbox.'),
  messageId: z.string().describe('Its Message-ID.'),
  status: z
    .enum(['SENT', 'WAITING'])
    .describe(
      'WAITING: there is no SMTP connection yet, or its server was away; the outbox tries again.'
    ),
  accepted: z.array(z.string()).describe('The recipients that the server has accepted.'),
  rejected: z.array(z.string()).describe('The recipients that the server has refused.')
})

export const mailErrors: readonly ActionError[] = [
  {
    name: 'Email.Rejected',
    description: 'The mail server refused the mail, or all of its recipients.'
  },
  { name: 'Email.TemporarilyRejected', description: 'The mail server does not take the mail now.' },
  {
    name: 'Email.Authentication',
    description: 'The mail server did not accept user and password.'
  },
  { name: 'Email.Connection', description: 'The mail server cannot be talked to.' },
  { name: 'Email.InvalidAddress', description: 'The mail library cannot address the mail.' },
  { name: 'Email.InvalidConnection', description: 'The SMTP connection is not complete.' },
  { name: 'Email.AttachmentNotFound', description: 'There is no such file to attach.' }
]
