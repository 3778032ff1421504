import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import { PagedList } from '../../paged-list.svelte.ts'

export type MailItem = Output<'ListMails'>['mails'][number]
export type Mail = Output<'DescribeMail'>

const PAGE_SIZE = 60

/** The mails, newest first, and the one that is being read. */
export class OutboxReader {
  readonly list: PagedList<MailItem>
  selectedId = $state<string | undefined>()
  mail = $state.raw<Mail | undefined>()
  mailError = $state.raw<Error | undefined>()
  readonly #client: Pick<Client, 'ListMails' | 'DescribeMail'>

  constructor(client: Pick<Client, 'ListMails' | 'DescribeMail'>) {
    this.#client = client
    this.list = new PagedList<MailItem>({
      keyOf: ({ mailId }) => mailId,
      loadPage: async (nextToken, signal) => {
        const asked = { maxResults: PAGE_SIZE, ...(nextToken ? { nextToken } : {}) }
        const answer = await client.ListMails(asked, { signal })
        return { items: answer.mails, nextToken: answer.nextToken }
      }
    })
  }

  /** Opens a mail; only the answer for the mail that is still wanted is shown. */
  async select(mailId: string | undefined): Promise<void> {
    if (mailId === this.selectedId) return
    this.selectedId = mailId
    this.mail = undefined
    await this.#read()
  }

  /** A mail was queued, sent or refused. */
  async receive(mailId: string): Promise<void> {
    await this.list.refreshHead()
    if (mailId === this.selectedId) await this.#read()
  }

  async reload(): Promise<void> {
    await Promise.all([this.list.reload(), this.#read()])
  }

  async #read(): Promise<void> {
    const mailId = this.selectedId
    this.mailError = undefined
    if (mailId === undefined) return
    try {
      const mail = await this.#client.DescribeMail({ mailId })
      if (mailId === this.selectedId) this.mail = mail
    } catch (error) {
      if (mailId !== this.selectedId) return
      this.mailError = error instanceof Error ? error : new Error(String(error))
    }
  }
}

/**
 * A mail's HTML as a document of its own for a sandboxed frame: no scripts, nothing loaded from
 * elsewhere (a picture would tell its server that the mail was read), links lead nowhere.
 */
export function framedHtml(html: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    // A sandboxed frame may not open windows: a link that wants one leads nowhere.
    '<base target="_blank">'
  ].join('')
  return `<!doctype html><html><head>${head}</head>${html}</html>`
}
