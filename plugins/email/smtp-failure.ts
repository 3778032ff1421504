import { TaskFailure } from '../contract/failure.ts'

/**
 * An error of the mail library as a failure: about the mail and its recipients, a 5xx reply is
 * `Email.Rejected` and a 4xx one `Email.TemporarilyRejected` (RFC 5321, section 4.2.1); a refused
 * sign-in is `Email.Authentication`, no conversation at all `Email.Connection`.
 */
export function smtpFailure(error: unknown, place: string): TaskFailure {
  if (error instanceof TaskFailure) return error
  const { code, responseCode } = detailsOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return mailFailure(error, message, place, responseCode)
  // The outbox takes a 5xx `responseCode` in the chain of causes for a refusal of the mail. These
  // are about the connection, where it shall try again: so the library's error stays out of the chain.
  const fail = (name: string, text: string): TaskFailure =>
    new TaskFailure(name, text, { cause: new Error(`${code ?? 'unknown'}: ${message}`) })
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') {
    return fail(
      'Email.Authentication',
      `The mail server ${place} did not accept user and password: ${message}. Check the connection.`
    )
  }
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ESTREAM') {
    return fail('Email.AttachmentNotFound', `An attachment cannot be read: ${message}.`)
  }
  return fail(
    'Email.Connection',
    `The mail server ${place} cannot be talked to: ${message}. Check host, port and security of the connection.`
  )
}

function mailFailure(
  error: unknown,
  message: string,
  place: string,
  responseCode: number | undefined
): TaskFailure {
  const fail = (name: string, text: string): TaskFailure =>
    new TaskFailure(name, text, { cause: error })
  if (responseCode === undefined) {
    return fail('Email.InvalidAddress', `The mail cannot be addressed: ${message}.`)
  }
  return responseCode >= 500
    ? fail('Email.Rejected', `The mail server ${place} refused the mail: ${message}.`)
    : fail(
        'Email.TemporarilyRejected',
        `The mail server ${place} does not take the mail now: ${message}. Try again later.`
      )
}

function detailsOf(error: unknown): { code?: string; responseCode?: number } {
  if (!(error instanceof Error)) return {}
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const reply =
    'responseCode' in error && typeof error.responseCode === 'number'
      ? { responseCode: error.responseCode }
      : {}
  return { ...code, ...reply }
}
