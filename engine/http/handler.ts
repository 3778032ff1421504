import type { CheckedInput, OperationName, Output } from '../../api/index.ts'

/** Who calls, beyond having the engine's token. */
export interface Caller {
  /** Aborted when the caller hangs up before the answer. */
  signal: AbortSignal
}

/** One handler an operation: what came in is checked, what goes out is the operation's answer. */
export type Handlers = {
  [K in OperationName]: (input: CheckedInput<K>, caller: Caller) => Promise<Output<K>> | Output<K>
}
