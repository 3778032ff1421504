import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { ApiError } from '../../api/errors.ts'

/** Throws ApiError ValidationException unless this is an absolute path of a folder that is there. */
export function checkWorkFolder(path: string): void {
  const found = !isAbsolute(path) ? 'a relative path' : foundAt(path)
  if (found === undefined) return
  throw new ApiError(
    'ValidationException',
    `1 validation error detected: Value '${path}' at 'workFolder' failed to satisfy constraint: expected the absolute path of a folder that exists, found ${found}`
  )
}

/** What is there instead of a folder; undefined where there is one. */
export function foundAt(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? undefined : 'a file'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
