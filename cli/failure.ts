/** How a command ends: 0 all well, and these. */
export const exitCodes = {
  /** The execution, the request or a definition failed. */
  failed: 1,
  /** Wrong usage, or an invalid definition to be started. */
  usage: 2,
  /** No engine answers, and none could be started. */
  noEngine: 3,
  /** Ctrl-C while waiting, as shells count it. */
  interrupted: 130
} as const

/** Ends the command with a message for people on stderr. */
export class CliFailure extends Error {
  readonly exitCode: number

  constructor(exitCode: number, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CliFailure'
    this.exitCode = exitCode
  }
}

/** Wrong arguments: exit code 2. */
export function usageFailure(message: string): CliFailure {
  return new CliFailure(exitCodes.usage, message)
}
