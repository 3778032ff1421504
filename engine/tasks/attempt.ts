import type { z } from 'zod'
import type { Json } from '../../asl/json.ts'
import type { Action } from '../../plugins/contract/action.ts'
import type { ActionContext } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { Log } from '../log.ts'
import type { TaskOutcome } from './tasks.ts'

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_OUTPUT_BYTES = 262_144
const LONGEST_CAUSE = 32_768

/**
 * Runs one attempt of an action to its outcome; never rejects. Whatever a plugin does wrong becomes
 * a failure of this task: `Signalbox.InvalidInput`, `.PluginError`, `.InvalidOutput`,
 * `States.DataLimitExceeded`.
 */
export async function runAction(
  action: Action,
  input: unknown,
  context: ActionContext,
  log: Log
): Promise<TaskOutcome> {
  const parsed = action.input.safeParse(input)
  if (!parsed.success) {
    return failed(
      'Signalbox.InvalidInput',
      `The task's input is not what '${action.name}' expects. ${describe(parsed.error)}`
    )
  }
  try {
    return toOutcome(action, await action.run(parsed.data, context))
  } catch (error) {
    const failure = asTaskFailure(error)
    if (failure) return failed(failure.errorName, failure.causeText)
    if (!context.signal.aborted) {
      const stack = error instanceof Error ? error.stack : undefined
      log.warn('An action has thrown something that is no TaskFailure', {
        executionArn: context.attempt.executionArn,
        taskId: context.attempt.taskId,
        error: String(error),
        stack
      })
    }
    return failed('Signalbox.PluginError', String(error))
  }
}

/** A failed outcome; a cause that is too long for the history is cut. */
export function failed(error: string, cause: string): TaskOutcome {
  return { type: 'failed', error, cause: cause.slice(0, LONGEST_CAUSE) }
}

function toOutcome(action: Action, result: unknown): TaskOutcome {
  const parsed = action.output.safeParse(result)
  if (!parsed.success) {
    return failed(
      'Signalbox.InvalidOutput',
      `'${action.name}' has returned what it does not promise. ${describe(parsed.error)}`
    )
  }
  let text: string
  try {
    text = JSON.stringify(parsed.data ?? null)
  } catch (error) {
    return failed(
      'Signalbox.InvalidOutput',
      `'${action.name}' has returned what is no JSON: ${String(error)}`
    )
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > LARGEST_OUTPUT_BYTES) {
    return failed(
      'States.DataLimitExceeded',
      `The task's output has ${String(bytes)} bytes, at most ${String(LARGEST_OUTPUT_BYTES)} are allowed. Write large results to a file or to S3 and return where they are.`
    )
  }
  // Through text and back: what is stored is what goes on, without undefined members or toJSON.
  return { type: 'succeeded', output: JSON.parse(text) as Json }
}

/** By name as well as by class: a plugin may have been bundled with a copy of the contract. */
function asTaskFailure(error: unknown): TaskFailure | undefined {
  const isFailure =
    error instanceof TaskFailure ||
    (error instanceof Error &&
      error.name === 'TaskFailure' &&
      'errorName' in error &&
      typeof error.errorName === 'string' &&
      'causeText' in error &&
      typeof error.causeText === 'string')
  return isFailure ? (error as TaskFailure) : undefined
}

function describe(error: z.core.$ZodError): string {
  return error.issues
    .map(
      ({ path, message }) => `${path.length > 0 ? path.map(String).join('.') : 'input'}: ${message}`
    )
    .join('; ')
}
