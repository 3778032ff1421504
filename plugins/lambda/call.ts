import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { defineAction } from '../contract/action.ts'
import type { Action } from '../contract/action.ts'
import type { FunctionMap } from './function-map.ts'
import { functionErrors } from './invoke.ts'
import { runFunction } from './run-function.ts'

/** A Resource that is a function's ARN. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export function defineCall(find: FunctionMap): Action {
  return defineAction({
    name: 'call',
    title: 'Call a Lambda function by its ARN',
    description: "Runs the command that stands for the function; the task's input is the event.",
    aliasPrefixes: ['arn:aws:lambda:', 'arn:aws-cn:lambda:', 'arn:aws-us-gov:lambda:'],
    input: z.json(),
    output: z.json(),
    errors: functionErrors,
    patterns: ['request-response'],
    interruption: 'never',
    examples: [{ title: 'An event', input: { file: 'a.png', width: 200 } }],
    run: (event, context) =>
      runFunction(find(context.attempt.resource), event, randomUUID(), context)
  })
}
