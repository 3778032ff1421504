import type { Clock } from '../clock.ts'
import type { Store } from '../store/open.ts'
import type { Candidate, RetentionRule } from '../store/queries/retention.ts'
import {
  ENGINE_RULE,
  endedStatuses,
  findCandidates,
  retentionRules
} from '../store/queries/retention.ts'
import type { MachineSize } from '../store/queries/storage.ts'
import { machineSizes } from '../store/queries/storage.ts'
import { reader } from '../store/transaction.ts'
import type { Deleted, Deleter } from './deleter.ts'
import type { Excess } from './rules.ts'
import { exceeds, excessOf, isSatisfied, mayGo, without } from './rules.ts'

/** What was, or would be, deleted of a state machine. */
export interface Pruned extends Deleted {
  stateMachineId: number
  name: string
}

interface Manner {
  /** Nothing is deleted: only what it would be. */
  isDryRun?: boolean
  /** After each slice: so many executions are dealt with, so many bytes were deleted. */
  onDone?: (executions: number, bytes: number) => void
}

/** Deletes what the rules let go. */
export interface Pruner {
  prune: (how?: Manner) => Promise<Pruned[]>
  /** The oldest of all state machines, until so many bytes are free. */
  free: (bytes: number, how?: Manner) => Promise<Deleted>
  stop: () => void
}

export interface PrunerOptions {
  store: Store
  clock: Clock
  deleter: Deleter
}

/** So many are looked at, then deleted, before the next are looked for. */
const PORTION = 200

type Choice = 'take' | 'leave' | 'stop'

interface Walk extends Manner {
  /** Absent: all. */
  stateMachineId?: number
  choose: (candidate: Candidate) => Choice
}

export function createPruner(options: PrunerOptions): Pruner {
  const { store, clock } = options
  const db = reader(store)
  let isStopped = false
  const goThrough = (walk: Walk): Promise<Deleted> => walkThrough(options, walk, () => isStopped)

  return {
    prune: async (how = {}) => {
      const rules = retentionRules(db)
      const pruned: Pruned[] = []
      for (const size of machineSizes(db)) {
        const rule = rules.get(size.stateMachineId) ?? rules.get(ENGINE_RULE)
        if (rule === undefined || isStopped) continue
        const { stateMachineId, name } = size
        const choose = chooserOf(size, rule, clock.now())
        const deleted = await goThrough({ ...how, stateMachineId, choose })
        if (deleted.executions > 0) pruned.push({ stateMachineId, name, ...deleted })
      }
      return pruned.sort((one, other) => other.bytes - one.bytes)
    },
    free: (bytes, how = {}) => {
      const now = clock.now()
      const engineRule = retentionRules(db).get(ENGINE_RULE) ?? {}
      let left = bytes
      const choose = (candidate: Candidate): Choice => {
        if (left <= 0) return 'stop'
        if (!mayGo(candidate, engineRule, now)) return 'leave'
        left -= candidate.bytes
        return 'take'
      }
      return goThrough({ ...how, choose })
    },
    stop: () => {
      isStopped = true
    }
  }
}

/** Of one state machine by its rule, asked about the oldest first. */
function chooserOf(
  size: MachineSize,
  rule: RetentionRule,
  now: number
): (candidate: Candidate) => Choice {
  const bytes = size.databaseBytes + size.fileBytes
  let excess: Excess = excessOf(rule, { executions: size.executions, bytes }, now)
  return (candidate) => {
    if (isSatisfied(excess, candidate.startedAt)) return 'stop'
    if (!exceeds(excess, candidate) || !mayGo(candidate, rule, now)) return 'leave'
    excess = without(excess, candidate)
    return 'take'
  }
}

/** Goes through ended executions that are not kept by hand, the oldest first. */
async function walkThrough(
  { store, deleter }: PrunerOptions,
  { stateMachineId, isDryRun = false, onDone, choose }: Walk,
  isStopped: () => boolean
): Promise<Deleted> {
  const total = { executions: 0, bytes: 0 }
  const machine = stateMachineId === undefined ? {} : { stateMachineId }
  let after: Candidate | undefined
  for (let isOver = false; !isOver && !isStopped();) {
    const filter = { statuses: endedStatuses, ...machine, ...(after ? { after } : {}) }
    const found = findCandidates(reader(store), filter, PORTION)
    const taken: Candidate[] = []
    for (const candidate of found) {
      const choice = choose(candidate)
      isOver = choice === 'stop'
      if (isOver) break
      if (choice === 'take') taken.push(candidate)
    }
    const ids = taken.map(({ id }) => id)
    const deleted = isDryRun ? sumOf(taken) : await deleter.deleteMany(ids, onDone)
    total.executions += deleted.executions
    total.bytes += deleted.bytes
    if (!isDryRun) store.reached('prune:portion')
    after = found.at(-1)
    isOver ||= found.length < PORTION
    await new Promise((resolve) => setImmediate(resolve))
  }
  return total
}

function sumOf(candidates: readonly Candidate[]): Deleted {
  const bytes = candidates.reduce((sum, one) => sum + one.bytes, 0)
  return { executions: candidates.length, bytes }
}
