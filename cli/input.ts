import { readFile } from 'node:fs/promises'
import { usageFailure } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** A file's text; `-` is stdin. Throws CliFailure (exit code 2). */
export async function readText(path: string, terminal: Terminal): Promise<string> {
  if (path === '-') return terminal.readStdin()
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const words = reason === 'ENOENT' ? 'there is no such file' : reason
    throw usageFailure(`Expected a readable file, but ${path}: ${words}`)
  }
}

/** JSON text from an argument: the text itself, `@file`, or `-` for stdin. Throws CliFailure (exit code 2). */
export async function readJson(argument: string, terminal: Terminal): Promise<string> {
  const source = argument.startsWith('@') ? argument.slice(1) : argument
  const isFile = argument.startsWith('@') || argument === '-'
  const text = isFile ? await readText(source, terminal) : argument
  try {
    JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw usageFailure(`Expected JSON for the input (as text, @file, or - for stdin): ${reason}`)
  }
  return text
}
