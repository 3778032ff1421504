import type { Activation } from '../../asl/interpreter/activation.ts'
import type { WriteDb } from '../store/transaction.ts'

/** `Omit` over each member of a union. */
export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** An activation before the host gives it its time and randomness. */
export type ActivationRequest = DistributiveOmit<Activation, 'at' | 'seed'>

export interface StartRequest {
  stateMachineArn: string
  /** The idempotency key; a random UUID where absent. */
  name?: string
  /** JSON text; `{}` where absent. */
  input?: string
}

export interface StartedExecution {
  executionArn: string
  /** Milliseconds since the epoch. */
  startedAt: number
  /** False where an execution of this name and input was running already. */
  isNew: boolean
}

/** Runs executions: the one loop of load, advance, commit, act. */
export interface Host {
  /**
   * Creates an execution and takes its first step inside the caller's transaction. Throws ApiError
   * StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidName, InvalidExecutionInput, InvalidArn.
   */
  start: (write: WriteDb, request: StartRequest) => StartedExecution
  /**
   * One activation inside the caller's transaction: loads, advances, writes the rows and registers
   * what is to be done after the commit. An execution that has ended is left as it is.
   */
  apply: (write: WriteDb, executionId: number, activation: Activation) => void
  /** Queues an activation; resolves after the commit of its group. Tried again while the disk refuses. */
  submit: (executionId: number, activation: ActivationRequest) => Promise<void>
  /**
   * Queues a unit of work; all units that are queued in one turn of the event loop share one
   * transaction (group commit), each in a savepoint of its own. Resolves after the commit; rejects
   * with what `work` throws, or with ApiError ServiceUnavailable where the disk refuses.
   */
  enqueue: <T>(work: (write: WriteDb) => T) => Promise<T>
  /** An activation's `at` and `seed`. */
  moment: () => { at: number; seed: string }
}
