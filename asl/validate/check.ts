/** What rules get to see and how they report. */
import type { JsonObject } from '../json.ts'
import type { QueryLanguage, StateType } from '../definition.ts'
import type { Problem } from './problem.ts'

/** A resource that something installed here serves; the shape that ListPlugins answers with fits. */
export interface KnownResource {
  /** `plugin:s3:copyObject`. */
  resource: string
  /** AWS resources that it serves too: `arn:aws:states:::aws-sdk:s3:copyObject`. */
  aliases?: readonly string[]
  /** Beginnings of such resources: `arn:aws:lambda:`. */
  aliasPrefixes?: readonly string[]
  /** `request-response`, `sync`, `wait-for-task-token`. */
  patterns?: readonly string[]
}

export interface ValidateOptions {
  /** EXPRESS machines may neither wait for tokens nor for jobs. STANDARD where absent. */
  type?: 'STANDARD' | 'EXPRESS'
  /** What tasks may call; where absent, which resources exist is not checked. */
  resources?: readonly KnownResource[]
  /** `aws`: whether AWS would accept it, and what in it is ours alone; `resources` do not matter. */
  target?: 'aws'
}

export interface ReportDetails {
  /** AWS's diagnostic code; SCHEMA_VALIDATION_FAILED where absent. */
  code?: string
  /** What line and column point at, where that is more exact than the problem's pointer. */
  at?: string
  /** Line and column point at the name of the member rather than at its value. */
  isKey?: boolean
  hint?: string | undefined
  /** Line and column point so many characters into the text that stands there. */
  textOffset?: number
}

/** Collects problems while the rules walk a definition. */
export interface Report {
  readonly options: ValidateOptions
  error(pointer: string, message: string, details?: ReportDetails): void
  warning(pointer: string, message: string, details?: ReportDetails): void
}

/** A problem before its line and column are known. */
export interface Finding extends Problem {
  at: string
  isKey: boolean
  textOffset: number | undefined
}

/** One sequence of states: the machine, a Parallel branch or a Map's processor. */
export interface BlockVisit {
  kind: 'machine' | 'branch' | 'processor'
  block: JsonObject
  pointer: string
  /** Of the whole machine. */
  machineLanguage: QueryLanguage
  /** Its states that are objects, by name. */
  states: ReadonlyMap<string, JsonObject>
  report: Report
}

export interface StateVisit {
  name: string
  state: JsonObject
  /** Undefined where `Type` is missing or unknown. */
  type: StateType | undefined
  pointer: string
  language: QueryLanguage
  block: BlockVisit
  report: Report
}

export type BlockRule = (visit: BlockVisit) => void
export type StateRule = (visit: StateVisit) => void

/** A report that keeps its findings in order. */
export function createReport(options: ValidateOptions): { report: Report; findings: Finding[] } {
  const findings: Finding[] = []
  const add =
    (severity: Problem['severity']) =>
    (pointer: string, message: string, details: ReportDetails = {}): void => {
      findings.push({
        severity,
        code: details.code ?? 'SCHEMA_VALIDATION_FAILED',
        message,
        pointer,
        at: details.at ?? pointer,
        isKey: details.isKey ?? false,
        textOffset: details.textOffset,
        ...(details.hint === undefined ? {} : { hint: details.hint })
      })
    }
  return { report: { options, error: add('error'), warning: add('warning') }, findings }
}
