/** Errors of SQLite by what can be done about them. https://www.sqlite.org/rescode.html */

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

/** The disk is full, cannot be written or is held by someone: it may work again later. */
export function isStorageUnavailable(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|PROTOCOL)/.test(codeOf(error))
}

/** The file is damaged, or is no database at all. */
export function isDamaged(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))
}
