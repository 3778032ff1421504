import type { FetchMessageObject, ImapFlow } from 'imapflow'
import { TaskFailure } from '../contract/failure.ts'
import type { Mailbox, MailHead, WithMailbox } from '../contract/mailbox.ts'
import { imapOptionsOf } from './imap-connection.ts'
import { imapFailure } from './imap-failure.ts'
import { headOf } from './mail-head.ts'
import { bodyOf } from './mail-body.ts'

/** Of a larger mail so much is read: its text is at its beginning. */
const LARGEST_MAIL_BYTES = 40 * 1024 * 1024
const BEGINNING_BYTES = 1024 * 1024

const wanted = {
  ...{ uid: true, envelope: true, bodyStructure: true, internalDate: true, size: true }
}

/** Signs in, opens one mailbox, and closes it with the connection, also when the signal says so. */
export const withMailbox: WithMailbox = async (context, request, work) => {
  const connection = await context.connection('imap', request.connection)
  if (!connection) {
    throw new TaskFailure(
      'Email.InvalidConnection',
      'There is no connection of the type imap. Make one under Connections.'
    )
  }
  context.signal.throwIfAborted()
  const { options, place } = imapOptionsOf(connection)
  // Loaded with the first mailbox: the engine starts sooner without it.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow(options)
  // Told by the command that it breaks, too; without a listener it would end the process.
  client.on('error', () => undefined)
  const abort = (): void => client.close()
  context.signal.addEventListener('abort', abort)
  try {
    const opened = await open(client, request.path, request.isReadOnly, place)
    const result = await work(opened)
    await client.logout().catch(() => undefined)
    return result
  } finally {
    context.signal.removeEventListener('abort', abort)
    client.close()
  }
}

async function open(
  client: ImapFlow,
  path: string,
  readOnly: boolean,
  place: string
): Promise<Mailbox> {
  const ask = async <Result>(work: () => Promise<Result>, about = path): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      throw imapFailure(error, place, about)
    }
  }
  await ask(() => client.connect())
  const { uidValidity, uidNext } = await ask(() => client.mailboxOpen(path, { readOnly }))
  const news = newsOf(client)
  return {
    ...{ uidValidity: String(uidValidity), uidNext, untilNews: news.until },
    isOpen: () => client.usable,
    uids: async (afterUid) => {
      news.forget()
      const range = `${String(afterUid + 1)}:*`
      const found = await ask(() => client.search({ uid: range }, { uid: true }))
      // `*` is the last mail, also where that is before the range.
      return (found || []).filter((uid) => uid > afterUid).sort((one, other) => one - other)
    },
    heads: (uids) => ask(() => headsOf(client, uids)),
    read: (head) => readBody(client, head, ask),
    markSeen: async (uid) => {
      await ask(() => client.messageFlagsAdd(String(uid), [String.raw`\Seen`], { uid: true }))
    },
    move: (uid, target) => ask(() => move(client, uid, target), target)
  }
}

async function headsOf(client: ImapFlow, uids: readonly number[]): Promise<MailHead[]> {
  if (uids.length === 0) return []
  const heads: MailHead[] = []
  try {
    const found = await client.fetchAll(uids.join(','), wanted, { uid: true })
    heads.push(...found.map(headOf))
  } catch (error) {
    if (!client.usable) throw error
    // One that the server cannot describe: it alone comes without a description.
    const [only] = uids
    if (uids.length === 1 && only !== undefined) {
      return [headOf({ seq: 0, uid: only } satisfies FetchMessageObject)]
    }
    for (const uid of uids) heads.push(...(await headsOf(client, [uid])))
  }
  return heads.sort((one, other) => one.uid - other.uid)
}

async function readBody(
  client: ImapFlow,
  head: MailHead,
  ask: <Result>(work: () => Promise<Result>) => Promise<Result>
): ReturnType<Mailbox['read']> {
  const isHuge = head.size > LARGEST_MAIL_BYTES
  const maxBytes = isHuge ? BEGINNING_BYTES : LARGEST_MAIL_BYTES
  let source: Buffer
  try {
    source = await download(client, head.uid, maxBytes)
  } catch (error) {
    if (!client.usable) return ask(() => Promise.reject(error as Error))
    return {
      text: '',
      attachments: [],
      problem: `The server could not hand it out: ${String(error)}`
    }
  }
  const body = await bodyOf(source)
  if (!isHuge) return body
  const problem = `It has ${String(head.size)} bytes: only its beginning was read, and no attachments.`
  return { ...body, attachments: [], problem }
}

async function download(client: ImapFlow, uid: number, maxBytes: number): Promise<Buffer> {
  const { content } = await client.download(String(uid), undefined, { uid: true, maxBytes })
  const chunks: Buffer[] = []
  if (content) for await (const chunk of content) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function move(client: ImapFlow, uid: number, target: string): Promise<void> {
  const isThere = await client.status(target, { messages: true }).catch(() => false)
  if (isThere === false) await client.mailboxCreate(target)
  await client.messageMove(String(uid), target, { uid: true })
}

/** Listens all the time, so that what comes between a look and a wait is not missed. */
function newsOf(client: ImapFlow): { forget: () => void; until: Mailbox['untilNews'] } {
  let hasNews = false
  let wake: (() => void) | undefined
  client.on('exists', () => {
    hasNews = true
    wake?.()
  })
  client.on('close', () => wake?.())
  return {
    forget: () => {
      hasNews = false
    },
    until: async (until) => {
      if (client.usable && !hasNews && !until.aborted) {
        // Ends with the next command; servers that cannot push are asked now and then by the library.
        client.idle().catch(() => undefined)
        await new Promise<void>((resolve) => {
          wake = resolve
          until.addEventListener('abort', () => resolve(), { once: true })
        })
      }
      wake = undefined
      return client.usable
    }
  }
}
