import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { writeInOneStep, type AttemptFiles } from './attempt-files.ts'
import type { RunInput } from './input.ts'
import { cookieName, cookieOf } from './process-table.ts'
import type { Launch } from './supervisor.ts'

/** Variables that a command may inherit without being told to: who and where one is, nothing secret. */
const inheritedNames = [
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'LANG',
    'LANGUAGE',
    'TZ',
    'TMPDIR',
    'TMP',
    'TEMP'
  ],
  ...['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA']
]

/**
 * Everything that is needed to start the command, with its stdin and script written to the attempt's folder.
 * Throws `Shell.FolderNotFound` or `Shell.CommandNotFound`.
 */
export async function prepareLaunch(
  files: AttemptFiles,
  input: RunInput,
  context: ActionContext
): Promise<Launch> {
  const cwd = resolve(context.files.workFolder, input.cwd ?? '.')
  await expectFolder(cwd)
  const env = environmentOf(input, context)
  const [word, ...options] = await commandLine(files, input)
  return {
    program: await findProgram(word ?? '', cwd, env['PATH'] ?? ''),
    arguments: [...options, ...(input.arguments ?? [])],
    cwd,
    env,
    stdinPath: await writeStdin(files, input)
  }
}

/** The environment of the command: inherited variables, the task's own, the cookie last. */
export function environmentOf(input: RunInput, context: ActionContext): Record<string, string> {
  const isInherited = (name: string): boolean =>
    input.inheritEnv || inheritedNames.includes(name) || name.startsWith('LC_')
  const inherited: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && isInherited(name)) inherited[name] = value
  }
  return { ...inherited, ...input.env, [cookieName]: cookieOf(context) }
}

async function commandLine(files: AttemptFiles, input: RunInput): Promise<string[]> {
  if (input.script === undefined) return [input.command ?? '']
  const path = process.platform === 'win32' ? `${files.script}.ps1` : files.script
  await writeInOneStep(path, input.script)
  return [...interpreterOf(input), path]
}

function interpreterOf(input: RunInput): string[] {
  if (input.interpreter !== undefined) return input.interpreter.trim().split(/\s+/)
  return process.platform === 'win32'
    ? ['powershell.exe', '-NoProfile', '-ExecutionPolicy', 'Bypass', '-File']
    : ['/bin/sh', '-e']
}

async function writeStdin(files: AttemptFiles, input: RunInput): Promise<string> {
  if (input.stdin === undefined) return process.platform === 'win32' ? '\\\\.\\NUL' : '/dev/null'
  // A line of its own, so that a script can read JSON with `read`.
  const text = typeof input.stdin === 'string' ? input.stdin : `${JSON.stringify(input.stdin)}\n`
  await writeInOneStep(files.stdin, text)
  return files.stdin
}

async function expectFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return
  throw new TaskFailure(
    'Shell.FolderNotFound',
    `Expected the folder ${path} to run in, found ${found === undefined ? 'nothing' : 'a file'} there. Make it, or change cwd.`
  )
}

/** Looks a program up as execvp(3) does, and returns its absolute path. */
async function findProgram(program: string, cwd: string, path: string): Promise<string> {
  const hasFolder = isAbsolute(program) || /[/\\]/.test(program)
  const places = hasFolder ? [''] : path.split(delimiter).filter((folder) => folder !== '')
  const suffixes = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  for (const place of places) {
    for (const suffix of suffixes) {
      const candidate = resolve(cwd, join(place, program + suffix))
      if (await isProgram(candidate)) return candidate
    }
  }
  throw new TaskFailure(
    'Shell.CommandNotFound',
    hasFolder
      ? `Expected a program that can be executed at ${resolve(cwd, program)}, found none. Check the path and that its x permission is set.`
      : `Expected the program ${program} in a folder of PATH (${path}), found none. Install it, or give its full path.`
  )
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
