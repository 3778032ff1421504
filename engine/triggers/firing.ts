import { createHash } from 'node:crypto'
import { ApiError } from '../../api/errors.ts'
import type { Json, JsonObject } from '../../asl/json.ts'
import { executionArn, parseExecutionArn, parseQualifiedArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { Conditions } from '../conditions/conditions.ts'
import type { Host } from '../host/host.ts'
import { findExecution } from '../store/queries/executions.ts'
import type { Firing, FiringResult } from '../store/queries/firings.ts'
import * as rows from '../store/queries/firings.ts'
import type { TriggerRecord } from '../store/queries/triggers.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { Mappings } from './mapping.ts'

/** What has happened, as a watcher tells it. */
export interface TriggerEvent {
  /** Of one identity a trigger fires once, for ever. */
  identity: string
  /** In words, for lists. */
  title: string
  /** `$event`. */
  event: JsonObject
  /** How many ends of executions led to it. */
  depth?: number
  /** Something is to be done once the execution has ended. */
  mustFollowUp?: boolean
}

/** Turns events into executions, each once. */
export interface Firings {
  /**
   * One event: its row, and its execution where nothing holds it back, in the caller's transaction.
   * Undefined where it has fired before.
   */
  fire: (write: WriteDb, trigger: TriggerRecord, event: TriggerEvent) => Firing | undefined
  /** Only the row: it starts in a transaction of its own. */
  note: (write: WriteDb, trigger: TriggerRecord, event: TriggerEvent) => Firing | undefined
  /** Tries a firing (again) that has not started; `isForced`: whatever the conditions say. */
  start: (write: WriteDb, trigger: TriggerRecord, firing: Firing, isForced?: boolean) => Firing
}

export interface FiringsOptions {
  host: Host
  clock: Clock
  mappings: Mappings
  conditions: Conditions
}

/** So many rows of a trigger are kept; of older ones at most so many are forgotten at once. */
const KEPT_FIRINGS = 10_000
const FORGET_EVERY = 500
const MOST_FORGOTTEN = 1000
/** Of these kinds an identity is never told of again after so many newer ones. */
const forgetful = new Set(['WEBHOOK', 'EXECUTION_ENDED', 'APP_START', 'WAKE'])

export function createFirings(options: FiringsOptions): Firings {
  const { clock } = options
  const note: Firings['note'] = (write, trigger, event) => {
    const firing = rows.insertFiring(write, trigger.id, {
      identity: event.identity,
      title: event.title.slice(0, 256),
      event: JSON.stringify(event.event),
      firedAt: clock.now(),
      depth: event.depth ?? 0,
      mustFollowUp: event.mustFollowUp ?? false,
      executionArn: executionArn(
        parseQualifiedArn(trigger.stateMachineArn).name,
        executionNameOf(trigger, event)
      )
    })
    if (!firing) return undefined
    if (firing.id % FORGET_EVERY === 0) {
      const remembers = !forgetful.has(trigger.settings.kind)
      rows.forgetOldFirings(write, trigger.id, {
        ...{ kept: KEPT_FIRINGS, most: MOST_FORGOTTEN, remembers }
      })
    }
    write.notify({ type: 'trigger', name: trigger.name })
    return firing
  }
  const start: Firings['start'] = (write, trigger, firing, isForced = false) => {
    const result = tryStart(write, trigger, firing, { ...options, isForced })
    rows.settleFiring(write, firing.id, result)
    write.notify({ type: 'trigger', name: trigger.name })
    const { executionId: _id, reason: _reason, ...rest } = firing
    return { ...rest, ...result }
  }
  return {
    note,
    start,
    fire: (write, trigger, event) => {
      const firing = note(write, trigger, event)
      return firing && start(write, trigger, firing)
    }
  }
}

function tryStart(
  write: WriteDb,
  trigger: TriggerRecord,
  firing: Firing,
  { host, mappings, conditions, isForced }: FiringsOptions & { isForced: boolean }
): FiringResult {
  const met = trigger.conditions && !isForced ? conditions.check(trigger.conditions) : undefined
  if (met && !met.isMet) return { status: 'HELD', reason: met.reason }
  try {
    const { at, seed } = host.moment()
    const event = JSON.parse(firing.event) as Json
    const input = mappings.apply(trigger.input, { event, trigger: trigger.name, at, seed })
    const started = write.savepoint((own) =>
      host.start(own, {
        stateMachineArn: trigger.stateMachineArn,
        name: executionNameOf(trigger, firing),
        input
      })
    )
    const { executionArn: arn } = started
    return { status: 'STARTED', executionArn: arn, ...executionIdOf(write, arn) }
  } catch (error) {
    // A refusal is what came of it; anything else is a bug and stops the step.
    if (!(error instanceof ApiError)) throw error
    const isSkipped = error.errorName === 'ConcurrencyLimitReached'
    return { status: isSkipped ? 'SKIPPED' : 'FAILED', reason: error.message }
  }
}

/** EXPRESS executions have no row. */
function executionIdOf(write: WriteDb, arn: string): { executionId?: number } {
  if (arn.includes(':express:')) return {}
  const found = findExecution(write, parseExecutionArn(arn))
  return found ? { executionId: found.id } : {}
}

const LONGEST_NAME = 80

/** The same for the same firing, however often it is tried: `report.csv` becomes `report.csv-1f3a…`. */
export function executionNameOf(
  trigger: Pick<TriggerRecord, 'id' | 'createdAt' | 'name'>,
  { identity, title }: Pick<Firing, 'identity' | 'title'>
): string {
  const whole = `${String(trigger.id)}\n${String(trigger.createdAt)}\n${identity}`
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 16)
  const readable = title.replace(/,.*$/s, '').replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
  const hint = readable.replaceAll(/^-+|-+$/g, '') || trigger.name
  return `${hint.slice(-(LONGEST_NAME - digest.length - 1))}-${digest}`
}
