import { homedir } from 'node:os'
import { basename, isAbsolute, join, matchesGlob, relative, resolve, sep } from 'node:path'
import type { SettingsOf } from '../../store/queries/triggers.ts'

export type FolderSettings = SettingsOf<'FOLDER'>

/** Names of files that a program is still writing, or that no person has put there. */
const passing = [
  /\.(part|partial|crdownload|download|opdownload|tmp|temp|swp|swx|filepart)$/i,
  /^~\$/,
  /~$/,
  /^\./,
  /^(thumbs\.db|desktop\.ini)$/i
]

/** `~` is the user's home. */
export function absolutePath(path: string, within?: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1))
  return isAbsolute(path) ? path : resolve(within ?? homedir(), path)
}

/** Which files and folders a folder trigger looks at; paths are within its folder, with `/`. */
export interface FileFilter {
  root: string
  isWanted: (path: string) => boolean
  /** Whether to look into a folder. */
  isEntered: (path: string) => boolean
  /** Where finished files go, by how their execution ended. */
  targets: { succeeded?: string; failed?: string }
}

export function createFileFilter(settings: FolderSettings): FileFilter {
  const root = absolutePath(settings.path)
  const { include, exclude = [], doneMarker, moveSucceededTo, moveFailedTo } = settings
  const targets = {
    ...(moveSucceededTo === undefined ? {} : { succeeded: absolutePath(moveSucceededTo, root) }),
    ...(moveFailedTo === undefined ? {} : { failed: absolutePath(moveFailedTo, root) })
  }
  const own = Object.values(targets).map((path) => relative(root, path).split(sep).join('/'))
  const isOwn = (path: string): boolean =>
    own.some((target) => target !== '' && (path === target || path.startsWith(`${target}/`)))
  return {
    ...{ root, targets },
    isEntered: (path) => settings.isRecursive === true && !isOwn(path),
    isWanted: (path) => {
      const name = basename(path)
      if (passing.some((pattern) => pattern.test(name)) || isOwn(path)) return false
      if (doneMarker !== undefined && name.endsWith(doneMarker)) return false
      if (exclude.some((glob) => matches(path, glob))) return false
      return include === undefined || include.some((glob) => matches(path, glob))
    }
  }
}

/** A glob without a slash is about the file's name, in whatever folder; else about the path. */
function matches(path: string, glob: string): boolean {
  return matchesGlob(glob.includes('/') ? path : basename(path), glob)
}
