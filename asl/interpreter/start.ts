import { SNAPSHOT_VERSION } from './execution.ts'
import type { Execution, ExecutionContext } from './execution.ts'

/**
 * A new execution: RUNNING, without frames or events until it gets `execution-started`.
 * `input` is the client's JSON text (at most 256 KiB, checked by the caller), kept as it is.
 */
export function createExecution(options: { context: ExecutionContext; input: string }): Execution {
  return {
    version: SNAPSHOT_VERSION,
    status: 'RUNNING',
    context: options.context,
    input: options.input,
    nextEventId: 1,
    nextFrameId: 1,
    nextTimerId: 1,
    frames: {}
  }
}
