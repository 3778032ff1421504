import type { CompiledRule } from '../concurrency/claim-of.ts'
import type { Concurrency } from '../concurrency/concurrency.ts'
import { saveHead } from '../store/queries/snapshots.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { LiveExecution } from './live-executions.ts'
import type { StartOptions } from './start.ts'
import { notifyExecution } from './step.ts'

interface RuledStart {
  concurrency: Pick<Concurrency, 'ruleOf' | 'admit'>
  found: StartOptions
  seed: string
}

/** Starts under the state machine's rule, if there is one: what a refused start has written must not stay. */
export function startByRule<T>(
  write: WriteDb,
  { concurrency, found }: RuledStart,
  start: (own: WriteDb, rule?: CompiledRule) => T
): T {
  const rule = concurrency.ruleOf(found.target.machine.id)
  return rule ? write.savepoint((own) => start(own, rule)) : start(write)
}

/**
 * Whether a new execution may begin under its rule. One that must wait is RUNNING with a snapshot
 * that has not taken a step: it can be stopped, and begins as if it were started then. Throws
 * ApiError ConcurrencyLimitReached, InvalidExecutionInput.
 */
export function isAdmitted(
  write: WriteDb,
  rule: CompiledRule,
  live: LiveExecution,
  { concurrency, found, seed }: RuledStart
): boolean {
  const { execution } = live
  const mayBegin = concurrency.admit(write, rule, {
    executionId: live.id,
    stateMachine: found.target.machine,
    input: execution.input,
    at: found.startedAt,
    seed
  })
  if (!mayBegin) {
    saveHead(write, live.id, execution, false)
    notifyExecution(write, live, 'RUNNING', undefined)
  }
  return mayBegin
}
