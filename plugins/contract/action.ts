import type { z } from 'zod'
import type { IntegrationPattern } from '../../asl/interpreter/command.ts'
import type { ActionContext } from './context.ts'

/**
 * What may be done with an attempt that the engine's end has interrupted:
 * - `repeat`: running it again does no harm (a read, or a write of the same thing);
 * - `reattach`: the work goes on outside the engine; `run` is called again with
 *   `context.attempt.isResumed` and finds it by `context.files.attemptFolder`;
 * - `never`: it may or may not have been done; the attempt fails with `Signalbox.TaskInterrupted`.
 */
export type Interruption = 'repeat' | 'reattach' | 'never'

export interface ActionError {
  /** The ASL error name: `Shell.ExitCode`, `Http.StatusCode.404`; a trailing `*` stands for a family. */
  name: string
  description: string
}

export interface ActionExample {
  title: string
  input: unknown
  /** Where the contract's conformance suite can run it: what must come out. */
  output?: unknown
}

/** One typed operation of a plugin. */
export interface Action<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** The `<action>` of the resource, lower camel case: `run`, `putObject`. */
  name: string
  title: string
  description: string
  /** AWS resources that this action also serves: `arn:aws:states:::aws-sdk:s3:putObject`. */
  aliases?: readonly string[]
  /** Beginnings of AWS resources that this action also serves: `arn:aws:lambda:`. */
  aliasPrefixes?: readonly string[]
  input: Input
  output: Output
  errors: readonly ActionError[]
  patterns: readonly IntegrationPattern[]
  /** A function where it depends on the input: a GET may be repeated, a POST never. Read it with `interruptionOf`. */
  interruption: Interruption | ((input: z.output<Input>) => Interruption)
  examples: readonly ActionExample[]
  /** Resolves to the task's output, or throws `TaskFailure`. Anything else thrown is `Signalbox.PluginError`. */
  run: (input: z.output<Input>, context: ActionContext) => Promise<z.input<Output>>
}

/** What may be done with an interrupted attempt of `action` whose parsed input is `input`. */
export function interruptionOf(action: Action, input: unknown): Interruption {
  return typeof action.interruption === 'function'
    ? action.interruption(input)
    : action.interruption
}

/**
 * Defines an action; the engine parses `input` before `run` and `output` after it.
 * The widening to `Action` is safe: `run` is only ever called with what `input` has parsed.
 */
export function defineAction<Input extends z.ZodType, Output extends z.ZodType>(
  action: Action<Input, Output>
): Action {
  const widened: unknown = action
  return widened as Action
}
