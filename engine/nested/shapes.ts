/** Inputs, outputs and failures of nested executions as AWS has them in histories. */
import { z } from 'zod'
import type { ApiError } from '../../api/errors.ts'
import { isJsonObject } from '../../asl/json.ts'
import type { Json, JsonObject } from '../../asl/json.ts'
import { executionArn, stateMachineArn } from '../arns.ts'
import type { ExecutionData, ExecutionSummary } from '../store/queries/executions.ts'
import type { TaskOutcome } from '../tasks/tasks.ts'

/** Parameters of `startExecution`. https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
export const startParameters = z.object({
  StateMachineArn: z.string(),
  Name: z.string().nullish(),
  Input: z.json().optional()
})

/** A text is the input as it is, null and nothing are none, all else goes as JSON. */
export function inputText(input: Json | undefined): string | undefined {
  if (input === undefined || input === null) return undefined
  return typeof input === 'string' ? input : JSON.stringify(input)
}

/** A moment as AWS's services write it, with an exponent: `1.751558155345E9`. */
function awsSeconds(milliseconds: number): string {
  const [digits = '0', exponent = '+0'] = (milliseconds / 1000).toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${String(Number(exponent))}`
}

/** The answer of StartExecution as the optimised integration shows it. Dates are milliseconds. */
export function startedOutput(
  started: { executionArn: string; startedAt: number },
  requestId: string
): JsonObject {
  const { executionArn: arn, startedAt } = started
  const body = `{"executionArn":${JSON.stringify(arn)},"startDate":${awsSeconds(startedAt)}}`
  const headers = {
    'x-amzn-RequestId': requestId,
    connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(body)),
    Date: new Date(startedAt).toUTCString(),
    'Content-Type': 'application/x-amz-json-1.0'
  }
  const lists = Object.entries(headers).map(([name, value]): [string, Json] => [name, [value]])
  return {
    ExecutionArn: arn,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(lists),
      HttpHeaders: headers,
      HttpStatusCode: 200
    },
    SdkResponseMetadata: { RequestId: requestId },
    StartDate: startedAt
  }
}

/**
 * What has come of a child: its description as output, or as cause of `States.TaskFailed`. `.sync`
 * has input and output as texts, `.sync:2` as values.
 */
export function endedOutcome(
  child: ExecutionSummary,
  data: ExecutionData,
  areValues: boolean
): TaskOutcome {
  const shown = (text: string): Json => (areValues ? (JSON.parse(text) as Json) : text)
  const hasSucceeded = child.status === 'SUCCEEDED'
  const described: JsonObject = {
    ...(data.cause === undefined ? {} : { Cause: data.cause }),
    ...(data.error === undefined ? {} : { Error: data.error }),
    ExecutionArn: executionArn(child.stateMachineName, child.name),
    Input: shown(data.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(data.output === undefined
      ? {}
      : { Output: shown(data.output), OutputDetails: { Included: true } }),
    RedriveCount: child.redriveCount,
    RedriveStatus: hasSucceeded ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    ...(hasSucceeded
      ? { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }
      : {}),
    StartDate: child.startedAt,
    StateMachineArn: stateMachineArn(child.stateMachineName),
    Status: child.status,
    StopDate: child.stoppedAt ?? child.startedAt
  }
  if (hasSucceeded) return { type: 'succeeded', output: described }
  return { type: 'failed', error: 'States.TaskFailed', cause: JSON.stringify(described) }
}

/** A refusal of our API as the optimised integration, or the SDK's, words it. */
export function refusal(error: ApiError, isSdk: boolean, requestId: string): TaskOutcome {
  const { errorName, message } = error
  const exception = errorName.endsWith('Exception') ? errorName : `${errorName}Exception`
  if (isSdk) {
    const cause = `${message} (Service: Sfn, Status Code: 400, Request ID: ${requestId}) (SDK Attempt Count: 1)`
    return { type: 'failed', error: `Sfn.${exception}`, cause }
  }
  const cause = `${message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${errorName}; Request ID: ${requestId}; Proxy: null)`
  return { type: 'failed', error: `StepFunctions.${exception}`, cause }
}

/** An answer as AWS's SDK for Java shows it: members with capitals, dates as ISO texts. */
export function sdkShape(value: Json): Json {
  if (Array.isArray(value)) return value.map(sdkShape)
  if (!isJsonObject(value)) return value
  const members = Object.entries(value).map(([name, member]): [string, Json] => {
    const isDate = name.endsWith('Date') && typeof member === 'number'
    const shown = isDate ? new Date(member * 1000).toISOString() : sdkShape(member)
    return [name.charAt(0).toUpperCase() + name.slice(1), shown]
  })
  return Object.fromEntries(members)
}
