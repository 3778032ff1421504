import { z } from 'zod'
import type { Json } from '../../asl/json.ts'
import { defineAction } from '../../plugins/contract/action.ts'
import { defineConnectionType } from '../../plugins/contract/connection.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import { definePlugin } from '../../plugins/contract/plugin.ts'

/** Actions that use the engine's services and nothing else: asking a person, putting a mail. */
export const askPlugin = definePlugin({
  id: 'ask',
  version: '1.0.0',
  title: 'Ask',
  description: 'For tests of the services',
  connectionTypes: [
    defineConnectionType({
      type: 'vault',
      title: 'Vault',
      description: 'Has two secrets',
      settings: z.object({ host: z.string().min(1), port: z.number().int().default(443) }),
      secrets: [
        { name: 'password', title: 'Password', isRequired: true },
        { name: 'pin', title: 'PIN', isRequired: false }
      ],
      test: ({ settings, secrets }) =>
        secrets.password === 'wrong'
          ? Promise.reject(new TaskFailure('Vault.SignIn', 'The password was refused.'))
          : Promise.resolve(`Signed in at ${String(settings.host)}`)
    })
  ],
  actions: [
    defineAction({
      name: 'person',
      title: 'Ask a person',
      description: 'Asks and answers with the links',
      input: z.object({
        title: z.string().default('May it go on?'),
        message: z.string().default('Please decide.'),
        data: z.unknown().optional(),
        recipients: z.array(z.string()).default([])
      }),
      output: z.unknown(),
      errors: [],
      patterns: ['wait-for-task-token', 'request-response'],
      interruption: 'repeat',
      examples: [],
      run: async (input, { approvals }) => {
        const data = (input.data ?? null) as Json
        const first = await approvals.request({ ...input, data })
        // Asking twice asks once.
        const second = await approvals.request({ ...input, data })
        if (second.approvalId !== first.approvalId) throw new Error('Asked twice')
        return { links: second.links.map((link) => ({ ...link })) }
      }
    }),
    defineAction({
      name: 'mail',
      title: 'Put a mail',
      description: 'Puts one mail into the outbox, twice',
      input: z.object({
        to: z.array(z.string()),
        text: z.string(),
        connection: z.string().optional()
      }),
      output: z.unknown(),
      errors: [],
      patterns: ['request-response'],
      interruption: 'repeat',
      examples: [],
      run: async ({ to, text, connection }, { outbox }) => {
        const mail = { to, subject: 'A mail', text }
        const options = { key: 'one', ...(connection === undefined ? {} : { connection }) }
        await outbox.put(mail, options)
        return outbox.put(mail, options)
      }
    })
  ]
})
