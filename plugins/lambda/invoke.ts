import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Json } from '../../asl/json.ts'
import { defineAction } from '../contract/action.ts'
import type { Action, ActionError } from '../contract/action.ts'
import type { FunctionMap } from './function-map.ts'
import { runFunction } from './run-function.ts'

export const functionErrors: readonly ActionError[] = [
  {
    name: 'Lambda.ResourceNotFoundException',
    description: 'The file of functions has no command for this function.'
  },
  {
    name: 'Lambda.InvalidFunctionMap',
    description: 'The file of functions is not as expected, or the command cannot be started.'
  },
  {
    name: 'Runtime.ExitError',
    description: 'The command ended with a code other than 0 and has not said why in JSON.'
  },
  {
    name: 'Runtime.InvalidResponse',
    description: 'The command printed something that is no JSON.'
  },
  { name: 'Sandbox.Timedout', description: 'The command ran longer than its timeoutSeconds.' }
]

const input = z.strictObject({
  FunctionName: z
    .string()
    .min(1)
    .max(170)
    .describe('Name, partial ARN or ARN of the function, as in the file of functions.'),
  Payload: z.json().optional().describe('The event. Default: an empty object.'),
  InvocationType: z
    .enum(['RequestResponse', 'Event', 'DryRun'])
    .default('RequestResponse')
    .describe('Event answers 202 and no payload; here the command is waited for all the same.'),
  Qualifier: z.string().min(1).optional().describe('A version or alias; shown to the command.'),
  ClientContext: z.string().optional().describe('Accepted, and of no effect here.'),
  LogType: z.enum(['None', 'Tail']).optional().describe('Accepted, and of no effect here.')
})

const output = z.looseObject({
  ExecutedVersion: z.string().optional().describe('`$LATEST`, or the Qualifier.'),
  Payload: z.json().optional().describe("The function's result."),
  StatusCode: z.number().int().describe('200, 202 for Event, 204 for DryRun.'),
  SdkHttpMetadata: z.json().describe("Headers and status as AWS's SDK shows them."),
  SdkResponseMetadata: z.json().describe('`{ RequestId }`.')
})

/** `arn:aws:states:::lambda:invoke`. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export function defineInvoke(find: FunctionMap): Action {
  return defineAction({
    name: 'invoke',
    title: 'Invoke a Lambda function',
    description: 'Runs the command that stands for a Lambda function, with its event as input.',
    aliases: ['arn:aws:states:::lambda:invoke'],
    input,
    output,
    errors: functionErrors,
    patterns: ['request-response', 'wait-for-task-token'],
    interruption: 'never',
    examples: [
      {
        title: 'A function and its event',
        input: { FunctionName: 'resize', Payload: { file: 'a.png', width: 200 } }
      }
    ],
    run: async ({ FunctionName, Payload = {}, InvocationType, Qualifier }, context) => {
      const local = find(FunctionName, Qualifier)
      const requestId = randomUUID()
      if (InvocationType === 'DryRun') return answer({ requestId, status: 204 })
      const result = await runFunction(local, Payload, requestId, context)
      if (InvocationType === 'Event') return answer({ requestId, status: 202 })
      return answer({ requestId, status: 200, version: local.version, result })
    }
  })
}

/** The answer of Lambda's API as AWS's SDK for Java shows it to Step Functions. */
function answer(invocation: {
  requestId: string
  status: number
  version?: string
  result?: Json
}): z.input<typeof output> {
  const { requestId, status, version, result } = invocation
  const text = result === undefined ? '' : JSON.stringify(result)
  const headers: Record<string, string> = {
    ...(version === undefined ? {} : { 'X-Amz-Executed-Version': version }),
    'x-amzn-Remapped-Content-Length': '0',
    Connection: 'keep-alive',
    'x-amzn-RequestId': requestId,
    'Content-Length': String(Buffer.byteLength(text)),
    Date: new Date().toUTCString(),
    'X-Amzn-Trace-Id': `root=1-${requestId.slice(0, 8)}-${requestId.replaceAll('-', '').slice(8)};sampled=0`,
    'Content-Type': 'application/json'
  }
  const lists = Object.entries(headers).map(([name, value]): [string, string[]] => [name, [value]])
  return {
    ...(version === undefined ? {} : { ExecutedVersion: version }),
    ...(result === undefined ? {} : { Payload: result }),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(lists),
      HttpHeaders: headers,
      HttpStatusCode: status
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: status
  }
}
