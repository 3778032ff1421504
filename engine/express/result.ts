import type { FinalStatus } from '../../asl/interpreter/command.ts'

/** How an express execution has ended. */
export interface ExpressResult {
  executionArn: string
  stateMachineArn: string
  name: string
  /** Milliseconds since the epoch. */
  startedAt: number
  stoppedAt: number
  status: FinalStatus
  /** JSON texts. */
  input: string
  output?: string
  error?: string
  cause?: string
}

/** AWS bills by 100 ms begun, and 64 MB steps of memory. */
export function billedMilliseconds({ startedAt, stoppedAt }: ExpressResult): number {
  return Math.max(1, Math.ceil((stoppedAt - startedAt) / 100)) * 100
}
