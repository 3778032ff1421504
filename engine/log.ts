import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'

/** Structured log: one JSON object a line. Secrets never go in. */
export interface Log {
  info: (message: string, fields?: Record<string, unknown>) => void
  warn: (message: string, fields?: Record<string, unknown>) => void
  error: (message: string, fields?: Record<string, unknown>) => void
}

/** Writes to standard error, so that standard output stays for answers. */
export function createLog(
  write: (line: string) => void = (line) => process.stderr.write(line),
  clock: Clock = systemClock
): Log {
  const at =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      const time = new Date(clock.now()).toISOString()
      write(`${JSON.stringify({ time, level, message, ...fields })}\n`)
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
