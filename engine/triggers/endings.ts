import type { JsonObject } from '../../asl/json.ts'
import { executionArn, parseStateMachineArn, stateMachineArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { EndedExecution } from '../host/commands.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { ExecutionData, ExecutionSummary } from '../store/queries/executions.ts'
import { findExecutionById, readExecutionData } from '../store/queries/executions.ts'
import * as rows from '../store/queries/firings.ts'
import { findTriggerById, listTriggers } from '../store/queries/triggers.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { Firings } from './firing.ts'
import { createWaiters } from './waiters.ts'
import { moveFinishedFile } from './folder/finished-files.ts'
import type { Kind } from './watcher.ts'

/** What follows the end of an execution: triggers on it, and what is left to do for its own trigger. */
export interface Endings {
  /** Inside the transaction that ends an execution. */
  executionEnded: (write: WriteDb, execution: EndedExecution) => void
  /** Resolves after the commit of the execution's end, or when the time is over. */
  untilEnded: (executionArn: string, milliseconds: number) => Promise<void>
  /** Triggers have changed; after the commit. */
  changed: () => void
  /** Takes up what a crash has left. */
  start: () => void
  /** After what has begun. */
  stop: () => Promise<void>
}

export interface EndingsOptions {
  store: Store
  host: HostControl
  log: Log
  clock: Clock
  firings: Firings
  /** There are firings that wait to be started. */
  noted: () => void
}

/** A chain of executions, each started by the end of the one before, is cut here: it is likely a circle. */
const DEEPEST = 16
const PORTION = 100

/** There is nothing to watch: each end is told in its own transaction. */
export const executionEndedKind: Kind<'EXECUTION_ENDED'> = {
  check: ({ sourceArn }) => void parseStateMachineArn(sourceArn),
  watch: (_trigger, { setHealth }) => {
    setHealth({ status: 'OK' })
    return { stop: () => undefined }
  },
  rehearse: () => ({ events: [], hasMore: false })
}

export function createEndings(options: EndingsOptions): Endings {
  const { store, host, log } = options
  const db = reader(store)
  /** Ids of triggers, by the ARN of the state machine whose ends they wait for. */
  let sources = new Map<string, number[]>()
  let hasFollowers = false
  let isStopped = false
  let work: Promise<void> = Promise.resolve()
  const changed = (): void => {
    sources = new Map()
    hasFollowers = false
    for (const { id, settings } of listTriggers(db)) {
      if (settings.kind === 'EXECUTION_ENDED') {
        const { sourceArn } = settings
        sources.set(sourceArn, [...(sources.get(sourceArn) ?? []), id])
      }
      hasFollowers ||= settings.kind === 'FOLDER'
    }
  }
  const followUp = (executionId: number): void => {
    work = work.then(async () => {
      if (isStopped) return
      const execution = findExecutionById(db, executionId)
      const firing = execution && rows.firingOfExecution(db, arnOf(execution))
      const trigger = firing && findTriggerById(db, firing.triggerId)
      if (!firing?.mustFollowUp || !trigger) return
      await moveFinishedFile(trigger, firing, execution.status, { host, log })
    })
    // Refused only while the engine stops: its next start does it.
    work = work.catch(() => undefined)
  }
  changed()
  const waiters = createWaiters(options.clock)
  return {
    changed,
    untilEnded: waiters.untilEnded,
    executionEnded: (write, { id, stateMachineArn: source, executionArn }) => {
      if (hasFollowers && rows.firingOfExecution(write, executionArn)?.mustFollowUp) {
        write.afterCommit(() => followUp(id))
      }
      if (waiters.has(executionArn)) write.afterCommit(() => waiters.release(executionArn))
      const triggerIds = sources.get(source)
      if (triggerIds) noteEnd(write, id, triggerIds, options)
    },
    start: () => {
      for (const { executionId } of rows.firingsToFollowUp(db, PORTION * PORTION)) {
        if (executionId !== undefined) followUp(executionId)
      }
    },
    stop: async () => {
      isStopped = true
      waiters.releaseAll()
      await work
    }
  }
}

function noteEnd(
  write: WriteDb,
  executionId: number,
  triggerIds: readonly number[],
  { firings, noted }: EndingsOptions
): void {
  const execution = findExecutionById(write, executionId)
  if (!execution) return
  const depth = (rows.firingOfExecution(write, arnOf(execution))?.depth ?? 0) + 1
  for (const id of triggerIds) {
    const trigger = findTriggerById(write, id)
    if (!trigger?.isEnabled || trigger.settings.kind !== 'EXECUTION_ENDED') continue
    const { statuses = ['SUCCEEDED'] } = trigger.settings
    if (!statuses.some((status) => status === execution.status)) continue
    const firing = firings.note(write, trigger, {
      identity: `${String(executionId)}\n${String(execution.redriveCount)}`,
      title: `${execution.name}, ${execution.status}`,
      event: endEvent(execution, readExecutionData(write, executionId)),
      depth
    })
    if (firing && depth > DEEPEST) {
      rows.settleFiring(write, firing.id, {
        status: 'FAILED',
        reason: `This is the ${String(depth)}th execution in a row that the end of the one before would start: Signalbox takes it for a circle and cuts it here. FireTrigger starts it nevertheless.`
      })
    }
  }
  write.afterCommit(noted)
}

function arnOf({ stateMachineName, name }: ExecutionSummary): string {
  return executionArn(stateMachineName, name)
}

function endEvent(execution: ExecutionSummary, data: ExecutionData): JsonObject {
  const parsed = (text: string): JsonObject[string] => JSON.parse(text) as JsonObject[string]
  return {
    kind: 'EXECUTION_ENDED',
    executionArn: arnOf(execution),
    stateMachineArn: stateMachineArn(execution.stateMachineName),
    name: execution.name,
    status: execution.status,
    startTime: new Date(execution.startedAt).toISOString(),
    ...(execution.stoppedAt === undefined
      ? {}
      : { stopTime: new Date(execution.stoppedAt).toISOString() }),
    ...(data.output === undefined ? {} : { output: parsed(data.output) }),
    ...(data.error === undefined ? {} : { error: data.error }),
    ...(data.cause === undefined ? {} : { cause: data.cause })
  }
}
