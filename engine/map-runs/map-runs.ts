import type { StartMapRun } from '../../asl/interpreter/command.ts'
import type { DataFolder } from '../data-folder.ts'
import { isOfMapRun } from '../arns.ts'
import type { EndedExecution } from '../host/commands.ts'
import type { HostControl } from '../host/host.ts'
import type { LiveExecution } from '../host/live-executions.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import * as rows from '../store/queries/map-runs.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import type { WriteDb } from '../store/transaction.ts'
import { insertRun } from './insert-run.ts'
import { createTransfers } from './transfers.ts'
import type { OpenObjects } from './objects.ts'
import { takeTurn } from './run-turn.ts'

export interface MapRuns {
  /** Stores a run that a step has asked for. */
  start: (write: WriteDb, parent: LiveExecution, command: StartMapRun, at: number) => void
  /** Its state has been aborted. */
  stop: (write: WriteDb, parentId: number, mapRunId: number, at: number) => void
  /** Its parent is redriven: it goes on. */
  redrive: (write: WriteDb, parentId: number, mapRunId: number, at: number) => void
  /** An execution has ended, in this transaction: as a child, as a parent, or neither. */
  executionEnded: (write: WriteDb, execution: EndedExecution) => void
  /** Its limits have changed. */
  changed: (write: WriteDb, id: number) => void
  /** Takes up what the last engine run has left. */
  recover: (write: WriteDb) => void
  /** Ends reading and writing; the next engine run begins them again. */
  close: () => Promise<void>
}

export interface MapRunOptions {
  host: HostControl
  store: Store
  folder: DataFolder
  ids: Ids
  log: Log
  openObjects: OpenObjects
}

/** @example createMapRuns({ host, store, folder, ids, log, openObjects }).recover(write) */
export function createMapRuns(options: MapRunOptions): MapRuns {
  const { host, ids, log } = options
  const scheduled = new Set<number>()
  const transfers = createTransfers({ ...options, schedule: (...run) => schedule(...run) })
  const turnOptions = { host, ids, work: transfers.start }
  const schedule = (write: WriteDb, id: number): void => {
    write.afterCommit(() => {
      if (scheduled.has(id)) return
      scheduled.add(id)
      const turn = (own: WriteDb): void => {
        scheduled.delete(id)
        if (takeTurn(own, id, turnOptions)) schedule(own, id)
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
    write.afterCommit(() => transfers.cancel(run.id))
    schedule(write, run.id)
  }
  return {
    start: (write, parent, command, at) => schedule(write, insertRun(write, parent, command, at)),
    stop: (write, parentId, mapRunId, at) => {
      const run = rows.findMapRunByEvent(write, parentId, mapRunId)
      if (run) abort(write, run, at)
    },
    redrive: (write, parentId, mapRunId, at) => {
      const run = rows.findMapRunByEvent(write, parentId, mapRunId)
      if (!run || run.status === 'RUNNING') return
      rows.reviveMapRun(write, run.id, at)
      schedule(write, run.id)
    },
    executionEnded: (write, { id, stateMachineArn }) => {
      const runId = isOfMapRun(stateMachineArn) ? rows.countChildEnd(write, id) : undefined
      if (runId !== undefined) schedule(write, runId)
      for (const run of rows.runningMapRunsOf(write, id)) abort(write, run, host.moment().at)
    },
    changed: schedule,
    recover: (write) => {
      for (const { id } of rows.runningMapRuns(write)) schedule(write, id)
      for (const id of rows.mapRunsToStop(write)) schedule(write, id)
    },
    close: () => transfers.stop()
  }
}
