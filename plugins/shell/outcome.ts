import { open } from 'node:fs/promises'
import { constants } from 'node:os'
import type { Json } from '../../asl/json.ts'
import { TaskFailure } from '../contract/failure.ts'
import type { AttemptFiles } from './attempt-files.ts'
import type { RunInput, RunOutput } from './input.ts'

/**
 * The longest stdout in an output, in bytes of JSON: a task's output may have 256 KiB in all
 * (Step Functions quotas, "Maximum input or output size"), and stderr and the rest need room.
 */
const stdoutLimit = 240 * 1024
const stderrLimit = 8 * 1024
const causeLimit = 2 * 1024

/** The output of a command that has ended with `code`; throws the failure that it means otherwise. */
export async function outcomeOf(
  files: AttemptFiles,
  input: RunInput,
  code: number,
  durationSeconds: number
): Promise<RunOutput> {
  if (!input.successCodes.includes(code)) throw await failureOf(files, input, code)
  const stdout = await readHead(files.stdout, stdoutLimit)
  const parsed = stdout.isWhole ? parse(stdout.text) : undefined
  if (input.output === 'json' && parsed === undefined) throw notJson(files, input, stdout)
  const value: Json =
    input.output === 'text' || parsed === undefined
      ? stdout.text.replace(/\r?\n$/, '')
      : parsed.value
  const text = typeof value === 'string' ? fitting(value, stdoutLimit) : undefined
  const isTruncated = !stdout.isWhole || (text !== undefined && text !== value)
  return {
    exitCode: code,
    stdout: text ?? value,
    isStdoutTruncated: isTruncated,
    ...(isTruncated ? { stdoutPath: files.stdout } : {}),
    stderr: await readTail(files.stderr, stderrLimit),
    durationSeconds: Math.max(0, Math.round(durationSeconds * 1000) / 1000)
  }
}

/** How people are told which command is meant. */
export function describeCommand(input: RunInput): string {
  if (input.command === undefined) return 'The script'
  return `The command ${[input.command, ...(input.arguments ?? [])].join(' ').slice(0, 200)}`
}

/** The last lines of stderr, as the end of a cause; empty where there are none. */
export async function lastWords(files: AttemptFiles): Promise<string> {
  const text = (await readTail(files.stderr, causeLimit)).trim()
  return text === '' ? '' : ` Its last lines of stderr:\n${text}`
}

async function failureOf(files: AttemptFiles, input: RunInput, code: number): Promise<TaskFailure> {
  const command = describeCommand(input)
  const words = await lastWords(files)
  const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0]
  if (signal !== undefined) {
    return new TaskFailure('Shell.Signal', `${command} was ended by the signal ${signal}.${words}`)
  }
  const expected = input.successCodes.join(' or ')
  return new TaskFailure(
    `Shell.ExitCode.${code}`,
    `${command} ended with exit code ${code}, expected ${expected}.${words}`
  )
}

function notJson(files: AttemptFiles, input: RunInput, stdout: Head): TaskFailure {
  if (!stdout.isWhole) {
    return new TaskFailure(
      'Shell.OutputTooLarge',
      `Expected at most ${stdoutLimit / 1024} KiB of JSON on stdout, found more. Write it to a file and print its path; all of it is in ${files.stdout}.`
    )
  }
  return new TaskFailure(
    'Shell.OutputNotJson',
    `${describeCommand(input)} was expected to print one JSON value, found: ${stdout.text.slice(0, 300) || 'nothing'}`
  )
}

function parse(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return undefined
  }
}

/** The longest beginning of `text` that takes at most `limit` bytes as JSON. */
function fitting(text: string, limit: number): string {
  const bytes = Buffer.byteLength(JSON.stringify(text))
  if (bytes <= limit) return text
  const shorter = text.slice(0, Math.floor((text.length * limit) / bytes) - 1)
  return fitting(shorter.replace(/[\uD800-\uDBFF]$/, ''), limit)
}

interface Head {
  text: string
  isWhole: boolean
}

async function readHead(path: string, limit: number): Promise<Head> {
  const { bytes, size } = await readPart(path, () => 0, limit)
  const text = bytes.toString('utf8')
  return size <= limit
    ? { text, isWhole: true }
    : { text: text.replace(/\uFFFD$/, ''), isWhole: false }
}

async function readTail(path: string, limit: number): Promise<string> {
  const { bytes } = await readPart(path, (size) => Math.max(0, size - limit), limit)
  return bytes.toString('utf8').replace(/^\uFFFD+/, '')
}

async function readPart(
  path: string,
  startAt: (size: number) => number,
  limit: number
): Promise<{ bytes: Buffer; size: number }> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return { bytes: Buffer.alloc(0), size: 0 }
  try {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(limit, size))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, startAt(size))
    return { bytes: buffer.subarray(0, bytesRead), size }
  } finally {
    await file.close()
  }
}
