import type { CheckedInput, OperationName, Output } from '../../api/index.ts'
import type { ReadName } from '../reads/read-names.ts'

/** Who calls, beyond having the engine's token. */
export interface Caller {
  /** Aborted when the caller hangs up before the answer. */
  signal: AbortSignal
}

/**
 * One handler an operation: what came in is checked, what goes out is the operation's answer. Those of
 * `ReadName` are answered by the reader thread.
 */
export type Handlers = {
  [K in Exclude<OperationName, ReadName>]: (
    input: CheckedInput<K>,
    caller: Caller
  ) => Promise<Output<K>> | Output<K>
}
