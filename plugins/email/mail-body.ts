import type { MailBody } from '../contract/mailbox.ts'

/** The text and attachments of a mail as it came; of a malformed one what can be read. */
export async function bodyOf(source: Buffer): Promise<MailBody> {
  try {
    const { simpleParser } = await import('mailparser')
    const { text = '', attachments } = await simpleParser(source, { skipImageLinks: true })
    return {
      text,
      attachments: attachments
        // What an HTML text shows within itself.
        .filter(({ related }) => !related)
        .map(({ filename, contentType, content }) => ({
          ...{ contentType, content },
          ...(filename === undefined ? {} : { filename })
        }))
    }
  } catch (error) {
    return { text: '', attachments: [], problem: `It could not be read: ${String(error)}` }
  }
}
