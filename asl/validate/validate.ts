/** A definition in, located problems out: the same code in the editor, the CLI and CreateStateMachine. */
import type { Definition } from '../definition.ts'
import { isJsonObject } from '../json.ts'
import { createReport } from './check.ts'
import type { Finding, ValidateOptions } from './check.ts'
import { lineCounter, offsetInText, offsetOf, scanJson } from './positions.ts'
import type { DuplicateName, JsonPlace, SyntaxProblem } from './positions.ts'
import type { Problem } from './problem.ts'
import { checkAwsLimits, checkDefinitionSize, checkExpressDuration } from './rules/aws-limits.ts'
import { checkChoice } from './rules/choice.ts'
import { checkDistributedMap } from './rules/distributed-map.ts'
import { checkExpressions } from './rules/expressions.ts'
import { checkMap, checkParallel, checkUniqueNames } from './rules/nested-blocks.ts'
import { checkPaths } from './rules/paths.ts'
import { checkMachineQueryLanguage, checkStateQueryLanguage } from './rules/query-language.ts'
import { checkResource } from './rules/resources.ts'
import { checkRetryAndCatch } from './rules/retry-catch.ts'
import { checkRunsOnAws } from './rules/runs-on-aws.ts'
import { checkStateFields } from './rules/state-fields.ts'
import { checkStructure } from './rules/structure.ts'
import { checkTemplates } from './rules/templates.ts'
import { checkMachineTimeout, checkTimeFields } from './rules/time.ts'
import { checkNextOrEnd, checkTransitions } from './rules/transitions.ts'
import { checkVariables } from './rules/variables.ts'
import { walkDefinition } from './walk.ts'
import type { Rules } from './walk.ts'

export type { KnownResource, ValidateOptions } from './check.ts'

const rules: Rules = {
  block: [
    checkStructure,
    checkMachineQueryLanguage,
    checkMachineTimeout,
    checkUniqueNames,
    checkTransitions,
    checkVariables
  ],
  state: [
    checkStateFields,
    checkStateQueryLanguage,
    checkNextOrEnd,
    checkPaths,
    checkTemplates,
    checkExpressions,
    checkTimeFields,
    checkRetryAndCatch,
    checkChoice,
    checkParallel,
    checkMap,
    checkDistributedMap,
    checkResource
  ]
}

/** Besides the others, for the target AWS. */
const awsRules: Rules = {
  block: [checkExpressDuration],
  state: [checkRunsOnAws, checkAwsLimits]
}

export interface Validation {
  /** In the order of the text, errors and warnings. */
  problems: Problem[]
  /** Present where no problem is an error. With the target AWS it may hold what does not run here yet. */
  definition?: Definition
}

/**
 * Checks the text of a definition. Never throws, whatever the text.
 *
 * @example
 * const { problems, definition } = validateDefinition('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}')
 * @example
 * // Errors are what AWS refuses; NOT_ON_AWS is what is ours alone, AWS_LIMIT what is larger here.
 * validateDefinition(text, { target: 'aws' }).problems
 */
export function validateDefinition(text: string, given: ValidateOptions = {}): Validation {
  const options = forTarget(given)
  if (text.trim() === '') {
    return {
      problems: [
        {
          ...atStart,
          message: 'The definition is empty: expected a JSON object',
          code: 'MISSING_DESCRIPTION'
        }
      ]
    }
  }
  const scan = scanJson(text)
  if (!scan.isValid) return { problems: [syntaxProblem(text, scan.problem)] }
  const value: unknown = JSON.parse(text)
  if (!isJsonObject(value)) {
    const message = "Expected a JSON object with 'StartAt' and 'States'"
    return { problems: [{ ...atStart, message, code: 'SCHEMA_VALIDATION_FAILED' }] }
  }
  const { report, findings } = createReport(options)
  walkDefinition(value, rules, report)
  if (options.target === 'aws') {
    checkDefinitionSize(text, report)
    walkDefinition(value, awsRules, report)
  }
  const problems = locate(text, scan.place, scan.duplicates, findings)
  if (problems.some((problem) => problem.severity === 'error')) return { problems }
  // The rules above have checked exactly what the type says.
  return { problems, definition: value as unknown as Definition }
}

/** What is installed here says nothing about AWS. */
function forTarget({ resources, ...options }: ValidateOptions): ValidateOptions {
  return resources === undefined || options.target === 'aws' ? options : { ...options, resources }
}

const atStart = { severity: 'error', pointer: '', line: 1, column: 1 } as const

function syntaxProblem(text: string, problem: SyntaxProblem): Problem {
  return {
    severity: 'error',
    code: problem.isTooDeep ? 'TOO_DEEPLY_NESTED' : 'INVALID_JSON_DESCRIPTION',
    message: problem.message,
    pointer: '',
    ...lineCounter(text)(problem.start)
  }
}

/** Findings and duplicate names as problems with lines and columns, in the order of the text. */
function locate(
  text: string,
  place: JsonPlace,
  duplicates: readonly DuplicateName[],
  findings: readonly Finding[]
): Problem[] {
  if (findings.length === 0 && duplicates.length === 0) return []
  const positionOf = lineCounter(text)
  const located = findings.map(({ at, isKey, textOffset, ...problem }) => {
    const start = offsetOf(place, at, isKey)
    return {
      offset: textOffset === undefined ? start : offsetInText(text, start, textOffset),
      problem
    }
  })
  for (const { name, pointer, start } of duplicates) {
    located.push({ offset: start, problem: duplicateProblem(name, pointer) })
  }
  return located
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ offset, problem }) => ({ ...problem, ...positionOf(offset) }))
}

const statePointerPattern = /\/States\/[^/]+$/

function duplicateProblem(name: string, pointer: string): Problem {
  const isState = statePointerPattern.test(pointer)
  return {
    severity: isState ? 'error' : 'warning',
    code: isState ? 'DUPLICATE_STATE_NAME' : 'DUPLICATE_KEY',
    message: isState
      ? `Duplicate State name: ${name}`
      : `The name "${name}" occurs twice in this object: only the last one counts`,
    pointer
  }
}
