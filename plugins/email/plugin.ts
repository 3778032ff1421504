import { definePlugin } from '../contract/plugin.ts'
import { smtpConnection } from './connection.ts'
import { imapConnection } from './imap-connection.ts'
import { withMailbox } from './mailbox.ts'
import { requestApproval } from './request-approval.ts'
import { send } from './send.ts'

export const emailPlugin = definePlugin({
  id: 'email',
  version: '0.1.0',
  title: 'Email',
  description: 'Mails that are sent and received, and approvals that are asked for by mail.',
  actions: [send, requestApproval],
  connectionTypes: [smtpConnection, imapConnection],
  withMailbox
})
