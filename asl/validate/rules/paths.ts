/** Spec clauses "Paths", "Reference Paths", "InputPath, Parameters, ResultSelector, ResultPath, OutputPath". */
import type { Json } from '../../json.ts'
import type { Report, StateRule } from '../check.ts'
import { callProblem, looksLikeIntrinsic, readPathSyntax } from '../path-syntax.ts'
import { fillPlaceholders, hasPlaceholder, reportPlaceholder } from '../placeholders.ts'

interface PathRule {
  /** Only names and indices. */
  isReference?: boolean
  isNullable?: boolean
  /** A call of an intrinsic function that yields a string does too. */
  isText?: boolean
  /** Only `$`, neither `$$` nor a variable: the field is a place to write to. */
  isTarget?: boolean
}

/** Developer guide, "Fail workflow state". */
const textFunctions = [
  'States.Format',
  'States.JsonToString',
  'States.ArrayGetItem',
  'States.Base64Encode',
  'States.Base64Decode',
  'States.Hash',
  'States.UUID'
]

const pathFields: Readonly<Record<string, PathRule>> = {
  InputPath: { isNullable: true },
  OutputPath: { isNullable: true },
  ResultPath: { isReference: true, isNullable: true, isTarget: true },
  ItemsPath: {},
  SecondsPath: {},
  TimestampPath: {},
  TimeoutSecondsPath: {},
  HeartbeatSecondsPath: {},
  MaxConcurrencyPath: {},
  ToleratedFailureCountPath: {},
  ToleratedFailurePercentagePath: {},
  ErrorPath: { isReference: true, isText: true },
  CausePath: { isReference: true, isText: true }
}

export const checkPaths: StateRule = ({ language, state, pointer, report }) => {
  if (language !== 'JSONPath') return
  for (const [field, rule] of Object.entries(pathFields)) {
    if (Object.hasOwn(state, field))
      checkPath(report, `${pointer}/${field}`, field, state[field], rule)
  }
  if (!Array.isArray(state['Catch'])) return
  state['Catch'].forEach((catcher, index) => {
    if (typeof catcher !== 'object' || catcher === null || Array.isArray(catcher)) return
    if (!Object.hasOwn(catcher, 'ResultPath')) return
    const at = `${pointer}/Catch/${String(index)}/ResultPath`
    const rule = pathFields['ResultPath'] ?? {}
    checkPath(report, at, 'ResultPath', catcher['ResultPath'], rule)
  })
}

/** Reports at `pointer` where `value` is not a path as `rule` wants it. */
export function checkPath(
  report: Report,
  pointer: string,
  field: string,
  value: Json | undefined,
  rule: PathRule
): void {
  if (value === null && rule.isNullable) return
  const alternative = rule.isText ? ' or a valid intrinsic function call' : ''
  const kind = rule.isReference ? 'Reference Path' : 'JSONPath'
  const complain = (detail: string, hint?: string): void => {
    report.error(
      pointer,
      `The value for the field '${field}' must be a valid ${kind}${alternative}${detail}`,
      { hint }
    )
  }
  if (typeof value !== 'string') {
    complain(`, found ${JSON.stringify(value)}`)
    return
  }
  if (hasPlaceholder(value)) reportPlaceholder(report, pointer, value)
  const text = fillPlaceholders(value)
  if (rule.isText && looksLikeIntrinsic(text)) {
    const problem = callProblem(text)
    if (problem !== undefined) complain('', problem)
    else if (!textFunctions.includes(text.slice(0, text.indexOf('(')).trim())) {
      complain(` that yields a string: ${textFunctions.join(', ')}`)
    }
    return
  }
  const syntax = readPathSyntax(text)
  if (syntax.reason !== undefined) complain('', syntax.reason)
  else if (rule.isReference && !syntax.isReference) {
    complain(': it has to name one place, so without *, .., filters, slices and functions')
  } else if (rule.isTarget && syntax.root !== 'data') {
    complain(": a result is written into the state's input, so the path starts with '$.'")
  }
}
