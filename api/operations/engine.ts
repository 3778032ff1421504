import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nothing, paging, timestamp } from './shapes.ts'

const jsonSchema = z.record(z.string(), z.unknown())

export const describeEngine = defineOperation({
  service: 'Signalbox',
  name: 'DescribeEngine',
  summary: 'What runs here: version, folder, uptime, size, and anything the user should know.',
  input: nothing,
  output: z.object({
    version: z.string(),
    nodeVersion: z.string(),
    pid: z.number().int(),
    dataFolder: z.string(),
    startedDate: timestamp,
    databaseBytes: z.number().int(),
    /** Of state machines without a setting of their own. */
    durability: z.enum(['FULL', 'NORMAL']),
    /** Plain sentences, such as: the previous run ended unexpectedly, 3 executions were resumed. */
    notices: z.array(z.string())
  }),
  errors: []
})

export const listPlugins = defineOperation({
  service: 'Signalbox',
  name: 'ListPlugins',
  summary: 'The installed plugins with the actions and connection types that they define.',
  input: nothing,
  output: z.object({
    plugins: z.array(
      z.object({
        id: z.string(),
        version: z.string(),
        title: z.string(),
        description: z.string(),
        actions: z.array(
          z.object({
            name: z.string(),
            resource: z.string(),
            aliases: z.array(z.string()),
            title: z.string(),
            description: z.string(),
            patterns: z.array(z.string()),
            inputSchema: jsonSchema,
            outputSchema: jsonSchema,
            errors: z.array(z.object({ name: z.string(), description: z.string() })),
            examples: z.array(z.object({ title: z.string(), input: z.unknown() }))
          })
        ),
        connectionTypes: z.array(
          z.object({
            type: z.string(),
            title: z.string(),
            description: z.string(),
            settingsSchema: jsonSchema,
            secretNames: z.array(z.string())
          })
        )
      })
    )
  }),
  errors: []
})

export const mail = z.object({
  mailId: z.string(),
  /** WAITING: no SMTP connection yet, or to be tried again. */
  status: z.enum(['WAITING', 'SENT', 'FAILED']),
  from: z.string().optional(),
  to: z.array(z.string()),
  subject: z.string(),
  createdDate: timestamp,
  sentDate: timestamp.optional(),
  attempts: z.number().int(),
  lastError: z.string().optional(),
  executionArn: z.string().optional()
})

export const listMails = defineOperation({
  service: 'Signalbox',
  name: 'ListMails',
  summary: 'The outbox, newest first.',
  input: z.object({ status: z.enum(['WAITING', 'SENT', 'FAILED']).optional(), ...paging }),
  output: z.object({ mails: z.array(mail), nextToken: z.string().optional() }),
  errors: ['InvalidToken']
})

export const describeMail = defineOperation({
  service: 'Signalbox',
  name: 'DescribeMail',
  summary: 'One mail with its text. Decision links are masked.',
  input: z.object({ mailId: z.string().min(1).max(64) }),
  output: mail.extend({ text: z.string(), html: z.string().optional() }),
  errors: ['MailDoesNotExist']
})

export const sendWaitingMails = defineOperation({
  service: 'Signalbox',
  name: 'SendWaitingMails',
  summary: 'Tries to send all waiting mails now, for instance after a connection was added.',
  input: nothing,
  output: z.object({ count: z.number().int() }),
  errors: []
})

export const discardMail = defineOperation({
  service: 'Signalbox',
  name: 'DiscardMail',
  summary: 'A waiting mail is not to be sent any more; it stays in the outbox as FAILED.',
  input: z.object({ mailId: z.string().min(1).max(64) }),
  output: nothing,
  errors: ['MailDoesNotExist']
})

export const example = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  definition: z.string(),
  /** JSON text to start it with. */
  input: z.string(),
  /** Present once installed. */
  stateMachineArn: z.string().optional()
})

export const listExamples = defineOperation({
  service: 'Signalbox',
  name: 'ListExamples',
  summary: 'The example workflows that ship with Signalbox.',
  input: nothing,
  output: z.object({ examples: z.array(example) }),
  errors: []
})

export const installExample = defineOperation({
  service: 'Signalbox',
  name: 'InstallExample',
  summary:
    "Copies an example's files into the data folder and creates its state machine; idempotent.",
  input: z.object({ name: z.string().min(1).max(80) }),
  output: z.object({ stateMachineArn: z.string(), input: z.string() }),
  errors: ['ExampleDoesNotExist']
})
