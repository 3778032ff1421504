import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { open, writeFile } from 'node:fs/promises'
import type { AttemptFiles } from './attempt-files.ts'
import type { Launch } from './supervisor.ts'

/**
 * Starts the command as the engine's own child: Windows has no sessions and no /bin/sh. The
 * exit code is known to the engine alone, so a command that was running when the engine ended is
 * `Shell.Interrupted`.
 */
export async function startOnWindows(files: AttemptFiles, launch: Launch): Promise<ChildProcess> {
  const stdin = await open(launch.stdinPath, 'r')
  const stdout = await open(files.stdout, 'a')
  const stderr = await open(files.stderr, 'a')
  try {
    const child = spawn(launch.program, launch.arguments, {
      cwd: launch.cwd,
      env: launch.env,
      windowsHide: true,
      stdio: [stdin.fd, stdout.fd, stderr.fd]
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    await writeFile(files.started, `${child.pid ?? 0} child of the engine\n`)
    return child
  } finally {
    await Promise.all([stdin.close(), stdout.close(), stderr.close()])
  }
}

/** Ends a process and all its descendants; resolves to how many there were, as far as Windows tells. */
export async function endTreeOnWindows(pid: number): Promise<number> {
  return new Promise((resolve) => {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], (error) => {
      resolve(error === null ? 1 : 0)
    })
  })
}
