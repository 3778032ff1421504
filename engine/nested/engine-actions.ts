import { z } from 'zod'
import { ApiError } from '../../api/errors.ts'
import type { IntegrationPattern } from '../../asl/interpreter/command.ts'
import type { Json } from '../../asl/json.ts'
import { executionArn, parseExecutionArn, stateMachineArn } from '../arns.ts'
import type { Host } from '../host/host.ts'
import { findExecution, readExecutionData } from '../store/queries/executions.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import type { WriteDb } from '../store/transaction.ts'
import { failed } from '../tasks/attempt.ts'
import type { TaskOutcome, Tasks } from '../tasks/tasks.ts'
import type { Nested } from './nested.ts'
import { inputText, refusal, sdkShape, startedOutput, startParameters } from './shapes.ts'

/** What has come of a task that the engine has done itself. */
export type EngineOutcome =
  | TaskOutcome
  /** The task goes on: it waits for the end of an execution. */
  | { type: 'submitted'; output: Json }

/** Tasks that the engine does itself, within a transaction. */
export interface EngineActions {
  /** What the validator is to know of. */
  readonly resources: readonly { resource: string; patterns: readonly IntegrationPattern[] }[]
  has: (resource: string) => boolean
  /** Never throws for what is wrong with the task. */
  run: (write: WriteDb, task: TaskRecord, input: Json) => EngineOutcome
}

export interface EngineActionOptions {
  host: Pick<Host, 'start' | 'apply' | 'moment'>
  tasks: Tasks
  nested: Nested
  uuid: () => string
}

const START = 'arn:aws:states:::states:startExecution'
const SDK = 'arn:aws:states:::aws-sdk:sfn:'

/** Known without an engine. */
export const engineResources: EngineActions['resources'] = [
  { resource: START, patterns: ['request-response', 'sync', 'wait-for-task-token'] },
  ...[
    'startExecution',
    'describeExecution',
    'stopExecution',
    'sendTaskSuccess',
    'sendTaskFailure',
    'sendTaskHeartbeat'
  ].map((call) => ({
    resource: SDK + call,
    patterns: ['request-response', 'wait-for-task-token'] as const
  }))
]

const byArn = z.object({ ExecutionArn: z.string() })
const stopParameters = byArn.extend({ Error: z.string().optional(), Cause: z.string().optional() })
const byToken = z.object({ TaskToken: z.string() })
const successParameters = byToken.extend({ Output: z.json() })
const failureParameters = byToken.extend({
  Error: z.string().optional(),
  Cause: z.string().optional()
})

export function createEngineActions(options: EngineActionOptions): EngineActions {
  const calls = sdkCalls(options)
  return {
    resources: engineResources,
    has: (resource) => resource === START || calls[resource] !== undefined,
    run: (write, task, input) => {
      const isSdk = task.resource !== START
      try {
        // What a refused call has written must not stay.
        return write.savepoint((inner) => {
          const call = calls[task.resource]
          if (call === undefined) return startChild(inner, task, input, options)
          return { type: 'succeeded', output: call(inner, input) }
        })
      } catch (error) {
        if (error instanceof ApiError) return refusal(error, isSdk, options.uuid())
        if (error instanceof z.ZodError) return wrongParameters(task, input, error)
        throw error
      }
    }
  }
}

/** In AWS's words; what exactly is wrong follows. */
function wrongParameters(task: TaskRecord, input: Json, error: z.ZodError): TaskOutcome {
  const problems = error.issues.map(
    ({ path, message }) => `${path.map(String).join('.')}: ${message}`
  )
  return failed(
    'States.Runtime',
    `The Parameters '${JSON.stringify(input)}' could not be used to start the Task '${task.resource}': [${problems.join('; ')}]`
  )
}

function startChild(
  write: WriteDb,
  task: TaskRecord,
  input: Json,
  { host, nested, uuid }: EngineActionOptions
): EngineOutcome {
  const started = start(write, input, host)
  const output = startedOutput(started, uuid())
  if (task.pattern !== 'sync') return { type: 'succeeded', output }
  const child = findExecution(write, childNames(started.executionArn))
  if (!child) throw new Error(`${started.executionArn} has no row`)
  nested.tie(write, child.id, task)
  return { type: 'submitted', output }
}

/** An express execution keeps no rows: nothing can wait for its end. */
function childNames(arn: string): { stateMachineName: string; name: string } {
  if (!arn.includes(':express:')) return parseExecutionArn(arn)
  throw new ApiError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine: an EXPRESS one can be started, not waited for with .sync.'
  )
}

function start(write: WriteDb, input: Json, host: Pick<Host, 'start'>) {
  const { StateMachineArn, Name, Input } = startParameters.parse(input)
  const text = inputText(Input)
  return host.start(write, {
    stateMachineArn: StateMachineArn,
    ...(Name ? { name: Name } : {}),
    ...(text === undefined ? {} : { input: text })
  })
}

type SdkCall = (write: WriteDb, input: Json) => Json

function sdkCalls({ host, tasks }: EngineActionOptions): Partial<Record<string, SdkCall>> {
  return {
    [`${SDK}startExecution`]: (write, input) => {
      const started = start(write, input, host)
      return sdkShape({
        executionArn: started.executionArn,
        startDate: started.startedAt / 1000
      })
    },
    [`${SDK}describeExecution`]: (write, input) => describe(write, byArn.parse(input).ExecutionArn),
    [`${SDK}stopExecution`]: (write, input) => {
      const { ExecutionArn, Error: error, Cause: cause } = stopParameters.parse(input)
      const { id } = executionOf(write, ExecutionArn)
      const moment = host.moment()
      host.apply(write, id, {
        type: 'execution-stopped',
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
        ...moment
      })
      return sdkShape({ stopDate: moment.at / 1000 })
    },
    [`${SDK}sendTaskSuccess`]: (write, input) => {
      const { TaskToken, Output } = successParameters.parse(input)
      // A wrong token is told before a wrong output; undone with the savepoint where the output is wrong.
      tasks.heartbeatByToken(write, TaskToken)
      const output = typeof Output === 'string' ? parseOutput(Output) : Output
      tasks.completeByToken(write, TaskToken, { type: 'succeeded', output })
      return {}
    },
    [`${SDK}sendTaskFailure`]: (write, input) => {
      const { TaskToken, Error: error, Cause: cause } = failureParameters.parse(input)
      tasks.completeByToken(write, TaskToken, {
        type: 'failed',
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause })
      })
      return {}
    },
    [`${SDK}sendTaskHeartbeat`]: (write, input) => {
      tasks.heartbeatByToken(write, byToken.parse(input).TaskToken)
      return {}
    }
  }
}

function parseOutput(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new ApiError('InvalidOutput', `Invalid Output: expected JSON text: ${String(error)}`)
  }
}

function executionOf(write: WriteDb, arn: string) {
  const found = findExecution(write, parseExecutionArn(arn))
  if (found) return found
  throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
}

function describe(write: WriteDb, arn: string): Json {
  const execution = executionOf(write, arn)
  const { input, output, error, cause } = readExecutionData(write, execution.id)
  return sdkShape({
    ...(cause === undefined ? {} : { cause }),
    ...(error === undefined ? {} : { error }),
    executionArn: executionArn(execution.stateMachineName, execution.name),
    input,
    inputDetails: { included: true },
    name: execution.name,
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    redriveCount: execution.redriveCount,
    startDate: execution.startedAt / 1000,
    stateMachineArn: stateMachineArn(execution.stateMachineName),
    status: execution.status,
    ...(execution.stoppedAt === undefined ? {} : { stopDate: execution.stoppedAt / 1000 })
  })
}
