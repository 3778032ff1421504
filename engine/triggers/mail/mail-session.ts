import type { Mailbox, MailHead } from '../../../plugins/contract/mailbox.ts'
import { findFiringByIdentity } from '../../store/queries/firings.ts'
import { setCursor } from '../../store/queries/triggers.ts'
import { reader } from '../../store/transaction.ts'
import { wordsOf } from '../failure-words.ts'
import { absolutePath } from '../folder/file-filter.ts'
import type { TriggerOf, Watcher, WatcherParts } from '../watcher.ts'
import { saveAttachments } from './attachments.ts'
import type { MailCursor } from './mail-cursor.ts'
import { cursorFor, isLeftAlone } from './mail-cursor.ts'
import { isWantedMail, mailboxOf, mailEvent, mailIdentity } from './mail-event.ts'
import type { OpenMailbox } from './open-mailbox.ts'

const DEFAULT_POLL_SECONDS = 60
const LONGEST_PAUSE_SECONDS = 900
/** Servers close connections now and then: no failure, but no reason to hurry either. */
const RECONNECT_SECONDS = 5
const PORTION = 50

/** One trigger while it is enabled: stays in the mailbox and waits for news, longer after each failure. */
export class MailSession implements Watcher {
  readonly #trigger: TriggerOf<'MAIL'>
  readonly #parts: WatcherParts
  readonly #openMailbox: OpenMailbox
  readonly #stopped = new AbortController()
  /** As it is stored. */
  #cursor: string | undefined
  #failures = 0
  #cancel: (() => void) | undefined
  #work: Promise<void> = Promise.resolve()

  constructor(trigger: TriggerOf<'MAIL'>, parts: WatcherParts, openMailbox: OpenMailbox) {
    this.#trigger = trigger
    this.#parts = parts
    this.#openMailbox = openMailbox
    this.#cursor = trigger.cursor
  }

  begin(): void {
    this.#work = this.#watch().finally(() => {
      if (this.#stopped.signal.aborted) return
      const pause = this.#pollSeconds * 2 ** (this.#failures - 1)
      const seconds =
        this.#failures === 0 ? RECONNECT_SECONDS : Math.min(pause, LONGEST_PAUSE_SECONDS)
      this.#cancel = this.#parts.clock.after(seconds * 1000, () => this.begin())
    })
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new Error('The trigger is watched no more'))
    this.#cancel?.()
    await this.#work
  }

  get #pollSeconds(): number {
    return this.#trigger.settings.pollSeconds ?? DEFAULT_POLL_SECONDS
  }

  async #watch(): Promise<void> {
    const { settings } = this.#trigger
    const { signal } = this.#stopped
    const isReadOnly = (settings.afterwards ?? 'NOTHING') === 'NOTHING'
    const request = { connection: settings.connection, path: mailboxOf(settings), isReadOnly }
    try {
      await this.#openMailbox(request, signal, async (mailbox) => {
        do {
          await this.#look(mailbox)
          if (signal.aborted) return
          this.#failures = 0
          this.#parts.setHealth({ status: 'OK' })
        } while (await this.#untilNews(mailbox))
      })
    } catch (error) {
      if (signal.aborted) return
      this.#failures = Math.min(this.#failures + 1, 10)
      this.#parts.setHealth({ status: 'ERROR', message: wordsOf(error) })
    }
  }

  /** At the latest after a while: not all servers tell of all mails. */
  async #untilNews(mailbox: Mailbox): Promise<boolean> {
    const until = new AbortController()
    const cancel = this.#parts.clock.after(this.#pollSeconds * 1000, () => until.abort())
    const isOpen = await mailbox.untilNews(until.signal)
    cancel()
    return isOpen && !this.#stopped.signal.aborted
  }

  /**
   * All mails after the cursor. One that cannot be done holds up no other, but the cursor stays
   * before it, so that it is tried again.
   */
  async #look(mailbox: Mailbox): Promise<void> {
    const { signal } = this.#stopped
    const cursor = cursorFor(
      {
        settings: this.#trigger.settings,
        ...(this.#cursor === undefined ? {} : { cursor: this.#cursor })
      },
      mailbox,
      this.#parts.clock.now()
    )
    const failures: unknown[] = []
    await this.#keep(cursor)
    const uids = await mailbox.uids(cursor.uid)
    for (let at = 0; at < uids.length; at += PORTION) {
      const portion = uids.slice(at, at + PORTION)
      for (const head of await mailbox.heads(portion)) {
        if (signal.aborted) return
        try {
          await this.#take(mailbox, head, cursor)
        } catch (error) {
          if (!mailbox.isOpen()) throw error
          failures.push(error)
        }
        if (failures.length === 0) cursor.uid = head.uid
      }
      // Those that were gone before they could be read.
      if (failures.length === 0) cursor.uid = portion.at(-1) ?? cursor.uid
      await this.#keep(cursor)
    }
    if (failures.length > 0) throw failures[0] as Error
  }

  async #keep(cursor: MailCursor): Promise<void> {
    const text = JSON.stringify(cursor)
    if (text === this.#cursor) return
    await this.#parts.host.persist((write) => setCursor(write, this.#trigger.id, text))
    this.#cursor = text
  }

  /** Fires, then does what comes afterwards; both again after a crash, where the firing is known. */
  async #take(mailbox: Mailbox, head: MailHead, cursor: MailCursor): Promise<void> {
    const { settings } = this.#trigger
    if (!isWantedMail(settings, head) || isLeftAlone(cursor, head)) return
    await this.#fire(mailbox, head)
    if (settings.afterwards === 'MARK_SEEN') await mailbox.markSeen(head.uid)
    if (settings.afterwards === 'MOVE' && settings.moveTo !== undefined) {
      await mailbox.move(head.uid, settings.moveTo)
    }
  }

  async #fire(mailbox: Mailbox, head: MailHead): Promise<void> {
    const { store, host, firings } = this.#parts
    const { id, settings } = this.#trigger
    const identity = mailIdentity(head, mailbox.uidValidity)
    if (findFiringByIdentity(reader(store), id, identity)) return
    const body = await mailbox.read(head)
    const { saveAttachmentsTo: folder } = settings
    const paths =
      folder === undefined
        ? []
        : await saveAttachments(absolutePath(folder), head, identity, body.attachments)
    const event = mailEvent(settings, head, identity, body, paths)
    await host.persist((write) => firings.fire(write, this.#trigger, event))
  }
}
