import { ApiError } from '../api/errors.ts'

/** Region and account of every ARN; AWS's tools accept the account of zeros. */
const PREFIX = 'arn:aws:states:us-east-1:000000000000'
const STATE_MACHINE = `${PREFIX}:stateMachine:`
const EXECUTION = `${PREFIX}:execution:`
const ACTIVITY = `${PREFIX}:activity:`

/** The role that executions are said to run under; nothing is checked against it. */
export const DEFAULT_ROLE_ARN = 'arn:aws:iam::000000000000:role/signalbox'

/** `…:stateMachine:<name>`. */
export function stateMachineArn(name: string): string {
  return STATE_MACHINE + name
}

/** Whether a state machine is the hidden one of a map run: `…:stateMachine:<machine>/<label>`. */
export function isOfMapRun(stateMachineArn: string): boolean {
  return stateMachineArn.includes('/')
}

/**
 * A state machine's ARN, and the test case of the mock configuration file that may follow it after
 * `#`, as in Step Functions Local.
 */
export function splitTestCase(arn: string): { stateMachineArn: string; testCase?: string } {
  const at = arn.indexOf('#')
  if (at === -1) return { stateMachineArn: arn }
  return { stateMachineArn: arn.slice(0, at), testCase: arn.slice(at + 1) }
}

/** `…:execution:<state machine>:<name>`. */
export function executionArn(stateMachineName: string, name: string): string {
  return `${EXECUTION}${stateMachineName}:${name}`
}

/** `…:express:<state machine>:<name>:<id>`: names of express executions may be used again. */
export function expressArn(stateMachineName: string, name: string, id: string): string {
  return `${PREFIX}:express:${stateMachineName}:${name}:${id}`
}

/** The name in a state machine's ARN. Throws ApiError InvalidArn. */
export function parseStateMachineArn(arn: string): string {
  const name = arn.startsWith(STATE_MACHINE) ? arn.slice(STATE_MACHINE.length) : ''
  if (name === '' || name.includes(':')) throw invalidArn(arn, `${STATE_MACHINE}<name>`)
  return name
}

/** What a qualified ARN of a state machine names besides it. */
export interface QualifiedArn {
  name: string
  version?: number
  alias?: string
}

/** `…:stateMachine:<name>`, `…:<name>:<version>` or `…:<name>:<alias>`. Throws ApiError InvalidArn. */
export function parseQualifiedArn(arn: string): QualifiedArn {
  const rest = arn.startsWith(STATE_MACHINE) ? arn.slice(STATE_MACHINE.length) : ''
  const [name = '', qualifier, ...more] = rest.split(':')
  if (name === '' || qualifier === '' || more.length > 0) {
    throw invalidArn(arn, `${STATE_MACHINE}<name>[:<version or alias>]`)
  }
  if (qualifier === undefined) return { name }
  return /^\d+$/.test(qualifier) ? { name, version: Number(qualifier) } : { name, alias: qualifier }
}

/** `…:stateMachine:<name>:<version or alias>`. */
export function qualifiedArn(name: string, qualifier: number | string): string {
  return `${STATE_MACHINE}${name}:${String(qualifier)}`
}

/** Both names in an execution's ARN. Throws ApiError InvalidArn. */
export function parseExecutionArn(arn: string): { stateMachineName: string; name: string } {
  const [stateMachineName, name, ...rest] = arn.startsWith(EXECUTION)
    ? arn.slice(EXECUTION.length).split(':')
    : []
  if (!stateMachineName || !name || rest.length > 0) {
    throw invalidArn(arn, `${EXECUTION}<state machine>:<name>`)
  }
  return { stateMachineName, name }
}

/** `…:activity:<name>`. */
export function activityArn(name: string): string {
  return ACTIVITY + name
}

/** The name in an activity's ARN. Throws ApiError InvalidArn. */
export function parseActivityArn(arn: string): string {
  const name = arn.startsWith(ACTIVITY) ? arn.slice(ACTIVITY.length) : ''
  if (name === '' || name.includes(':')) throw invalidArn(arn, `${ACTIVITY}<name>`)
  return name
}

/** AWS's wording, and beside it what was expected. */
function invalidArn(found: string, expected: string): ApiError {
  const type = /^arn:aws:states:[^:]*:[^:]*:(\w+):/.exec(found)?.[1]
  const reason =
    type === undefined
      ? `Invalid ARN prefix: ${found}`
      : `Resource type not valid in this context: ${type}`
  const hint = `Expected an ARN of the form ${expected}.`
  return new ApiError('InvalidArn', `Invalid Arn: '${reason}'`, { hint })
}
