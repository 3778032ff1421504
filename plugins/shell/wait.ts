import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { ActionContext } from '../contract/context.ts'
import { readExit, readStarted, type AttemptFiles, type Started } from './attempt-files.ts'
import type { LogTail } from './log-tail.ts'
import { processIdentity } from './process-table.ts'

/** How an attempt came to its end, as far as its files tell. */
export type End =
  | { type: 'exited'; code: number; durationSeconds: number }
  | { type: 'vanished' }
  | { type: 'timed-out' }
  | { type: 'flooded' }
  | { type: 'aborted' }

export interface Wait {
  files: AttemptFiles
  tail: LogTail
  context: ActionContext
  /** The supervisor, where this engine has started it. */
  child: ChildProcess | undefined
  timeoutSeconds: number | undefined
}

/** A command that prints more than this is out of control. */
const floodBytes = 1024 * 1024 * 1024
/** Between two looks at the files: at first, and once a command has shown that it takes longer. */
const lookMilliseconds = { early: 50, later: 250 }
const earlyLooks = 40
/** A claim that is still half written after this time was cut short by a power loss. */
const claimMilliseconds = 5000

/** Waits for the command's end and logs what it prints meanwhile. The command itself is left as it is. */
export async function waitForEnd(wait: Wait): Promise<End> {
  const { files, tail, context, child } = wait
  let childEnd = child === undefined || hasEnded(child) ? undefined : once(child, 'exit')
  for (let look = 0; ; look += 1) {
    if (await tail.pump()) context.heartbeat()
    const started = await readStarted(files)
    const isRunning = await isAlive(files, started, child)
    // Looked up after the supervisor: it writes the code before it ends, never the other way round.
    const exit = await readExit(files)
    if (exit !== undefined) {
      const durationSeconds = (exit.endedAt - (started?.startedAt ?? exit.endedAt)) / 1000
      return { type: 'exited', code: exit.code, durationSeconds }
    }
    if (process.platform === 'win32' && typeof child?.exitCode === 'number') {
      const durationSeconds = (Date.now() - (started?.startedAt ?? Date.now())) / 1000
      return { type: 'exited', code: child.exitCode, durationSeconds }
    }
    if (context.signal.aborted) return { type: 'aborted' }
    if (!isRunning) return { type: 'vanished' }
    if (isOverdue(wait, started)) return { type: 'timed-out' }
    if (tail.printedBytes > floodBytes) return { type: 'flooded' }
    const pause = look < earlyLooks ? lookMilliseconds.early : lookMilliseconds.later
    await Promise.race([childEnd ?? delay(pause), pauseUntilAbort(pause, context.signal)])
    if (child !== undefined && hasEnded(child)) childEnd = undefined
  }
}

function isOverdue(wait: Wait, started: Started | undefined): boolean {
  if (wait.timeoutSeconds === undefined || started === undefined) return false
  return Date.now() - started.startedAt >= wait.timeoutSeconds * 1000
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function isAlive(
  files: AttemptFiles,
  started: Started | undefined,
  child: ChildProcess | undefined
): Promise<boolean> {
  if (child !== undefined && !hasEnded(child)) return true
  if (started !== undefined) return (await processIdentity(started.pid)) === started.identity
  const claim = await stat(files.started).catch(() => undefined)
  return claim !== undefined && Date.now() - claim.mtimeMs < claimMilliseconds
}

async function pauseUntilAbort(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal })
  } catch {
    // Aborted; the caller looks at the signal.
  }
}
