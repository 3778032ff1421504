import { ApiError } from '../../api/errors.ts'
import { parseExecutionArn } from '../arns.ts'
import type { ExecutionSummary } from '../store/queries/executions.ts'
import { findExecution, findExecutionById } from '../store/queries/executions.ts'
import {
  insertScheduleRun,
  runningOf,
  scheduleRunIds,
  takeScheduleRun
} from '../store/queries/schedule-runs.ts'
import type { KeyedSlot, Slot } from '../store/queries/schedule-slots.ts'
import {
  bufferedSlots,
  putSlot,
  schedulesWithBufferedSlots
} from '../store/queries/schedule-slots.ts'
import type { OverlapPolicy, Schedule } from '../store/queries/schedules.ts'
import { findScheduleById, setLastExecution, takeRun } from '../store/queries/schedules.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { HeldSlots } from './held-slots.ts'
import type { ScheduleParts } from './parts.ts'
import { pauseSchedule } from './pause.ts'
import { executionNameOf } from './slot-names.ts'
import { slotVariable } from './slot-variable.ts'

/** So many slots of a schedule may wait for the end of an execution; Temporal's number. */
const LONGEST_BUFFER = 1000
/** So many buffered slots of a schedule are started in one transaction, where each ends at once. */
const DRAIN_PORTION = 20

/** A slot that is to start now, if the overlap policy lets it. */
export type SlotToStart = Pick<
  Slot,
  'slotAt' | 'cause' | 'dueAt' | 'overlap' | 'absenceId' | 'reason'
>

/** Starts slots under their overlap policies. */
export class Starts {
  readonly #parts: ScheduleParts
  readonly #held: HeldSlots
  readonly #onReady: () => void
  /** Schedules whose buffered slots may start now. */
  readonly #ready: Set<number>
  /** Executions that a schedule has started and that may run: most ends are none of them. */
  readonly #known: Set<number>
  /** By schedule: executions that were stopped for a slot that waits until their tasks are over. */
  readonly #stopped = new Map<number, Set<number>>()

  constructor(parts: ScheduleParts, held: HeldSlots, onReady: () => void) {
    this.#parts = parts
    this.#held = held
    this.#onReady = onReady
    this.#ready = new Set(schedulesWithBufferedSlots(reader(parts.store)))
    this.#known = new Set(scheduleRunIds(reader(parts.store)))
  }

  /** Starts a slot, lets it wait or skips it; its row says what became of it. */
  take(write: WriteDb, schedule: Schedule, found: SlotToStart): Slot {
    const slot = startable(found)
    const held = this.#held.holdBack(write, schedule, slot)
    if (held) return held
    const policy = policyOf(schedule, slot)
    if (policy === 'ALLOW_ALL') return this.#start(write, schedule, slot)
    const running = this.#runningOf(write, schedule)
    const buffered = bufferedSlots(write, schedule.id, LONGEST_BUFFER)
    if (running.length === 0 && buffered.length === 0) return this.#start(write, schedule, slot)
    switch (policy) {
      case 'SKIP':
        return put(write, schedule, { ...slot, status: 'SKIPPED', reason: 'OVERLAP' })
      case 'BUFFER_ONE':
        if (buffered.length > 0) {
          return put(write, schedule, { ...slot, status: 'SKIPPED', reason: 'OVERLAP' })
        }
        return put(write, schedule, { ...slot, status: 'BUFFERED' })
      case 'BUFFER_ALL':
        if (buffered.length >= LONGEST_BUFFER) {
          return put(write, schedule, { ...slot, status: 'SKIPPED', reason: 'BUFFER_FULL' })
        }
        return put(write, schedule, { ...slot, status: 'BUFFERED' })
      case 'CANCEL_OTHER': {
        supersede(write, schedule, buffered)
        const waiting = put(write, schedule, { ...slot, status: 'BUFFERED' })
        this.#stopOthers(write, schedule, running)
        this.#makeReadyAfter(write, schedule.id)
        return waiting
      }
      case 'TERMINATE_OTHER':
        supersede(write, schedule, buffered)
        this.#stopOthers(write, schedule, running)
        return this.#start(write, schedule, slot)
    }
  }

  /** Inside the transaction that ends an execution. */
  executionEnded(write: WriteDb, executionId: number): void {
    if (!this.#known.has(executionId)) return
    const scheduleId = takeScheduleRun(write, executionId)
    if (scheduleId === undefined) return
    write.afterCommit(() => void this.#known.delete(executionId))
    const schedule = findScheduleById(write, scheduleId)
    const execution = findExecutionById(write, executionId)
    if (!schedule || !execution) return
    noteEnd(write, schedule, execution, this.#parts)
    this.#makeReadyAfter(write, scheduleId)
  }

  /** The ids of schedules whose buffered slots may start now; they are taken off the list. */
  takeReady(): number[] {
    const ids = [...this.#ready]
    this.#ready.clear()
    return ids
  }

  hasReady(): boolean {
    return this.#ready.size > 0
  }

  /** Its buffered slots are to be looked at again. */
  makeReady(scheduleId: number): void {
    this.#ready.add(scheduleId)
  }

  /** Starts the first buffered slot. False: tasks of what it waited for are at work still; ask again. */
  drain(write: WriteDb, scheduleId: number): boolean {
    const waitsFor = this.#stopped.get(scheduleId)
    for (const id of waitsFor ?? []) if (!this.#parts.isAtWork(id)) waitsFor?.delete(id)
    if (waitsFor?.size === 0) this.#stopped.delete(scheduleId)
    for (let count = 0; count < DRAIN_PORTION; count++) {
      const schedule = findScheduleById(write, scheduleId)
      const [slot] = bufferedSlots(write, scheduleId, 1)
      if (!schedule || !slot || runningOf(write, scheduleId).length > 0) return true
      if (this.#stopped.has(scheduleId)) return false
      const next = startable(slot)
      if (!this.#held.holdBack(write, schedule, next)) this.#start(write, schedule, next)
    }
    this.#makeReadyAfter(write, scheduleId)
    return true
  }

  /** Where no execution of any schedule runs, nothing is asked. */
  #runningOf(write: WriteDb, { id }: Schedule): number[] {
    return this.#known.size === 0 ? [] : runningOf(write, id)
  }

  #start(write: WriteDb, schedule: Schedule, slot: SlotToStart): Slot {
    const started = put(write, schedule, startSlot(write, schedule, slot, this.#parts))
    if (started.status === 'RAN') {
      if (isCounted(slot) && schedule.remainingRuns !== undefined) takeRun(write, schedule.id)
      this.#follow(write, schedule, started)
    }
    return started
  }

  /** Remembers an execution until it ends; it may have ended within its first step. */
  #follow(write: WriteDb, schedule: Schedule, slot: Slot): void {
    const execution = executionOf(write, slot.executionArn)
    if (!execution) return
    if (execution.status !== 'RUNNING') {
      noteEnd(write, schedule, execution, this.#parts)
      return
    }
    const isBeside = policyOf(schedule, slot) === 'ALLOW_ALL'
    insertScheduleRun(write, { executionId: execution.id, scheduleId: schedule.id, isBeside })
    this.#known.add(execution.id)
  }

  #stopOthers(write: WriteDb, schedule: Schedule, running: readonly number[]): void {
    const { host } = this.#parts
    const stopped = this.#stopped.get(schedule.id) ?? new Set()
    this.#stopped.set(schedule.id, stopped)
    for (const executionId of running) {
      stopped.add(executionId)
      host.apply(write, executionId, {
        type: 'execution-stopped',
        ...host.moment(),
        error: 'Signalbox.Superseded',
        cause: `A later slot of the schedule ${schedule.name} takes its place.`
      })
    }
  }

  #makeReadyAfter(write: WriteDb, scheduleId: number): void {
    write.afterCommit(() => {
      this.#ready.add(scheduleId)
      this.#onReady()
    })
  }
}

function put(write: WriteDb, schedule: Schedule, slot: Slot): Slot {
  putSlot(write, schedule.id, slot)
  write.notify({ type: 'schedule', name: schedule.name })
  return slot
}

/** What of a slot's row goes on with it. */
function startable({ slotAt, cause, dueAt, overlap, absenceId, reason }: SlotToStart): SlotToStart {
  return {
    ...{ slotAt, cause },
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(overlap === undefined ? {} : { overlap }),
    ...(absenceId === undefined ? {} : { absenceId }),
    ...(reason === undefined ? {} : { reason })
  }
}

function policyOf({ more }: Schedule, { overlap }: { overlap?: OverlapPolicy }): OverlapPolicy {
  return overlap ?? more.overlap ?? 'SKIP'
}

function supersede(write: WriteDb, schedule: Schedule, buffered: readonly KeyedSlot[]): void {
  for (const slot of buffered) {
    putSlot(write, schedule.id, { ...slot, status: 'SKIPPED', reason: 'SUPERSEDED' })
  }
}

/** Starts by hand and backfills do not use up the schedule's runs. */
function isCounted({ cause }: Pick<Slot, 'cause'>): boolean {
  return cause === 'SCHEDULED' || cause === 'CATCH_UP'
}

function executionOf(write: WriteDb, arn: string | undefined): ExecutionSummary | undefined {
  // Express executions keep no rows.
  if (arn?.split(':')[5] !== 'execution') return undefined
  return findExecution(write, parseExecutionArn(arn))
}

function startSlot(
  write: WriteDb,
  schedule: Schedule,
  slot: SlotToStart,
  parts: ScheduleParts
): Slot {
  const { host, log, ids } = parts
  if (isCounted(slot) && schedule.remainingRuns === 0) {
    return { ...slot, status: 'MISSED', reason: 'NO_RUNS_LEFT' }
  }
  const moment = host.moment()
  const suffix = isCounted(slot) ? '' : `-${ids.uuid().slice(0, 8)}`
  const name = executionNameOf(schedule.name, slot.slotAt, suffix)
  try {
    const variable = slotVariable(write, schedule, slot, { ...parts, name, now: moment.at })
    const input = parts.inputs.of(schedule.input, variable, moment)
    const { executionArn } = write.savepoint((inner) =>
      host.start(inner, { stateMachineArn: schedule.stateMachineArn, name, input })
    )
    return { ...slot, status: 'RAN', startedAt: moment.at, executionArn }
  } catch (error) {
    // A refusal is what came of this slot; anything else is a bug and stops the step.
    if (!(error instanceof ApiError)) throw error
    log.warn('A schedule could not start its state machine', {
      schedule: schedule.name,
      error: error.message
    })
    return { ...slot, status: 'REFUSED', reason: 'START_REFUSED', error: error.message }
  }
}

const failures = new Set(['FAILED', 'TIMED_OUT'])

function noteEnd(
  write: WriteDb,
  schedule: Schedule,
  execution: ExecutionSummary,
  { clock, log }: ScheduleParts
): void {
  setLastExecution(write, schedule.id, execution.id)
  if (!schedule.isEnabled || !schedule.more.pausesOnFailure) return
  if (!failures.has(execution.status)) return
  const what = execution.status === 'FAILED' ? 'failed' : 'timed out'
  const note = `Paused, as the execution ${execution.name} ${what}.`
  pauseSchedule(write, schedule, { at: clock.now(), by: 'FAILURE', note })
  log.warn('A schedule was paused', { schedule: schedule.name, note })
}
