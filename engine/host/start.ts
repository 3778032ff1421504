import { ApiError } from '../../api/errors.ts'
import type { ExecutionContext } from '../../asl/interpreter/execution.ts'
import { createExecution } from '../../asl/interpreter/start.ts'
import { drawFrom, fractionOf } from '../../asl/interpreter/seed.ts'
import { executionArn, splitTestCase, stateMachineArn as arnOfStateMachine } from '../arns.ts'
import type { Target } from '../machines/find.ts'
import { findTarget } from '../machines/find.ts'
import type { ExecutionLogs } from '../logs/execution-logs.ts'
import type { Machines } from '../machines/machines.ts'
import { checkName } from '../machines/checks.ts'
import type { Mocks } from '../mocks/mocks.ts'
import { findNamesake, readExecutionData } from '../store/queries/executions.ts'
import { insertTestCase } from '../store/queries/test-cases.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { StartedExecution, StartRequest } from './host.ts'
import type { NewExecution } from './live-executions.ts'

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_INPUT_BYTES = 262_144

/** A new execution that has neither rows nor taken a step, or the one that has the name already. */
export type Beginning =
  { isNew: true; execution: NewExecution } | { isNew: false; started: StartedExecution }

/** What a request for a start leads to. */
export interface StartOptions {
  target: Target
  /** Of the mock configuration file. */
  testCase?: string
  /** Milliseconds since the epoch. */
  startedAt: number
}

/**
 * What the ARN of a start leads to; an alias's route is drawn from the seed. Throws ApiError
 * StateMachineDoesNotExist, InvalidArn.
 */
export function findStart(
  db: ReadDb,
  arn: string,
  { at, seed }: { at: number; seed: string }
): StartOptions {
  const { stateMachineArn, testCase } = splitTestCase(arn)
  const target = findTarget(db, stateMachineArn, () => fractionOf(drawFrom(`${seed}:route`, 0)))
  return { target, startedAt: at, ...(testCase === undefined ? {} : { testCase }) }
}

/** A request for a start, its name given or made here. */
export type NamedStart = Omit<StartRequest, 'stateMachineArn' | 'name'> & {
  name: string
  /** Made here: nobody else has it. */
  isFresh: boolean
}

/**
 * Makes an execution ready for its first step. Throws as `Host.start`. Idempotent as StartExecution of
 * AWS: the same name and input while it runs answers the running one, else ExecutionAlreadyExists.
 */
export function newExecution(
  write: WriteDb,
  { machines, mocks, logs }: { machines: Machines; mocks: Mocks; logs: ExecutionLogs },
  { name, isFresh, input = '{}' }: NamedStart,
  { target, testCase, startedAt }: StartOptions
): Beginning {
  const { machine, version, alias } = target
  const stateMachineArn = arnOfStateMachine(machine.name)
  checkName(name)
  checkInput(input)
  if (testCase !== undefined) mocks.check(machine.name, testCase)
  const arn = executionArn(machine.name, name)
  const namesake = isFresh ? undefined : findNamesake(write, machine.id, name)
  if (namesake) {
    const { id, status } = namesake
    const isSame = status === 'RUNNING' && readExecutionData(write, id).input === input
    if (!isSame) {
      throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    }
    return {
      isNew: false,
      started: { executionArn: arn, startedAt: namesake.startedAt, isNew: false }
    }
  }
  const { revisionId, roleArn } = version ?? machine
  const context = contextOf({ name: machine.name, roleArn }, stateMachineArn, {
    ...{ arn, name, startedAt }
  })
  const execution: NewExecution = {
    row: {
      ...{ stateMachineId: machine.id, revisionId, name, startedAt, input },
      ...(version ? { version: version.number } : {}),
      ...(alias ? { alias: alias.name } : {})
    },
    ...(testCase === undefined
      ? {}
      : { inserted: (inner: WriteDb, id: number) => insertTestCase(inner, id, testCase) }),
    ...{ name, executionArn: arn, stateMachineArn, startedAt, redriveCount: 0 },
    machine: machines.compiled(write, revisionId),
    execution: createExecution({ context, input }),
    storedFrames: new Set(),
    historyBytes: 0,
    logTo: logs.of(machine.name, version ?? machine)
  }
  return { isNew: true, execution }
}

/** What a definition can read of its surroundings. */
export function contextOf(
  machine: { name: string; roleArn: string },
  stateMachineArn: string,
  execution: { arn: string; name: string; startedAt: number }
): ExecutionContext {
  return {
    execution: {
      id: execution.arn,
      name: execution.name,
      roleArn: machine.roleArn,
      startTime: new Date(execution.startedAt).toISOString()
    },
    stateMachine: { id: stateMachineArn, name: machine.name }
  }
}

/** Throws ApiError InvalidExecutionInput. */
export function checkInput(input: string): void {
  const bytes = Buffer.byteLength(input)
  if (bytes > LARGEST_INPUT_BYTES) {
    throw new ApiError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: expected at most ${String(LARGEST_INPUT_BYTES)} bytes, found ${String(bytes)}.`
    )
  }
  try {
    JSON.parse(input)
  } catch (error) {
    throw new ApiError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: expected JSON text, found ${String(error)}.`
    )
  }
}
