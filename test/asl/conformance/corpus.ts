import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Definition } from '../../../asl/definition.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'

/** The corpus lies beside the checkout; it is not part of the repository. */
const folder = fileURLToPath(
  new URL('../../../../shared/conformance/corpus/execution', import.meta.url)
)

export interface RecordedEvent extends JsonObject {
  id: number | number[]
  previousEventId: number
  type: string
}

export interface Expected {
  status: string
  output?: Json
  error?: Json
  cause?: Json
  history?: RecordedEvent[]
}

export interface Case {
  id: string
  needs: string[]
  stateMachineType: string
  definition?: Definition | string
  input?: string
  executionName?: string
  executions?: { definition: Definition | string; input?: string; expected: Expected }[]
  steps?: Json
  setup?: Json
  placeholders?: string[]
  /** Absent where `executions` hold their own. */
  expected?: Expected
}

export const account = '123456789012'
export const region = 'us-east-1'
/** The stepped clock's start. */
export const startedAt = Date.UTC(2026, 10, 23, 12)

export const isCorpusPresent = existsSync(folder)

export function readCases(): Case[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const content = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: Case[] }
      return content.cases
    })
}

/** Why a case cannot be driven without an engine, or undefined where it can. */
export function reasonToLeaveOut(item: Case): string | undefined {
  const text = JSON.stringify([item.definition, item.executions, item.steps, item.setup])
  if (/DISTRIBUTED|ItemReader/.test(text)) return 'distributed Map'
  if (item.steps !== undefined) return 'sequence of API calls'
  if (item.needs.length > 0 && item.expected?.history === undefined)
    return 'integration, no history recorded'
  if (item.needs.length > 0 && item.expected?.history?.some((event) => Array.isArray(event.id))) {
    return 'integration inside of a normalised Parallel'
  }
  return undefined
}

/** Fills in `@{...}`: ids, account, region, role, times. */
export function fill(text: string): string {
  return text.replace(/@\{([^}]+)\}/g, (_, reference: string) => {
    if (reference.startsWith('uid:')) return `u${reference.slice(4)}x`
    if (reference.startsWith('account')) return account
    if (reference === 'region') return region
    if (reference === 'role') return `arn:aws:iam::${account}:role/conformance`
    if (reference.endsWith('.stateMachineArn')) {
      return `arn:aws:states:${region}:${account}:stateMachine:${reference.split('.')[0] ?? ''}`
    }
    const days = /^now(?:\+(\d+)d)?$/.exec(reference)
    if (days !== null) {
      return new Date(startedAt + Number(days[1] ?? 0) * 86_400_000).toISOString().slice(0, 19)
    }
    return `arn:aws:lambda:${region}:${account}:function:${reference}`
  })
}

export function definitionOf(definition: Definition | string): Definition {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition)
  return JSON.parse(fill(text)) as Definition
}
