/** Spec clauses "Paths", "Reference Paths", "InputPath, Parameters, ResultSelector, ResultPath, OutputPath". */
import type { Json } from '../../json.ts'
import type { Report, StateRule } from '../check.ts'
import { looksLikeIntrinsic, parseIntrinsicSyntax } from '../intrinsic-syntax.ts'
import { parsePathSyntax } from '../path-syntax.ts'
import { fillPlaceholders, hasPlaceholder, placeholderMessage } from '../placeholders.ts'

interface PathRule {
  /** Only names and indices. */
  isReference?: boolean
  isNullable?: boolean
  /** An intrinsic function call does too. */
  mayBeIntrinsic?: boolean
  /** Only `$`, neither `$$` nor a variable: the field is a place to write to. */
  isTarget?: boolean
}

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
  ErrorPath: { mayBeIntrinsic: true },
  CausePath: { mayBeIntrinsic: true }
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
  const alternative = rule.mayBeIntrinsic ? ' or a valid intrinsic function call' : ''
  const kind = rule.isReference ? 'Reference Path' : 'JSONPath'
  const complain = (detail = ''): void => {
    report.error(
      pointer,
      `The value for the field '${field}' must be a valid ${kind}${alternative}${detail}`
    )
  }
  if (typeof value !== 'string') {
    complain(`, found ${JSON.stringify(value)}`)
    return
  }
  if (hasPlaceholder(value)) {
    report.warning(pointer, placeholderMessage(value), { code: 'UNRESOLVED_PLACEHOLDER' })
  }
  const text = fillPlaceholders(value)
  if (rule.mayBeIntrinsic && looksLikeIntrinsic(text)) {
    if (!parseIntrinsicSyntax(text).isValid) complain()
    return
  }
  const syntax = parsePathSyntax(text)
  if (!syntax.isValid) complain()
  else if (rule.isReference && !syntax.isReference) {
    complain(': it has to name one place, so without *, .., filters, slices and functions')
  } else if (rule.isTarget && syntax.root !== 'input') {
    complain(": a result is written into the state's input, so the path starts with '$.'")
  }
}
