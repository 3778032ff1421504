import { TaskFailure } from '../../../plugins/contract/failure.ts'
import type { Mailbox, MailboxRequest } from '../../../plugins/contract/mailbox.ts'
import type { Plugin } from '../../../plugins/contract/plugin.ts'
import type { ConnectionFinder } from '../../tasks/services.ts'

/** Opens a mailbox for as long as `work` takes. Rejects with TaskFailure. */
export type OpenMailbox = <Result>(
  request: MailboxRequest,
  signal: AbortSignal,
  work: (mailbox: Mailbox) => Promise<Result>
) => Promise<Result>

/** By the plugin that reads mails. */
export function createOpenMailbox(options: {
  plugins: readonly Plugin[]
  connections: ConnectionFinder
}): OpenMailbox {
  const { plugins, connections } = options
  return async (request, signal, work) => {
    const withMailbox = plugins.find((plugin) => plugin.withMailbox !== undefined)?.withMailbox
    if (withMailbox === undefined) {
      throw new TaskFailure(
        'States.Runtime',
        'Expected a plugin that reads mails, found none: the plugin email is missing.'
      )
    }
    const context = {
      signal,
      connection: (type: string, name?: string) => connections.find(type, name)
    }
    return withMailbox(context, request, work)
  }
}
