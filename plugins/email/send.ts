import { stat } from 'node:fs/promises'
import { basename, isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { defineAction } from '../contract/action.ts'
import type { ActionContext, OutgoingMail } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { leavesFolder } from '../contract/work-path.ts'
import { headerLine, mailAddress, withoutRepetitions } from './address.ts'
import { connectionName, mailErrors, queuedMail } from './shapes.ts'

const attachment = z.strictObject({
  path: z
    .string()
    .min(1)
    .describe("The file; a relative path starts at the state machine's folder."),
  filename: headerLine
    .optional()
    .describe('The name that the recipient sees. Default: that of the file.'),
  contentType: headerLine.optional().describe('The media type. Default: by the name.')
})

const input = z.strictObject({
  to: z.array(mailAddress).min(1).describe('The recipients.'),
  cc: z.array(mailAddress).optional().describe('Who gets a copy that all can see.'),
  bcc: z.array(mailAddress).optional().describe('Who gets a copy that nobody can see.'),
  from: mailAddress.optional().describe('The sender. Default: that of the connection.'),
  replyTo: mailAddress.optional().describe('Where answers go.'),
  subject: headerLine.min(1).max(998).describe('The subject.'),
  text: z
    .string()
    .max(1_000_000)
    .default('')
    .describe('The mail as plain text.')
    .meta({ format: 'multiline' }),
  html: z
    .string()
    .max(1_000_000)
    .optional()
    .describe('The mail as HTML, for clients that show it; give the text as well.')
    .meta({ format: 'multiline' }),
  attachments: z.array(attachment).optional().describe('Files to attach.'),
  connection: connectionName
})

export const send = defineAction({
  name: 'send',
  title: 'Send a mail',
  description:
    'Puts a mail into the outbox and sends it. Without an SMTP connection it waits there until there is one.',
  input,
  output: queuedMail,
  errors: mailErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  // The outbox knows a mail of the same attempt again.
  interruption: 'repeat',
  examples: [
    {
      title: 'An announcement',
      input: { to: ['team@example.com'], subject: 'Released', text: 'The new model is out.' },
      output: {
        mailId: '7c2b6a9e',
        messageId: '<7c2b6a9e@signalbox>',
        status: 'SENT',
        accepted: ['team@example.com'],
        rejected: []
      }
    },
    {
      title: 'A report with an attachment',
      input: {
        to: ['Ada Lovelace <ada@example.com>'],
        cc: ['team@example.com'],
        subject: 'Nightly report',
        text: 'See the attachment.',
        attachments: [{ path: 'out/report.csv' }]
      }
    }
  ],
  run: sendMail
})

async function sendMail(
  parsed: z.output<typeof input>,
  context: ActionContext
): Promise<z.input<typeof queuedMail>> {
  const { connection, attachments, to, cc, bcc, from, replyTo, html, ...rest } = parsed
  const files = await Promise.all((attachments ?? []).map((file) => attach(file, context)))
  const mail: OutgoingMail = {
    ...rest,
    to: withoutRepetitions(to),
    ...(cc === undefined ? {} : { cc: withoutRepetitions(cc) }),
    ...(bcc === undefined ? {} : { bcc: withoutRepetitions(bcc) }),
    ...(from === undefined ? {} : { from }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(html === undefined ? {} : { html }),
    ...(files.length === 0 ? {} : { attachments: files }),
    // So that no vacation notice answers a workflow (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' }
  }
  const queued = await context.outbox.put(mail, connection === undefined ? {} : { connection })
  context.log.write(
    queued.status === 'SENT'
      ? `Sent to ${queued.accepted.join(', ')}.${queued.rejected.length === 0 ? '' : ` Refused: ${queued.rejected.join(', ')}.`}\n`
      : 'The mail waits in the outbox.\n'
  )
  return queued
}

type File = NonNullable<OutgoingMail['attachments']>[number]

async function attach(file: z.output<typeof attachment>, context: ActionContext): Promise<File> {
  if (!isAbsolute(file.path) && leavesFolder(file.path)) {
    throw notFound(file.path, "a relative path must stay within the state machine's folder")
  }
  const path = resolve(context.files.workFolder, file.path)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) throw notFound(path, 'there is no such file')
  return {
    filename: file.filename ?? basename(path),
    path,
    ...(file.contentType === undefined ? {} : { contentType: file.contentType })
  }
}

function notFound(path: string, why: string): TaskFailure {
  return new TaskFailure('Email.AttachmentNotFound', `attachments: cannot attach ${path}: ${why}.`)
}
