/** Errors of SQLite and of files by what can be done about them. https://www.sqlite.org/rescode.html */
import { ApiError } from '../../api/errors.ts'
import { SyncFailedError } from './log-sync.ts'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

/** The disk has failed to keep what was written: nothing may be built on it any more. */
export function isSyncFailure(error: unknown): boolean {
  return error instanceof SyncFailedError || /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(codeOf(error))
}

/** The disk is full, cannot be written or is held by someone: it may work again later. */
export function isStorageUnavailable(error: unknown): boolean {
  if (isSyncFailure(error)) return false
  return /^(SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|PROTOCOL)|(ENOSPC|EDQUOT|EROFS|EIO)$)/.test(
    codeOf(error)
  )
}

/** The file is damaged, is no database at all, or the disk cannot read it: SQLite tells them by one code. */
export function isDamaged(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))
}

/** What a caller is told while nothing can be stored: nothing of the request was done. */
export function storageUnavailable(error: unknown): ApiError {
  return new ApiError(
    'ServiceUnavailable',
    `The engine cannot write to its data folder: ${String(error)}. Free some disk space or check the disk, then try again.`
  )
}

/** What a caller is told whose answer stands in pages that cannot be read. */
export function unreadable(error: unknown): ApiError {
  return new ApiError(
    'ServiceUnavailable',
    `The engine cannot read its database: ${String(error)}. The disk fails or the file is damaged. Check the disk and start the engine again: it looks through the database and says what can be done.`
  )
}
