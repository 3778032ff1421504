import type { z } from 'zod'
import type { ErrorName } from './errors.ts'

/** `AWSStepFunctions` operations are AWS's own; `Signalbox` ones are ours in the same dialect. */
export type Service = 'AWSStepFunctions' | 'Signalbox'

/** One operation of the engine's API: from this value come types, validation, client and docs. */
export interface Operation<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType
> {
  service: Service
  name: Name
  /** One sentence for the generated reference. */
  summary: string
  input: Input
  output: Output
  errors: readonly ErrorName[]
}

/**
 * Defines an operation; identity at run time, exact types at compile time.
 *
 * @example
 * defineOperation({ service: 'Signalbox', name: 'Ping', summary: 'Answers.', input: z.object({}), output: z.object({}), errors: [] })
 */
export function defineOperation<
  const Name extends string,
  Input extends z.ZodType,
  Output extends z.ZodType
>(operation: Operation<Name, Input, Output>): Operation<Name, Input, Output> {
  return operation
}
