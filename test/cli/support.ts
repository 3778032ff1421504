/** The command line as a child process, as a person's terminal would run it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from '../../cli/terminal.ts'

export const repository = join(import.meta.dirname, '../..')
export const entry = join(repository, 'cli/main.ts')

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

export function startCli(args: readonly string[], stdin?: string) {
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' }
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(stdin ?? '')
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, finished, stdout: () => stdout, stderr: () => stderr }
}

export function runCli(args: readonly string[], stdin?: string): Promise<Finished> {
  return startCli(args, stdin).finished
}

/** Resolves when `condition` holds; rejects after `seconds`. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  seconds = 25
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not within ${String(seconds)} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A folder that goes away with `dispose`. */
export function temporaryFolder(): { path: string; dispose: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'signalbox-cli-'))
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) }
}

/** A terminal that keeps what is written. */
export function recordingTerminal(
  stdin = ''
): Terminal & { written: { out: string; err: string } } {
  const written = { out: '', err: '' }
  return {
    written,
    environment: {},
    out: (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
    readStdin: () => Promise.resolve(stdin),
    isTty: false,
    columns: 80,
    isErrorTty: false
  }
}
