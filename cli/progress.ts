import type { Context } from './context.ts'
import { exitCodes } from './failure.ts'
import { eventLine } from './history.ts'
import type { Described, Watcher } from './watch.ts'

/** Tells events and task logs on stderr, as they come. */
export function createProgress(context: Context): Watcher {
  const { terminal, errorStyle } = context
  return {
    onEvent: (event) => terminal.err(`${eventLine(event, errorStyle)}\n`),
    onLog: (_taskId, text) => {
      for (const line of text.replace(/\r?\n$/, '').split('\n')) {
        terminal.err(`          ${errorStyle('grey', '│')} ${line}\n`)
      }
    }
  }
}

/** The output on stdout, or the failure on stderr with exit code 1. */
export function printResult(context: Context, described: Described): void {
  const { terminal, errorStyle } = context
  if (context.isJson) context.json(described)
  else if (described.status === 'SUCCEEDED') {
    terminal.out(`${readable(described.output ?? 'null')}\n`)
  }
  if (described.status === 'SUCCEEDED') return
  const error = described.error === undefined ? '' : ` ${described.error}`
  const cause =
    described.cause === undefined || described.cause === '' ? '' : `: ${described.cause}`
  terminal.err(`${errorStyle('red', described.status)}${error}${cause}\n`)
  context.setExitCode(exitCodes.failed)
}

/** JSON text, indented. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
