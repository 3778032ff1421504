import { CliFailure, exitCodes } from './failure.ts'

/** Runs `work` with a signal that aborts on Ctrl-C or SIGTERM; the message says what goes on without us. */
export async function untilInterrupted<T>(
  message: string,
  work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const controller = new AbortController()
  const onSignal = (): void => controller.abort(new CliFailure(exitCodes.interrupted, message))
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    return await work(controller.signal)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}
