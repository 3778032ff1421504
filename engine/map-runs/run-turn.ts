/** One turn of a map run, in a transaction: what can be done at once. */
import { ApiError } from '../../api/errors.ts'
import { exceedsLimits } from '../../asl/data/limit.ts'
import { errorNames } from '../../asl/errors.ts'
import { mapRunChild } from '../../asl/interpreter/map-run.ts'
import type { MapRunChild, MapRunFailure } from '../../asl/interpreter/map-run.ts'
import type { Json } from '../../asl/json.ts'
import type { HostControl } from '../host/host.ts'
import type { Ids } from '../ids.ts'
import { childResults } from '../store/queries/map-run-items.ts'
import * as rows from '../store/queries/map-runs.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import { findStateMachineById } from '../store/queries/state-machines.ts'
import { findTestCase, insertTestCase } from '../store/queries/test-cases.ts'
import type { WriteDb } from '../store/transaction.ts'
import { itemsOfRun, writerOf } from './run-requests.ts'
import { resultTexts } from './writing/result-entry.ts'

export interface TurnOptions {
  host: Pick<HostControl, 'apply' | 'moment' | 'load' | 'startChild' | 'redrive'>
  ids: Ids
  /** Reads the run's items or writes its results, outside of any transaction. */
  work: (run: MapRunRecord) => void
}

/** Others get their turn after so many. */
const CHILDREN_A_TURN = 50
/** AWS's own: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_CHILDREN_AT_ONCE = 10_000
/** Somewhat more than a state's output may have. */
const LONGEST_OUTPUT = 300_000

/** True where there is more to do at once. */
export function takeTurn(write: WriteDb, id: number, options: TurnOptions): boolean {
  const { host } = options
  const run = rows.findMapRun(write, id)
  if (!run) return false
  if (run.status !== 'RUNNING') return stopChildren(write, run, options)
  if (run.phase === 'READING' || run.phase === 'WRITING') {
    write.afterCommit(() => options.work(run))
    return false
  }
  if (run.phase === 'STOPPING') {
    if (stopChildren(write, run, options)) return true
    rows.enterPhase(write, id, 'WRITING')
    return true
  }
  if (run.failedItems > run.toleratedFailures) {
    failOver(write, run, options, {
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded'
    })
    return true
  }
  const limit = run.maxConcurrency || MOST_CHILDREN_AT_ONCE
  const places = Math.min(limit - run.running, CHILDREN_A_TURN)
  const free = places - redriveChildren(write, run, places, options)
  let nextItem = run.nextItem
  for (let count = 0; count < free && nextItem < run.itemCount; count += 1) {
    const child = startChild(write, run, nextItem, options)
    if (child === undefined) return false
    if ('error' in child) {
      failOver(write, run, options, child)
      return true
    }
    nextItem += child.itemCount
  }
  const now = rows.findMapRun(write, id)
  if (now?.status !== 'RUNNING') return false
  const isMore = now.nextItem < now.itemCount || rows.childrenToRedrive(write, id, 1).length > 0
  if (isMore) return now.running < limit
  if (now.running > 0 || now.failedItems > now.toleratedFailures) return now.running === 0
  if (writerOf(now)?.target !== undefined) {
    rows.enterPhase(write, id, 'WRITING')
    return true
  }
  succeed(write, now, host, inPlace(write, now))
  return false
}

/** Children of a redriven run that had failed run again; how many. */
function redriveChildren(
  write: WriteDb,
  run: MapRunRecord,
  places: number,
  { host }: TurnOptions
): number {
  if (run.redriveCount === 0 || places <= 0) return 0
  let count = 0
  for (const child of rows.childrenToRedrive(write, run.id, places)) {
    try {
      host.redrive(write, child.executionId)
      rows.noteChildRedriven(write, run.id, child.executionId)
      count += 1
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      rows.noteNotRedrivable(write, run.id, child)
    }
  }
  return count
}

function startChild(
  write: WriteDb,
  run: MapRunRecord,
  fromIndex: number,
  { host, ids }: TurnOptions
): MapRunChild | MapRunFailure | undefined {
  const parent = host.load(write, run.executionId)
  if (!parent) return undefined
  const { machine, execution } = parent
  const request = { mapRunId: run.eventId, fromIndex, ...host.moment() }
  const child = mapRunChild(machine, execution, { ...request, ...itemsOfRun(write, run) })
  if (child === undefined || 'error' in child) return child
  const input = JSON.stringify(child.input)
  if (exceedsLimits(input)) return tooLong(fromIndex)
  const testCase = findTestCase(write, run.executionId)?.testCase
  host.startChild(write, {
    ...{ stateMachineId: run.stateMachineId, revisionId: run.revisionId, mapRunId: run.id },
    ...{ name: ids.timeOrderedUuid(), input },
    inserted: (inner, executionId) => {
      const { itemCount } = child
      const item = { executionId, mapRunId: run.id, firstItem: fromIndex, itemCount }
      rows.insertChild(inner, item)
      if (testCase !== undefined) insertTestCase(inner, executionId, testCase)
    }
  })
  return child
}

/** The outputs as the state's result, transformed where its ResultWriter says so. */
function inPlace(write: WriteDb, run: MapRunRecord): Json {
  const writer = writerOf(run)
  const texts =
    writer?.transformation === undefined || writer.transformation === 'COMPACT'
      ? rows.childOutputs(write, run.id, LONGEST_OUTPUT)
      : transformed(write, run, writer.transformation)
  if (writer?.outputType === 'JSONL') return texts.join('\n')
  return texts.map((text) => JSON.parse(text) as Json)
}

function transformed(
  write: WriteDb,
  run: MapRunRecord,
  transformation: 'NONE' | 'FLATTEN'
): string[] {
  const machine = findStateMachineById(write, run.stateMachineId)?.name ?? ''
  const texts: string[] = []
  let length = 0
  let from = 0
  while (length <= LONGEST_OUTPUT) {
    const page = childResults(write, run.id, from, CHILDREN_A_TURN)
    for (const child of page) {
      from = child.firstItem + 1
      const isShown = child.status === 'SUCCEEDED' || transformation === 'NONE'
      for (const text of isShown ? resultTexts(machine, child, { transformation }) : []) {
        texts.push(text)
        length += text.length
      }
    }
    if (page.length === 0) break
  }
  return texts
}

/** Ends a run well, with this as the state's result. */
export function succeed(
  write: WriteDb,
  run: MapRunRecord,
  host: TurnOptions['host'],
  output: Json
): void {
  const moment = host.moment()
  rows.endMapRun(write, run.id, 'SUCCEEDED', moment.at)
  host.apply(write, run.executionId, {
    type: 'map-run-succeeded',
    ...{ mapRunId: run.eventId, output, ...moment }
  })
}

/** Its children are stopped and what they have done is written, where there is a place for it; then it fails. */
function failOver(
  write: WriteDb,
  run: MapRunRecord,
  options: TurnOptions,
  failure: MapRunFailure
): void {
  if (writerOf(run)?.target === undefined) fail(write, run, options, failure)
  else rows.enterPhase(write, run.id, 'STOPPING', failure)
}

/** Ends a run that has failed. */
export function fail(
  write: WriteDb,
  run: MapRunRecord,
  { host }: Pick<TurnOptions, 'host'>,
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
function stopChildren(write: WriteDb, run: MapRunRecord, { host }: TurnOptions): boolean {
  const children = rows.runningChildren(write, run.id, CHILDREN_A_TURN)
  for (const id of children) {
    host.apply(write, id, { type: 'execution-stopped', ...host.moment() })
  }
  return children.length === CHILDREN_A_TURN
}

function tooLong(fromIndex: number): MapRunFailure {
  return {
    error: errorNames.dataLimitExceeded,
    cause: `The input of the child execution for the item ${String(fromIndex)} exceeds the maximum number of bytes service limit.`
  }
}
