import { createHash } from 'node:crypto'
import type { StartMapRun } from '../../asl/interpreter/command.ts'
import { mapRunChild } from '../../asl/interpreter/map-run.ts'
import type { MapRunChild, MapRunFailure } from '../../asl/interpreter/map-run.ts'
import type { Definition } from '../../asl/definition.ts'
import type { Json } from '../../asl/json.ts'
import type { HostControl } from '../host/host.ts'
import type { LiveExecution } from '../host/live-executions.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import * as rows from '../store/queries/map-runs.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import * as machineRows from '../store/queries/state-machines.ts'
import { findTestCase, insertTestCase } from '../store/queries/test-cases.ts'
import type { WriteDb } from '../store/transaction.ts'

export interface MapRuns {
  /** Stores a run that a step has asked for. */
  start: (write: WriteDb, parent: LiveExecution, command: StartMapRun, at: number) => void
  /** Its state has been aborted. */
  stop: (write: WriteDb, parentId: number, mapRunId: number, at: number) => void
  /** An execution has ended, in this transaction: as a child, as a parent, or neither. */
  executionEnded: (write: WriteDb, executionId: number) => void
  /** Its limits have changed. */
  changed: (write: WriteDb, id: number) => void
  /** Takes up what the last engine run has left. */
  recover: (write: WriteDb) => void
}

export interface MapRunOptions {
  host: Pick<HostControl, 'apply' | 'moment' | 'persist' | 'load' | 'startChild'>
  ids: Ids
  log: Log
}

/** Others get their turn after so many. */
const CHILDREN_A_TURN = 50
/** AWS's own: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_CHILDREN_AT_ONCE = 10_000
/** Somewhat more than a state's output may have. */
const LONGEST_OUTPUT = 300_000

/** @example createMapRuns({ host, ids, log }).recover(write) */
export function createMapRuns(options: MapRunOptions): MapRuns {
  const { host, log } = options
  const scheduled = new Set<number>()
  const schedule = (write: WriteDb, id: number): void => {
    write.afterCommit(() => {
      if (scheduled.has(id)) return
      scheduled.add(id)
      const turn = (own: WriteDb): void => {
        scheduled.delete(id)
        if (takeTurn(own, id, options)) schedule(own, id)
      }
      host.persist(turn).catch((error: unknown) => {
        scheduled.delete(id)
        // Also while the engine stops: its next start takes the run up.
        log.warn('A map run could not go on', { mapRun: id, error: String(error) })
      })
    })
  }
  const abort = (write: WriteDb, run: MapRunRecord, at: number): void => {
    if (run.status !== 'RUNNING') return
    rows.endMapRun(write, run.id, 'ABORTED', at)
    schedule(write, run.id)
  }
  return {
    start: (write, parent, command, at) => schedule(write, insertRun(write, parent, command, at)),
    stop: (write, parentId, mapRunId, at) => {
      const runs = rows.mapRunsOf(write, parentId, { limit: 1000 })
      const run = runs.find(({ eventId }) => eventId === mapRunId)
      if (run) abort(write, run, at)
    },
    executionEnded: (write, executionId) => {
      const runId = rows.countChildEnd(write, executionId)
      if (runId !== undefined) schedule(write, runId)
      const { at } = host.moment()
      for (const run of rows.mapRunsOf(write, executionId, { limit: 1000 })) abort(write, run, at)
    },
    changed: schedule,
    recover: (write) => {
      for (const { id } of rows.runningMapRuns(write)) schedule(write, id)
      for (const id of rows.mapRunsToStop(write)) schedule(write, id)
    }
  }
}

/** The run's row, and the hidden state machine of its children. */
function insertRun(
  write: WriteDb,
  parent: LiveExecution,
  command: StartMapRun,
  startedAt: number
): number {
  const { context } = parent.execution
  const name = `${context.stateMachine.name}/${command.label}`
  const roleArn = context.execution.roleArn
  const { QueryLanguage } = parent.machine.definition
  const processor = JSON.parse(command.processor) as Definition
  const definition = JSON.stringify(QueryLanguage ? { QueryLanguage, ...processor } : processor)
  const found = machineRows.findStateMachine(write, name)
  const stateMachineId =
    found?.id ??
    machineRows.insertStateMachine(write, {
      ...{ name, type: 'STANDARD', roleArn, createdAt: startedAt }
    })
  const digest = createHash('sha256').update(definition).digest('hex')
  const revisionId = machineRows.putRevision(write, {
    ...{ stateMachineId, definition, createdAt: startedAt, digest }
  })
  if (!found) {
    machineRows.updateStateMachine(write, stateMachineId, {
      ...{ revisionId, roleArn, updatedAt: startedAt, revisionName: '', isTraced: false }
    })
    machineRows.deleteStateMachine(write, stateMachineId, startedAt)
  }
  return rows.insertMapRun(write, {
    ...command,
    ...{ executionId: parent.id, stateMachineId, revisionId, startedAt }
  })
}

/** True where there is more to do at once. */
function takeTurn(write: WriteDb, id: number, options: MapRunOptions): boolean {
  const { host } = options
  const run = rows.findMapRun(write, id)
  if (!run) return false
  if (run.status !== 'RUNNING') return stopChildren(write, run, options)
  if (run.failedItems > run.toleratedFailures) {
    fail(write, run, options, {
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded'
    })
    return true
  }
  const limit = run.maxConcurrency || MOST_CHILDREN_AT_ONCE
  const free = Math.min(limit - run.running, CHILDREN_A_TURN)
  let nextItem = run.nextItem
  for (let count = 0; count < free && nextItem < run.itemCount; count += 1) {
    const child = startChild(write, run, nextItem, options)
    if (child === undefined) return false
    if ('error' in child) {
      fail(write, run, options, child)
      return true
    }
    nextItem += child.itemCount
  }
  const now = rows.findMapRun(write, id)
  if (now?.status !== 'RUNNING') return false
  if (now.nextItem < now.itemCount) return now.running < limit
  if (now.running > 0 || now.failedItems > now.toleratedFailures) return now.running === 0
  succeed(write, now, host)
  return false
}

function startChild(
  write: WriteDb,
  run: MapRunRecord,
  fromIndex: number,
  { host, ids }: MapRunOptions
): MapRunChild | MapRunFailure | undefined {
  const parent = host.load(write, run.executionId)
  if (!parent) return undefined
  const { machine, execution } = parent
  const request = { mapRunId: run.eventId, fromIndex, ...host.moment() }
  const child = mapRunChild(machine, execution, request)
  if (child === undefined || 'error' in child) return child
  const testCase = findTestCase(write, run.executionId)?.testCase
  host.startChild(
    write,
    {
      ...{ stateMachineId: run.stateMachineId, revisionId: run.revisionId, name: ids.uuid() },
      input: JSON.stringify(child.input)
    },
    (executionId) => {
      const { itemCount } = child
      rows.insertChild(write, {
        ...{ executionId, mapRunId: run.id },
        firstItem: fromIndex,
        itemCount
      })
      if (testCase !== undefined) insertTestCase(write, executionId, testCase)
    }
  )
  return child
}

function succeed(write: WriteDb, run: MapRunRecord, host: MapRunOptions['host']): void {
  const moment = host.moment()
  rows.endMapRun(write, run.id, 'SUCCEEDED', moment.at)
  const output = rows
    .childOutputs(write, run.id, LONGEST_OUTPUT)
    .map((text) => JSON.parse(text) as Json)
  host.apply(write, run.executionId, {
    type: 'map-run-succeeded',
    ...{ mapRunId: run.eventId, output, ...moment }
  })
}

function fail(
  write: WriteDb,
  run: MapRunRecord,
  { host }: MapRunOptions,
  { error, cause }: MapRunFailure
): void {
  const moment = host.moment()
  rows.endMapRun(write, run.id, 'FAILED', moment.at)
  host.apply(write, run.executionId, {
    type: 'map-run-failed',
    ...{ mapRunId: run.eventId, error, cause, ...moment }
  })
}

/** A run that is over has no running children. */
function stopChildren(write: WriteDb, run: MapRunRecord, { host }: MapRunOptions): boolean {
  const children = rows.runningChildren(write, run.id, CHILDREN_A_TURN)
  for (const id of children) {
    host.apply(write, id, { type: 'execution-stopped', ...host.moment() })
  }
  return children.length === CHILDREN_A_TURN
}
