import { spawn, type ChildProcess } from 'node:child_process'
import { open } from 'node:fs/promises'
import type { AttemptFiles } from './attempt-files.ts'

/**
 * The process between the engine and the command; it outlives the engine and keeps the result.
 *
 * - `set -C` makes the claim exclusive (O_EXCL): of two supervisors of one attempt (the engine was
 *   killed between spawning and hearing of it), one launches and the other goes home.
 * - The claim comes before the launch: after a power loss in between, the attempt counts as
 *   interrupted, never as not begun. So the command runs at most once.
 * - The traps let the supervisor outlive a SIGTERM to its group and still write the code down; a
 *   trapped signal, unlike an ignored one, is at its default again in the command.
 * - The command is in the foreground, since a POSIX shell starts background commands with SIGINT
 *   and SIGQUIT ignored. It is given by its absolute path, so that it is never a shell builtin.
 * - `command -p mv` finds mv whatever PATH the command is to have.
 * - What the command has printed is synced before there is an exit code: an outcome that outlives a
 *   power loss is a whole one. A code that was cut short counts as none.
 *
 * Arguments: the attempt's folder, the file for stdin, then the command and its arguments.
 */
const supervisor = `
folder=$1; input=$2; shift 2
identity() {
  { read -r boot </proc/sys/kernel/random/boot_id && read -r line </proc/$$/stat; } 2>/dev/null ||
    { LC_ALL=C command -p ps -o lstart= -p $$; return; }
  set -- \${line##*)}
  shift 19
  echo "$boot:$1"
}
set -C
{ echo "$$ $(identity)" >"$folder/started"; } 2>/dev/null || exit 0
set +C
trap : HUP INT TERM
"$@" <"$input" >>"$folder/stdout" 2>>"$folder/stderr"
code=$?
if [ -s "$folder/stdout" ] || [ -s "$folder/stderr" ]; then
  command -p sync "$folder/stdout" "$folder/stderr" 2>/dev/null
fi
echo "$code" >"$folder/exit.draft" && command -p mv "$folder/exit.draft" "$folder/exit"
`

export interface Launch {
  /** Absolute path of the program. */
  program: string
  arguments: readonly string[]
  cwd: string
  env: Record<string, string>
  /** The file that the command reads as its standard input. */
  stdinPath: string
}

/**
 * Starts a supervisor in a session of its own, so that neither the engine's end nor a signal to the
 * engine's group reaches it. Rejects where /bin/sh cannot be started.
 */
export async function startSupervisor(files: AttemptFiles, launch: Launch): Promise<ChildProcess> {
  const log = await open(files.supervisorLog, 'a', 0o600)
  try {
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        supervisor,
        'signalbox',
        files.folder,
        launch.stdinPath,
        launch.program,
        ...launch.arguments
      ],
      { cwd: launch.cwd, env: launch.env, detached: true, stdio: ['ignore', log.fd, log.fd] }
    )
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    child.unref()
    return child
  } finally {
    await log.close()
  }
}
