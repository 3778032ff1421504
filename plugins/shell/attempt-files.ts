import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where one attempt keeps what must outlive the engine. All paths are absolute. */
export interface AttemptFiles {
  folder: string
  /** Made with O_EXCL by the supervisor that may launch: `<pid> <identity>`. */
  started: string
  /** The exit code, moved here in one step once the command has ended. */
  exit: string
  stdin: string
  stdout: string
  stderr: string
  script: string
  /** What the supervisor itself has to say: a disk that is full, a command that cannot be executed. */
  supervisorLog: string
  /** How much of stdout and stderr is in the task's log already. */
  logOffsets: string
  /** How many bytes of stdout and stderr were cut out of their files. */
  leftOut: string
}

export function attemptFiles(folder: string): AttemptFiles {
  return {
    folder,
    started: join(folder, 'started'),
    exit: join(folder, 'exit'),
    stdin: join(folder, 'stdin'),
    stdout: join(folder, 'stdout'),
    stderr: join(folder, 'stderr'),
    script: join(folder, 'script'),
    supervisorLog: join(folder, 'supervisor.log'),
    logOffsets: join(folder, 'log-offsets.json'),
    leftOut: join(folder, 'left-out.json')
  }
}

/** Who runs the command: the supervisor's process id, and what tells it from a later process with this id. */
export interface Started {
  pid: number
  identity: string
  /** Milliseconds since the epoch. */
  startedAt: number
}

/** Reads `started`; undefined where no supervisor has claimed the attempt, or its claim is half written. */
export async function readStarted(files: AttemptFiles): Promise<Started | undefined> {
  const text = await readIfThere(files.started)
  const match = /^(\d+) (.+)\n$/.exec(text ?? '')
  if (match === null) return undefined
  const { mtimeMs } = await stat(files.started)
  return { pid: Number(match[1]), identity: match[2] ?? '', startedAt: mtimeMs }
}

/** Reads `exit`; undefined while the command runs, and where a power loss has left it empty. */
export async function readExit(
  files: AttemptFiles
): Promise<{ code: number; endedAt: number } | undefined> {
  const text = await readIfThere(files.exit)
  const match = /^(\d+)\n$/.exec(text ?? '')
  if (match === null) return undefined
  const { mtimeMs } = await stat(files.exit)
  return { code: Number(match[1]), endedAt: mtimeMs }
}

/** The file's text, or undefined where there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Writes a file in one step, so that a supervisor of an earlier engine that reads it at the same
 * time sees the old or the new one. Only the user may read it: scripts and inputs can hold secrets.
 */
export async function writeInOneStep(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`
  await writeFile(draft, text, { mode: 0o600 })
  await rename(draft, path)
}

/** Makes the attempt's folder where the engine's clean-up has taken it. */
export async function ensureFolder(files: AttemptFiles): Promise<void> {
  await mkdir(files.folder, { recursive: true })
}
