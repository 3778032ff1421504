import { isAbsolute, resolve } from 'node:path'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { leavesFolder } from '../contract/work-path.ts'

/** The absolute path of `Path`; throws `S3.InvalidPath` where a relative one leaves the folder. */
export function workFile(context: ActionContext, path: string): string {
  if (!isAbsolute(path) && leavesFolder(path)) {
    throw new TaskFailure(
      'S3.InvalidPath',
      `Path: expected a path within the state machine's folder, or an absolute one, found ${path}.`
    )
  }
  return resolve(context.files.workFolder, path)
}

/** Tells the log and the engine of progress, at most every five seconds. */
export function progressTeller(
  context: ActionContext,
  verb: string,
  total: number
): (bytes: number) => void {
  let toldAt = performance.now()
  return (bytes) => {
    context.heartbeat()
    if (performance.now() - toldAt < 5000) return
    toldAt = performance.now()
    context.log.write(`${verb} ${describeSize(bytes)} of ${describeSize(total)}\n`)
  }
}

/** A size for people: `35.2 MiB`. */
export function describeSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  const power = Math.min(3, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(1)} ${['', 'KiB', 'MiB', 'GiB'][power] ?? ''}`
}
