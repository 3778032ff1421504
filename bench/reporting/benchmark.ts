/** The shape that every benchmark has, and the shape of what it reports. */
import type { Machine } from './machine.ts'
import type { Plot } from './plot.ts'
import type { Spread } from './statistics.ts'

/** What one measurement has found, by the key of the figure. */
export type Figures = Readonly<Record<string, number>>

/** One line of the table: what distinguishes it, and how it is measured. */
export interface Case {
  /** By the head of the column: `{ workload: 'Map', 'at once': 8 }`. Together they are the case's name. */
  labels: Readonly<Record<string, string | number>>
  /** Measures once. Rounds call all cases in turn, so that a busy moment hits them alike. */
  measure: () => Promise<Figures> | Figures
}

/** Figures of one round, by the case's name (its labels, joined by `, `). */
export type Round = ReadonlyMap<string, Figures>

/** What the benchmark is for: a ratio (or an absolute bound) that is computed in each round. */
export interface Claim {
  name: string
  /** Of one round; undefined where a case it needs was not measured. */
  of: (round: Round) => number | undefined
  /** Reached where the median is at least (or at most) this; default `least`. */
  bound?: 'least' | 'most'
  /** What we want to reach. */
  target?: number
  /** What `npm run bench:gate` asks for. */
  gate?: number
}

/** What a benchmark is given to work with. */
export interface Bench {
  /** A folder of its own on the disk under test, removed at the end. */
  folder: string
  /** A short run for CI: fewer rounds, smaller sizes, no peers. */
  isQuick: boolean
  /** The benchmark's own numbers, from the command line or their defaults. */
  sizes: Readonly<Record<string, number>>
  /** Says something to who waits, on stderr. */
  say: (line: string) => void
}

/** What a benchmark makes ready. */
export interface Plan {
  cases: readonly Case[]
  claims?: readonly Claim[]
  /** Pictures of the results; `barsOf` makes the usual ones. */
  plots?: (results: readonly CaseResult[]) => Plot[]
  /** Lines under the table: what was left out, and how to get it. */
  notes?: string[]
  close?: () => Promise<void> | void
}

export interface Benchmark {
  /** Of its files and of its place in the documents: `transitions`. */
  name: string
  title: string
  /** The heads of the figures' columns by their keys, in order. */
  figures: Readonly<Record<string, string>>
  /** How often everything is measured; default 3, quick 1. */
  rounds?: { usual: number; quick: number }
  /** Numbers that `--<name> N` sets, with their defaults. */
  sizes?: Readonly<Record<string, { usual: number; quick: number }>>
  prepare: (bench: Bench) => Promise<Plan> | Plan
}

export interface CaseResult {
  name: string
  labels: Readonly<Record<string, string | number>>
  figures: Readonly<Record<string, Spread>>
  rounds: Figures[]
}

export interface ClaimResult {
  name: string
  bound: 'least' | 'most'
  found: Spread
  target?: number
  gate?: number
  isTargetReached?: boolean
  isGateOpen?: boolean
}

/** The JSON file. */
export interface Report {
  name: string
  title: string
  /** When it was begun, ISO 8601. */
  at: string
  isQuick: boolean
  roundCount: number
  sizes: Readonly<Record<string, number>>
  machine: Machine
  figures: Readonly<Record<string, string>>
  cases: CaseResult[]
  claims: ClaimResult[]
  notes: string[]
}

export function nameOf(labels: Case['labels']): string {
  return Object.values(labels).join(', ')
}

/** A claim that divides one case's figure by another's of the same round. */
export function ratioOf(
  key: string,
  upper: string,
  lower: string,
  lowerKey = key
): (round: Round) => number | undefined {
  return (round) => {
    const [above, below] = [round.get(upper)?.[key], round.get(lower)?.[lowerKey]]
    return above === undefined || below === undefined ? undefined : above / below
  }
}

/** A claim about one case's figure as it is. */
export function figureOf(key: string, name: string): (round: Round) => number | undefined {
  return (round) => round.get(name)?.[key]
}
