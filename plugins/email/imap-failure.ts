import { TaskFailure } from '../contract/failure.ts'

interface Details {
  code?: unknown
  responseText?: unknown
  authenticationFailed?: unknown
  mailboxMissing?: unknown
}

/** An error of the IMAP library as a failure in words; `path` is the mailbox that it was about. */
export function imapFailure(error: unknown, place: string, path?: string): TaskFailure {
  if (error instanceof TaskFailure) return error
  const details: Error & Details = error instanceof Error ? error : new Error(String(error))
  const { code, responseText, authenticationFailed, mailboxMissing, message } = details
  const said = oneLine(typeof responseText === 'string' ? responseText : message)
  const fail = (name: string, text: string): TaskFailure =>
    new TaskFailure(name, text, { cause: error })
  if (authenticationFailed === true) {
    return fail(
      'Email.Authentication',
      `The mail server ${place} did not accept user and password: ${said}. Check the connection.`
    )
  }
  if (mailboxMissing === true && path !== undefined) {
    return fail(
      'Email.NoSuchMailbox',
      `There is no mailbox ${path} on ${place}. Check its name, with the folders that it is in.`
    )
  }
  if (typeof responseText === 'string') {
    const about = path === undefined ? '' : ` for ${path}`
    return fail('Email.Refused', `The mail server ${place} said no${about}: ${said}.`)
  }
  const reason = typeof code === 'string' && !said.includes(code) ? `${said} (${code})` : said
  return fail(
    'Email.Connection',
    `The mail server ${place} cannot be talked to: ${reason}. Check host, port and security of the connection.`
  )
}

/** Without the places in a program that TLS errors come with, and the full stop. */
function oneLine(text: string): string {
  const words = text.replace(/^[0-9A-F]+:error:[0-9A-F]+:([^:]*:){2}([^:]*):.*$/s, '$2')
  return words.replaceAll(/\s+/g, ' ').replace(/[\s.]+$/, '')
}
