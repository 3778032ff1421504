/** Compares histories: exactly, or where branches ran at the same time, branch by branch. */
import type { Json, JsonObject } from '../../../asl/json.ts'
import { compare, fork } from './compare.ts'
import type { Bindings, Difference } from './compare.ts'
import type { RecordedEvent } from './corpus.ts'

type Event = RecordedEvent

function bodyOf(event: Event): JsonObject {
  const { id: _id, previousEventId: _previous, timestamp: _timestamp, ...body } = event
  return body
}

function typesOf(events: readonly Event[]): string {
  return `${events.length}: ${events.map((event) => event.type).join(' ')}`
}

export function compareHistory(
  expected: Event[],
  actual: Event[],
  bindings: Bindings
): Difference[] {
  if (expected.some((event) => Array.isArray(event.id)))
    return compareWindows(expected, actual, bindings)
  const attempt = fork(bindings)
  const differences = compareExactly(expected, actual, attempt)
  if (differences.length === 0) {
    bindings.bound = attempt.bound
    return []
  }
  if (!isConcurrent(expected) || expected.length !== actual.length) return differences
  return isSameThread(threadsOf(expected), threadsOf(actual), fork(bindings)) ? [] : differences
}

function compareExactly(expected: Event[], actual: Event[], bindings: Bindings): Difference[] {
  const differences: Difference[] = []
  if (expected.length !== actual.length) {
    differences.push({ at: 'history.length', expected: typesOf(expected), actual: typesOf(actual) })
  }
  for (const [index, event] of expected.entries()) {
    const found = actual[index]
    if (found === undefined || differences.length > 6) break
    const at = `history[${index}]`
    for (const key of ['id', 'previousEventId'] as const) {
      if (event[key] !== found[key]) {
        differences.push({
          at: `${at}.${key} (${event.type})`,
          expected: String(event[key]),
          actual: String(found[key])
        })
      }
    }
    differences.push(...compare(bodyOf(event), bodyOf(found), bindings, at))
  }
  return differences
}

/* Nine recordings have the events inside of a Parallel without ids, and no ParallelStateSucceeded. */
function normaliseWindows(events: readonly Event[]): Event[] {
  const result = events.map((event) => ({ ...event }))
  let start: number | undefined
  let inside: Event[] = []
  let isInside = false
  for (let at = 0; at < result.length; at += 1) {
    const event = result[at]!
    if (/^ParallelState(Succeeded|Aborted|Exited|Failed)$/.test(event.type)) {
      if (start === undefined) continue
      result.splice(start, at - start, ...inside)
      isInside = false
    } else if (event.type === 'ParallelStateStarted') {
      isInside = true
      inside = []
      start = at + 1
    } else if (isInside) {
      event.id = [0]
      event.previousEventId = 0
      inside.push(event)
    }
  }
  return result
}

function compareWindows(expected: Event[], raw: Event[], bindings: Bindings): Difference[] {
  const actual = normaliseWindows(raw)
  if (expected.length !== actual.length) {
    return [
      { at: 'history.length (Parallel)', expected: typesOf(expected), actual: typesOf(actual) }
    ]
  }
  let at = 0
  while (at < expected.length) {
    let end = at
    while (Array.isArray(expected[end]?.id)) end += 1
    if (end === at) {
      const differences = compareExactly([expected[at]!], [actual[at]!], bindings)
      if (differences.length > 0) return differences
      at += 1
      continue
    }
    const isSame = isSameSet(
      expected.slice(at, end),
      actual.slice(at, end),
      bindings,
      (left, right, attempt) => compare(bodyOf(left), bodyOf(right), attempt).length === 0
    )
    if (!isSame) {
      return [
        {
          at: `history[${at}..${end - 1}] as a set`,
          expected: JSON.stringify(expected.slice(at, end)),
          actual: JSON.stringify(actual.slice(at, end))
        }
      ]
    }
    at = end
  }
  return []
}

function isSameSet<T>(
  expected: readonly T[],
  actual: readonly T[],
  bindings: Bindings,
  isEqual: (left: T, right: T, attempt: Bindings) => boolean
): boolean {
  if (expected.length !== actual.length) return false
  const used = new Set<number>()
  function place(at: number, current: Bindings): boolean {
    if (at === expected.length) {
      bindings.bound = current.bound
      return true
    }
    return actual.some((candidate, index) => {
      if (used.has(index)) return false
      const attempt = fork(current)
      if (!isEqual(expected[at]!, candidate, attempt)) return false
      used.add(index)
      if (place(at + 1, attempt)) return true
      used.delete(index)
      return false
    })
  }
  return place(0, fork(bindings))
}

interface Fork {
  owner: Thread
  threads: Thread[]
  map?: Json | undefined
}
interface Thread {
  sequence: ({ event: Event; relative: string | number } | { fork: Fork })[]
  fork: Fork | undefined
  forks: Map<number, Fork>
  open: Fork[]
  names: Set<Json>
}

function newThread(owner: Fork | undefined): Thread {
  return { sequence: [], fork: owner, forks: new Map(), open: [], names: new Set() }
}

function detailOf(event: Event, member: string, key: string): Json | undefined {
  const details = event[member]
  return typeof details === 'object' && details !== null && !Array.isArray(details)
    ? details[key]
    : undefined
}

function ownerOf(thread: Thread): Thread {
  return thread.fork?.owner ?? thread
}

/** The thread in which a Parallel or Map state ends or starts again. */
function close(thread: Thread): Thread {
  const owner = thread.open.length > 0 || thread.fork === undefined ? thread : ownerOf(thread)
  owner.open.pop()
  return owner
}

function forkOfIteration(
  event: Event,
  byId: Map<number, Event>,
  threadOf: Map<number, Thread>
): Fork | undefined {
  const name = detailOf(event, 'mapIterationStartedEventDetails', 'name')
  for (
    let at = byId.get(event.previousEventId);
    at !== undefined;
    at = byId.get(at.previousEventId)
  ) {
    const id = Number(at.id)
    let thread = threadOf.get(id)
    if (at.type === 'MapStateStarted') return thread?.forks.get(id)
    for (; thread?.fork !== undefined; thread = ownerOf(thread)) {
      if (thread.fork.map === name) return thread.fork
    }
  }
  return undefined
}

/** Rebuilds which branch or iteration each event belongs to. */
function threadsOf(events: readonly Event[]): Thread {
  const byId = new Map(events.map((event) => [Number(event.id), event]))
  const root = newThread(undefined)
  const threadOf = new Map<number, Thread>()

  function threadFor(event: Event, previous: Event | undefined): Thread {
    let thread = (previous && threadOf.get(Number(previous.id))) ?? root
    const isNested = previous !== undefined && !/^(Parallel|Map)StateEntered$/.test(previous.type)
    if (event.type.startsWith('Execution')) return root
    if (/^(Parallel|Map)State(Started|Succeeded|Failed|Aborted)$/.test(event.type)) {
      return isNested ? close(thread) : thread
    }
    if (/^(Parallel|Map)StateExited$/.test(event.type)) {
      const name = detailOf(event, 'stateExitedEventDetails', 'name') ?? null
      while (thread.fork !== undefined && !thread.names.has(name)) thread = ownerOf(thread)
      return thread
    }
    const isBranch =
      previous?.type === 'ParallelStateStarted' && event.type.endsWith('StateEntered')
    const found = isBranch
      ? thread.forks.get(Number(previous.id))
      : event.type === 'MapIterationStarted'
        ? forkOfIteration(event, byId, threadOf)
        : undefined
    if (found === undefined) return thread
    if (!isBranch) found.map = detailOf(event, 'mapIterationStartedEventDetails', 'name')
    const branch = newThread(found)
    found.threads.push(branch)
    return branch
  }

  for (const event of events) {
    const previous = byId.get(event.previousEventId)
    const thread = threadFor(event, previous)
    const id = Number(event.id)
    threadOf.set(id, thread)
    const relative =
      previous === undefined
        ? 'none'
        : threadOf.get(Number(previous.id)) === thread
          ? thread.sequence.findIndex((item) => 'event' in item && item.event === previous)
          : 'elsewhere'
    thread.sequence.push({ event, relative })
    if (event.type.endsWith('StateEntered')) {
      thread.names.add(detailOf(event, 'stateEnteredEventDetails', 'name') ?? null)
    }
    if (/^(Parallel|Map)StateStarted$/.test(event.type)) {
      const opened: Fork = { owner: thread, threads: [] }
      thread.forks.set(id, opened)
      thread.open.push(opened)
      thread.sequence.push({ fork: opened })
    }
  }
  return root
}

function isSameThread(expected: Thread, actual: Thread, bindings: Bindings): boolean {
  if (expected.sequence.length !== actual.sequence.length) return false
  return expected.sequence.every((left, index) => {
    const right = actual.sequence[index]!
    if ('fork' in left || 'fork' in right) {
      return (
        'fork' in left &&
        'fork' in right &&
        isSameSet(left.fork.threads, right.fork.threads, bindings, isSameThread)
      )
    }
    return (
      left.relative === right.relative &&
      compare(bodyOf(left.event), bodyOf(right.event), bindings).length === 0
    )
  })
}

/** Whether branches ran at the same time: two of them start from the same event. */
function isConcurrent(events: readonly Event[]): boolean {
  const started = new Set(
    events
      .filter((event) => /^(Parallel|Map)StateStarted$/.test(event.type))
      .map((event) => Number(event.id))
  )
  const followers = events.filter((event) => /StateEntered$|^MapIterationStarted$/.test(event.type))
  const seen = new Set<number>()
  return followers.some(({ previousEventId }) => {
    if (!started.has(previousEventId)) return false
    const isSecond = seen.has(previousEventId)
    seen.add(previousEventId)
    return isSecond
  })
}
