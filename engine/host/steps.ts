import type { Activation } from '../../asl/interpreter/activation.ts'
import type { Log } from '../log.ts'
import type { Machines } from '../machines/machines.ts'
import type { WriteDb } from '../store/transaction.ts'
import { endsTransaction } from '../store/transaction.ts'
import { failExecution } from './bug.ts'
import type { HostHooks } from './commands.ts'
import type { LiveExecution, LiveExecutions, NewExecution } from './live-executions.ts'
import { insertWaiting, takeFirstStep, takeStep } from './step.ts'

export interface StepsOptions {
  log: Log
  machines: Machines
  transitionLimit?: number
}

/** Steps that a bug of ours cannot make worse than one failed execution. */
export interface Steps {
  take: (write: WriteDb, live: LiveExecution, activation: Activation) => void
  takeFirst: (write: WriteDb, execution: NewExecution, activation: Activation) => void
}

/** Each step in a savepoint of its own: a bug ends this execution alone. */
export function createSteps(
  { log, machines, transitionLimit }: StepsOptions,
  executions: LiveExecutions,
  hooks: HostHooks
): Steps {
  const options = { hooks, transitionLimit }
  const remember = (write: WriteDb, { id }: LiveExecution): void =>
    write.afterRollback(() => executions.forget(id))
  const forgetEnded = ({ id, execution }: LiveExecution): void => {
    if (execution.status !== 'RUNNING') executions.forget(id)
  }
  /** `idOf` finds the rows that the step has left behind, or makes them. */
  const onBug = (
    write: WriteDb,
    error: unknown,
    { executionArn }: { executionArn: string },
    activation: Activation,
    idOf: () => number
  ): void => {
    if (endsTransaction(error)) throw error
    const stack = error instanceof Error ? error.stack : undefined
    log.error('A bug has ended an execution', { executionArn, activation: activation.type, stack })
    const cause = `A bug of Signalbox on '${activation.type}': ${String(error)}. The engine's log has more.`
    failExecution(write, idOf(), { cause, at: activation.at, hooks })
  }
  return {
    take: (write, live, activation) => {
      remember(write, live)
      try {
        write.savepoint((inner) => {
          inner.require(machines.durabilityOf(live.stateMachineArn))
          takeStep(inner, live, activation, options)
        })
        forgetEnded(live)
      } catch (error) {
        executions.forget(live.id)
        onBug(write, error, live, activation, () => live.id)
      }
    },
    takeFirst: (write, execution, activation) => {
      try {
        const live = write.savepoint((inner) => {
          inner.require(machines.durabilityOf(execution.stateMachineArn))
          const begun = (one: LiveExecution): void => {
            remember(inner, one)
            executions.add(one)
          }
          return takeFirstStep(inner, execution, activation, { ...options, begun })
        })
        forgetEnded(live)
      } catch (error) {
        onBug(write, error, execution, activation, () => insertWaiting(write, execution).id)
      }
    }
  }
}
