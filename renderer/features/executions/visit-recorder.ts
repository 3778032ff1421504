import type { StateType } from '../../../asl/definition.ts'
import type { Attempt, HistoryEvent, Visit } from './visits.ts'
import { detailsOf, isActive, textOf } from './visits.ts'

const stateTypes = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const

/** Events after which a StateEntered lies inside the visit that they belong to. */
const openings = new Set(['ParallelStateStarted', 'MapStateStarted', 'MapIterationStarted'])

/**
 * Reads history events in order and keeps what became of each visit. Events name no visit: it is
 * found along `previousEventId`, from there outwards.
 */
export class VisitRecorder {
  readonly visits: Visit[] = []
  lastEventId = 0
  readonly #visitOf = new Map<number, Visit>()
  readonly #typeOf = new Map<number, string>()

  /** Takes the next events; those already seen are left out. */
  apply(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      if (event.id <= this.lastEventId) continue
      this.lastEventId = event.id
      this.#typeOf.set(event.id, event.type)
      const visit = this.#read(event)
      if (visit) this.#visitOf.set(event.id, visit)
    }
  }

  /** The visit that an event belongs to. */
  visitOf(eventId: number): Visit | undefined {
    return this.#visitOf.get(eventId)
  }

  #read(event: HistoryEvent): Visit | undefined {
    const before = this.#visitOf.get(event.previousEventId)
    const entered = stateTypes.find((type) => event.type === `${type}StateEntered`)
    if (entered) return this.#enter(event, entered, before)
    if (event.type.endsWith('StateExited')) return exit(event, before)
    if (event.type.startsWith('Parallel') || event.type.startsWith('Map')) {
      return this.#readContainer(event, before)
    }
    if (event.type.startsWith('Execution')) this.#end(event)
    else if (before && event.type === 'EvaluationFailed') noteFailure(before, event)
    else if (before) readTask(before, event)
    return before
  }

  #enter(event: HistoryEvent, type: StateType, before: Visit | undefined): Visit {
    const details = detailsOf(event)
    const isInside = openings.has(this.#typeOf.get(event.previousEventId) ?? '')
    const parent = isInside ? before : before?.parent
    const input = textOf(details, 'input')
    const isSibling = !isInside && before?.exitedAt !== undefined
    const visit: Visit = {
      id: event.id,
      stateName: textOf(details, 'name') ?? '',
      type,
      parent,
      // The next iteration of a Map follows another one's last event, but does not come from it.
      previous: isSibling && !endsBlock(before) ? before : undefined,
      status: type === 'Wait' ? 'WAITING' : type === 'Fail' ? 'FAILED' : 'RUNNING',
      enteredAt: event.timestamp,
      attempts: [],
      ...(input === undefined ? {} : { input })
    }
    if (type === 'Fail') visit.exitedAt = event.timestamp
    this.#supersede(visit)
    this.visits.push(visit)
    return visit
  }

  #readContainer(event: HistoryEvent, before: Visit | undefined): Visit | undefined {
    const kind = event.type.startsWith('Parallel') ? 'Parallel' : 'Map'
    const visit = outwards(before, (one) => one.type === kind && isActive(one))
    if (!visit) return before
    if (event.type.endsWith('StateStarted')) {
      this.#endInside(visit, event.timestamp, end)
      if (kind === 'Map') {
        const length = detailsOf(event)['length']
        visit.items = { total: typeof length === 'number' ? length : 0, succeeded: 0, failed: 0 }
      }
      visit.status = 'RUNNING'
    }
    if (event.type === 'MapIterationSucceeded' && visit.items) visit.items.succeeded += 1
    if (event.type === 'MapIterationFailed') {
      if (visit.items) visit.items.failed += 1
      for (let one = before; one && one !== visit; one = one.parent) giveUp(one, event.timestamp)
    }
    if (event.type.endsWith('StateFailed')) {
      visit.error = before?.error ?? 'States.BranchFailed'
      if (before?.cause !== undefined) visit.cause = before.cause
      this.#endInside(visit, event.timestamp, giveUp)
    }
    return event.type.endsWith('Started') || event.type.endsWith('StateFailed') ? visit : before
  }

  #endInside(container: Visit, at: number, close: typeof end): void {
    for (const visit of this.visits) {
      if (isActive(visit) && outwards(visit.parent, (one) => one === container)) close(visit, at)
    }
  }

  /** Older engines entered a redriven state again: the visit before is over. */
  #supersede({ stateName, parent, enteredAt }: Visit): void {
    const before = this.visits.findLast((visit) => visit.stateName === stateName)
    if (!before?.wasReopened || before.parent !== parent || !isActive(before)) return
    end(before, enteredAt)
    before.wasRedriven = true
  }

  /** A redriven state is not entered again: what has not ended well goes on, a Fail excepted. */
  #reopen(): void {
    for (const visit of this.visits) {
      if (!endedBadly(visit)) continue
      const isInside = visit.parent === undefined || isActive(visit.parent)
      if (!visit.isUnfinished || !isInside || visit.type === 'Fail') {
        visit.wasRedriven = true
        continue
      }
      delete visit.exitedAt
      delete visit.isUnfinished
      visit.wasReopened = true
      // A task's error stays to be seen until it is scheduled again.
      if (visit.type !== 'Task') delete visit.error
      if (visit.type !== 'Task') delete visit.cause
      visit.status = visit.type === 'Wait' ? 'WAITING' : 'RUNNING'
      if (visit.items) visit.items.failed = 0
    }
  }

  #end(event: HistoryEvent): void {
    if (event.type === 'ExecutionStarted') return
    if (event.type === 'ExecutionRedriven') {
      this.#reopen()
      return
    }
    for (const visit of this.visits) {
      if (!isActive(visit)) continue
      giveUp(visit, event.timestamp)
      if (event.type === 'ExecutionTimedOut' && visit.status === 'ABORTED') {
        visit.status = 'TIMED_OUT'
      }
    }
  }
}

/** Closes, at the end of its Parallel, Map or execution, what a redrive may take up again. */
function giveUp(visit: Visit, at: number): void {
  end(visit, at)
  visit.isUnfinished = true
}

function endedBadly({ status }: Visit): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED'
}

function outwards(from: Visit | undefined, fits: (visit: Visit) => boolean): Visit | undefined {
  for (let visit = from; visit; visit = visit.parent) if (fits(visit)) return visit
  return undefined
}

/** Whether the visit was the last of its branch or iteration: nothing in its block comes after it. */
function endsBlock(visit: Visit): boolean {
  return visit.type === 'Succeed' || visit.type === 'Fail'
}

function exit(event: HistoryEvent, before: Visit | undefined): Visit | undefined {
  const details = detailsOf(event)
  const name = textOf(details, 'name')
  const visit = outwards(before, (one) => one.stateName === name && one.exitedAt === undefined)
  if (!visit) return before
  const output = textOf(details, 'output')
  visit.status = visit.error === undefined ? 'SUCCEEDED' : 'CAUGHT'
  visit.exitedAt = event.timestamp
  if (output !== undefined) visit.output = output
  return visit
}

/** Closes a visit that no event of its own will close. */
function end(visit: Visit, at: number): void {
  if (!isActive(visit)) return
  visit.status = visit.error === undefined ? 'ABORTED' : 'FAILED'
  visit.exitedAt = at
  const attempt = visit.attempts.at(-1)
  if (attempt && attempt.endedAt === undefined) {
    attempt.status = 'ABORTED'
    attempt.endedAt = at
  }
}

function noteFailure(visit: Visit, event: HistoryEvent): void {
  const details = detailsOf(event)
  visit.error = textOf(details, 'error') ?? 'States.Timeout'
  const cause = textOf(details, 'cause')
  if (cause === undefined) delete visit.cause
  else visit.cause = cause
}

/** TaskScheduled, TaskStarted …; Lambda functions and activities have the same sequence. */
function readTask(visit: Visit, event: HistoryEvent): void {
  const step = /^(?:Task|LambdaFunction|Activity)(\w+)$/.exec(event.type)?.[1]
  if (step === undefined) return
  if (step === 'Scheduled') {
    schedule(visit, event)
    return
  }
  const attempt = visit.attempts.at(-1)
  if (step === 'Started' && attempt) attempt.status = 'RUNNING'
  if (step === 'Submitted' && attempt) {
    attempt.status = 'SUBMITTED'
    if (attempt.resource?.endsWith('.waitForTaskToken')) visit.status = 'WAITING_FOR_TOKEN'
  }
  if (step === 'Succeeded' && attempt) {
    attempt.status = 'SUCCEEDED'
    attempt.endedAt = event.timestamp
    const output = textOf(detailsOf(event), 'output')
    if (output !== undefined) attempt.output = output
    visit.status = 'RUNNING'
  }
  if (step.endsWith('Failed') || step === 'TimedOut') fail(visit, attempt, event)
}

function schedule(visit: Visit, event: HistoryEvent): void {
  const details = detailsOf(event)
  const resource = textOf(details, 'resource')
  const service = textOf(details, 'resourceType')
  const parameters = textOf(details, 'parameters') ?? textOf(details, 'input')
  visit.attempts.push({
    taskId: event.id,
    status: 'SCHEDULED',
    scheduledAt: event.timestamp,
    ...(resource === undefined
      ? {}
      : { resource: service === undefined ? resource : `${service}:${resource}` }),
    ...(parameters === undefined ? {} : { parameters })
  })
  delete visit.error
  delete visit.cause
  visit.status = 'RUNNING'
}

function fail(visit: Visit, attempt: Attempt | undefined, event: HistoryEvent): void {
  noteFailure(visit, event)
  visit.status = 'RETRYING'
  if (!attempt) return
  attempt.status = event.type.endsWith('TimedOut') ? 'TIMED_OUT' : 'FAILED'
  attempt.endedAt = event.timestamp
  if (visit.error !== undefined) attempt.error = visit.error
  if (visit.cause !== undefined) attempt.cause = visit.cause
}
