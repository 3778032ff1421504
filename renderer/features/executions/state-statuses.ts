import type { Graph, GraphEdge } from '../../../asl/graph.ts'
import type { Visit, VisitStatus } from './visits.ts'
import { isActive } from './visits.ts'

/** What became of one state in an execution, over all its visits. */
export interface StateSummary {
  status: VisitStatus
  visits: number
  active: number
  succeeded: number
  failed: number
  /** Tries beyond the first, over all visits. */
  retries: number
  /** Map only: of its last visit. */
  items?: { total: number; succeeded: number; failed: number } | undefined
  /** Seconds since the epoch: first entered, last left. */
  enteredAt: number
  exitedAt?: number | undefined
}

const activeFirst: readonly VisitStatus[] = ['WAITING_FOR_TOKEN', 'RETRYING', 'RUNNING', 'WAITING']

/** Summaries by state name; states that were never entered are absent. */
export function summarizeStates(visits: readonly Visit[]): Map<string, StateSummary> {
  const byState = new Map<string, Visit[]>()
  for (const visit of visits) {
    const known = byState.get(visit.stateName)
    if (known) known.push(visit)
    else byState.set(visit.stateName, [visit])
  }
  return new Map([...byState].map(([name, own]) => [name, summarize(own)]))
}

function summarize(visits: readonly Visit[]): StateSummary {
  const count = (fits: (visit: Visit) => boolean): number => visits.filter(fits).length
  const active = count(isActive)
  const failed = count((visit) => visit.status === 'FAILED' || visit.status === 'TIMED_OUT')
  const last = visits.at(-1)
  const exits = visits.map((visit) => visit.exitedAt ?? 0)
  return {
    status: statusOf(visits, last),
    visits: visits.length,
    active,
    succeeded: count((visit) => visit.status === 'SUCCEEDED'),
    failed,
    retries: visits.reduce((sum, visit) => sum + Math.max(0, visit.attempts.length - 1), 0),
    items: last?.items,
    enteredAt: visits[0]?.enteredAt ?? 0,
    exitedAt: active > 0 ? undefined : exits.reduce((a, b) => Math.max(a, b), 0)
  }
}

function statusOf(visits: readonly Visit[], last: Visit | undefined): VisitStatus {
  const counting = visits.filter((visit) => visit === last || !visit.wasRedriven)
  const statuses = new Set(counting.map((visit) => visit.status))
  const worst = [...activeFirst, 'FAILED', 'TIMED_OUT'] as const
  return worst.find((status) => statuses.has(status)) ?? last?.status ?? 'RUNNING'
}

/** The edges of the graph that the execution went along, by id. */
export function takenEdges(graph: Graph, visits: readonly Visit[]): Set<string> {
  const visited = new Set(visits.map((visit) => visit.stateName))
  const ended = new Set(visits.filter((visit) => !isActive(visit)).map((visit) => visit.stateName))
  const steps = new Set<string>()
  for (const { previous, stateName } of visits) {
    if (!previous) continue
    const kind = previous.status === 'CAUGHT' ? 'catch' : 'next'
    steps.add(JSON.stringify([kind, previous.stateName, stateName]))
  }
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const leftNormally = new Set(
    visits.filter((visit) => visit.status === 'SUCCEEDED').map((visit) => visit.stateName)
  )
  const isTaken = (edge: GraphEdge): boolean => {
    const from = byId.get(edge.from)
    const to = byId.get(edge.to)
    if (!from || !to) return false
    if (from.kind === 'start') return visited.has(to.stateName)
    if (to.kind === 'end') {
      const isFail = from.type === 'Fail'
      return isFail ? ended.has(from.stateName) : leftNormally.has(from.stateName)
    }
    const kind = edge.kind === 'catch' ? 'catch' : 'next'
    return steps.has(JSON.stringify([kind, from.stateName, to.stateName]))
  }
  return new Set(graph.edges.filter(isTaken).map((edge) => edge.id))
}
