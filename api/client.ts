import type { ErrorName } from './errors.ts'
import { ApiError, errorStatus } from './errors.ts'
import type { Input, OperationName, Output } from './index.ts'

/** `client.StartExecution({ … })` for each operation; rejects with ApiError. */
export type Client = {
  readonly [K in OperationName]: (
    input: Input<K>,
    options?: { signal?: AbortSignal }
  ) => Promise<Output<K>>
}

export interface ClientOptions {
  /** Base address of the engine, such as `http://127.0.0.1:4100`. */
  url: string
  /** The engine's token (`engine.json`). */
  token: string
}

/** Operations of AWS's own service; all others go to ours. Kept as text so that clients need no schemas. */
const awsOperations = new Set<string>([
  'CreateStateMachine',
  'UpdateStateMachine',
  'DeleteStateMachine',
  'DescribeStateMachine',
  'DescribeStateMachineForExecution',
  'ListStateMachines',
  'ValidateStateMachineDefinition',
  'TestState',
  'StartExecution',
  'StartSyncExecution',
  'StopExecution',
  'RedriveExecution',
  'DescribeExecution',
  'ListExecutions',
  'GetExecutionHistory',
  'ListMapRuns',
  'DescribeMapRun',
  'UpdateMapRun',
  'SendTaskSuccess',
  'SendTaskFailure',
  'SendTaskHeartbeat',
  'CreateActivity',
  'DescribeActivity',
  'DeleteActivity',
  'ListActivities',
  'GetActivityTask',
  'PublishStateMachineVersion',
  'ListStateMachineVersions',
  'DeleteStateMachineVersion',
  'CreateStateMachineAlias',
  'UpdateStateMachineAlias',
  'DescribeStateMachineAlias',
  'ListStateMachineAliases',
  'DeleteStateMachineAlias',
  'TagResource',
  'UntagResource',
  'ListTagsForResource'
])

function isErrorName(name: string): name is ErrorName {
  return name in errorStatus
}

async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => ({}))
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const { __type: rawType, message: rawMessage, ...details } = fields
  const name = typeof rawType === 'string' ? (rawType.split('#').pop() ?? '') : ''
  const message =
    typeof rawMessage === 'string' ? rawMessage : `The engine answered ${String(response.status)}`
  return new ApiError(isErrorName(name) ? name : 'InternalServerError', message, details)
}

/**
 * A typed client for a running engine.
 *
 * @example
 * const client = createClient({ url, token })
 * const { executionArn } = await client.StartExecution({ stateMachineArn, input: '{}' })
 */
export function createClient(options: ClientOptions): Client {
  const call = async (name: string, input: unknown, signal?: AbortSignal): Promise<unknown> => {
    const service = awsOperations.has(name) ? 'AWSStepFunctions' : 'Signalbox'
    const response = await fetch(options.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${service}.${name}`,
        authorization: `Bearer ${options.token}`
      },
      body: JSON.stringify(input),
      ...(signal ? { signal } : {})
    })
    if (!response.ok) throw await toApiError(response)
    return response.json()
  }
  return new Proxy({} as Client, {
    get: (_target, name) =>
      typeof name === 'string' && name !== 'then'
        ? (input: unknown, { signal }: { signal?: AbortSignal } = {}) => call(name, input, signal)
        : undefined
  })
}
