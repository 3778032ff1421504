import { describe, expect, it } from 'vitest'
import type { Json } from '../../../asl/json.ts'
import { beginInspection } from '../../../asl/inspect/inspect.ts'
import type { Inspection, InspectionRequest } from '../../../asl/inspect/inspection.ts'
import { findSubject } from '../../../asl/inspect/subject.ts'

const identity = {
  executionArn: 'arn:aws:states:us-east-1:000000000000:express:m:e',
  executionName: 'e',
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
  stateMachineName: 'm',
  roleArn: undefined
}

type Options = Partial<Omit<InspectionRequest, 'subject' | 'input'>> & { stateName?: string }

function begin(definition: Json, input: Json, { stateName, ...options }: Options = {}) {
  const subject = findSubject(JSON.stringify(definition), stateName)
  if (!('found' in subject)) throw new Error(JSON.stringify(subject))
  return beginInspection({
    ...{ subject: subject.found, input: JSON.stringify(input), configuration: {}, identity },
    ...{ at: 0, seed: 'ab'.repeat(16) },
    ...options
  })
}

function inspect(definition: Json, input: Json, options: Options = {}): Inspection {
  const begun = begin(definition, input, options)
  if (!('inspection' in begun)) throw new Error('The state waits for its task')
  return begun.inspection
}

const lambda = 'arn:aws:states:::lambda:invoke'

describe('the flow of data', () => {
  it('is shown stage by stage for a JSONPath Pass', () => {
    const state = {
      Type: 'Pass',
      InputPath: '$.a',
      Parameters: { 'x.$': '$.b' },
      ResultPath: '$.c',
      OutputPath: '$.c',
      Next: 'Later'
    }
    expect(inspect(state, { a: { b: 1 } })).toEqual({
      status: 'SUCCEEDED',
      nextState: 'Later',
      output: '{"x":1}',
      data: {
        input: '{"a":{"b":1}}',
        afterInputPath: '{"b":1}',
        afterParameters: '{"x":1}',
        afterResultSelector: '{"x":1}',
        afterResultPath: '{"a":{"b":1},"c":{"x":1}}'
      }
    })
  })

  it('of a Pass with a fixed result begins with the result', () => {
    const { data } = inspect({ Type: 'Pass', Result: 7, Parameters: { a: 1 }, End: true }, {})
    expect(data).toEqual({
      input: '{}',
      result: '7',
      afterResultSelector: '7',
      afterResultPath: '7'
    })
  })

  it('of a Task has what it was called with, and its result through ResultSelector', () => {
    const state = {
      Type: 'Task',
      Resource: lambda,
      Parameters: { FunctionName: 'f', 'Payload.$': '$.p' },
      ResultSelector: { 'status.$': '$.StatusCode' },
      End: true
    }
    const { data } = inspect(state, { p: 1 }, { mock: { result: { StatusCode: 200 } } })
    expect(data).toEqual({
      input: '{"p":1}',
      afterInputPath: '{"p":1}',
      afterParameters: '{"FunctionName":"f","Payload":1}',
      result: '{"StatusCode":200}',
      afterResultSelector: '{"status":200}',
      afterResultPath: '{"status":200}'
    })
  })

  it('of a JSONata Task has Arguments, and no paths', () => {
    const state = {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: lambda,
      Arguments: { FunctionName: '{% $states.input.f %}' },
      Output: '{% $states.result.StatusCode + 1 %}',
      End: true
    }
    const { output, data } = inspect(state, { f: 'f' }, { mock: { result: { StatusCode: 200 } } })
    expect(output).toBe('201')
    expect(data).toEqual({
      input: '{"f":"f"}',
      afterArguments: '{"FunctionName":"f"}',
      result: '{"StatusCode":200}'
    })
  })

  it.each(['Succeed', 'Fail'])('of a %s ends with its effective input', (Type) => {
    expect(inspect({ Type }, { a: 1 }).data).toEqual({
      input: '{"a":1}',
      afterInputPath: '{"a":1}'
    })
  })

  it('stops where the state fails', () => {
    const state = { Type: 'Pass', InputPath: '$.missing', End: true }
    expect(inspect(state, {})).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: "Invalid path '$.missing' : No results for path: $['missing']",
      data: { input: '{}' }
    })
  })

  it('draws once: what is shown is what came out', () => {
    const state = { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, End: true }
    const { output, data } = inspect(state, {})
    expect([data.afterParameters, data.afterResultPath]).toEqual([output, output])
  })
})

describe('where a state goes on to', () => {
  it('is what the matching rule of a Choice says', () => {
    const state = {
      Type: 'Choice',
      Choices: [{ Variable: '$.v', NumericEquals: 1, Next: 'One' }],
      Default: 'Other'
    }
    expect(inspect(state, { v: 1 }).nextState).toBe('One')
    expect(inspect(state, { v: 2 }).nextState).toBe('Other')
  })

  it('is known of a Wait at once', () => {
    expect(inspect({ Type: 'Wait', Seconds: 3600, Next: 'Then' }, { a: 1 })).toMatchObject({
      ...{ status: 'SUCCEEDED', nextState: 'Then', output: '{"a":1}' }
    })
  })
})

describe('a failure', () => {
  const task = { Type: 'Task', Resource: lambda, End: true }
  const retry = { ErrorEquals: ['E'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 3 }
  const mock = { error: 'E', cause: 'because' }

  it('is to be retried as long as its retrier has attempts left, after the back-off', () => {
    const configuration = { retrierRetryCount: 2 }
    const first = { ErrorEquals: ['Other'] }
    const found = inspect({ ...task, Retry: [first, retry] }, {}, { mock, configuration })
    expect(found).toMatchObject({ status: 'RETRIABLE', error: 'E', cause: 'because' })
    expect(found.data.errorDetails).toEqual({ retryIndex: 1, retryBackoffIntervalSeconds: 18 })
    expect(found.output).toBeUndefined()
  })

  it('fails the state once they are used up, and says which retrier it was', () => {
    const configuration = { retrierRetryCount: 3 }
    const found = inspect({ ...task, Retry: [retry] }, {}, { mock, configuration })
    expect(found.status).toBe('FAILED')
    expect(found.data.errorDetails).toEqual({ retryIndex: 0 })
  })

  it('goes to the catcher that names it, with what the catcher makes of it', () => {
    const caught = { ErrorEquals: ['E'], ResultPath: '$.error', Next: 'Repair' }
    const Catch = [{ ErrorEquals: ['Other'], Next: 'Elsewhere' }, caught]
    expect(inspect({ ...task, Catch }, { a: 1 }, { mock })).toMatchObject({
      ...{ status: 'CAUGHT_ERROR', error: 'E', cause: 'because', nextState: 'Repair' },
      output: '{"a":1,"error":{"Error":"E","Cause":"because"}}',
      data: { errorDetails: { catchIndex: 1 } }
    })
  })
})

describe('a Map', () => {
  const map = {
    Type: 'Map',
    ItemsPath: '$.v',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Work',
      States: { Work: { Type: 'Pass', End: true } }
    },
    End: true
  }

  it('shows its items, what ItemSelector makes of each, and its limits; it runs nothing', () => {
    const state = {
      ...map,
      ItemSelector: { 'i.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index' },
      ...{ MaxConcurrency: 2, ToleratedFailureCount: 1, ToleratedFailurePercentage: 50 }
    }
    const { output, data } = inspect(state, { v: ['a', 'b'] }, { mock: { result: [1, 2] } })
    expect(output).toBe('[1,2]')
    expect(data).toMatchObject({
      afterItemsPath: '["a","b"]',
      afterItemSelector: '[{"i":"a","at":0},{"i":"b","at":1}]',
      ...{ maxConcurrency: 2, toleratedFailureCount: 1, toleratedFailurePercentage: 50 }
    })
  })

  it('fails when more iterations have failed than it says it tolerates', () => {
    const state = { ...map, ToleratedFailureCount: 1 }
    const mock = { result: [1, 2, 3] }
    const failedTwice = { mock, configuration: { mapIterationFailureCount: 2 } }
    expect(inspect(state, { v: [1, 2, 3] }, failedTwice)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded'
    })
    const failedOnce = { mock, configuration: { mapIterationFailureCount: 1 } }
    expect(inspect(state, { v: [1, 2, 3] }, failedOnce).status).toBe('SUCCEEDED')
    expect(inspect(map, { v: [1, 2, 3] }, failedTwice).status).toBe('SUCCEEDED')
  })

  it('takes what its ItemReader is said to have read', () => {
    const state = {
      ...map,
      ItemsPath: '$',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON', ItemsPointer: '/rows' },
        Parameters: { Bucket: 'b', Key: 'k' }
      },
      ItemBatcher: { MaxItemsPerBatch: 2 }
    }
    const configuration = { mapItemReaderData: '{"rows":[1,2,3]}' }
    const { data } = inspect(state, {}, { mock: { result: [] }, configuration })
    expect(data.afterItemsPointer).toBe('[1,2,3]')
    expect(data.afterItemBatcher).toBe('[{"Items":[1,2]},{"Items":[3]}]')
    expect(data.afterItemsPath).toBeUndefined()
  })

  it('says that its items are no list, before anything about its limits', () => {
    const { cause, data } = inspect(map, { v: 1 }, { mock: { result: [] } })
    expect(cause).toBe('Reference path "$.v" must point to array.')
    expect(data).toEqual({ input: '{"v":1}', afterInputPath: '{"v":1}' })
  })
})

describe('what expressions see', () => {
  const state = { Type: 'Task', Resource: lambda, Parameters: { 'c.$': '$$' }, End: true }
  const mock = { result: {} }
  const seen = (options: Options): Json => {
    const { data } = inspect(state, { a: 1 }, { mock, ...options })
    return (JSON.parse(data.afterParameters ?? 'null') as { c: Json }).c
  }

  it('is an express execution of a state with the name StateName', () => {
    expect(seen({ configuration: { retrierRetryCount: 2 } })).toEqual({
      Execution: {
        Id: identity.executionArn,
        Input: { a: 1 },
        Name: 'e',
        RoleArn: null,
        StartTime: '1970-01-01T00:00:00.000Z'
      },
      StateMachine: { Id: identity.stateMachineArn, Name: 'm' },
      State: { Name: 'StateName', EnteredTime: '1970-01-01T00:00:00.000Z', RetryCount: 2 }
    })
  })

  it('is the given context object and nothing else', () => {
    const context = { Execution: { Name: 'mine' } }
    expect(seen({ context })).toEqual(context)
  })

  it('has the item that ItemSelector is for, also in a given context object', () => {
    const map = {
      Type: 'Map',
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'n.$': '$$.Execution.Name' },
      ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
      End: true
    }
    const context = { Execution: { Name: 'mine' } }
    const { data } = inspect(map, [7], { mock: { result: [1] }, context })
    expect(data.afterItemSelector).toBe('[{"v":7,"n":"mine"}]')
  })

  it('are the given variables, and afterwards those that the state has assigned, too', () => {
    const pass = {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Output: '{% $given + 1 %}',
      Assign: { made: '{% $given * 2 %}' },
      End: true
    }
    const { output, data } = inspect(pass, {}, { variables: { given: 4 } })
    expect(output).toBe('5')
    expect(data.variables).toBe('{"given":4,"made":8}')
  })
})

describe('a Task without a mock', () => {
  it('is handed out to be done, and finished with what came of it', () => {
    const state = {
      Type: 'Task',
      Resource: 'plugin:shell:run',
      Parameters: { 'command.$': '$.c' },
      TimeoutSeconds: 9,
      Next: 'B'
    }
    const begun = begin(state, { c: 'ls' })
    if (!('task' in begun)) throw new Error('The task is not to be done')
    expect(begun.task).toMatchObject({
      ...{ resource: 'plugin:shell:run', parameters: { command: 'ls' }, timeoutSeconds: 9 }
    })
    expect(begun.finish({ result: { exitCode: 0 } })).toMatchObject({
      ...{ status: 'SUCCEEDED', output: '{"exitCode":0}', nextState: 'B' }
    })
  })

  it('ends at once where its fields already fail', () => {
    const state = { Type: 'Task', Resource: 'plugin:shell:run', InputPath: '$.no', End: true }
    expect(inspect(state, {}).status).toBe('FAILED')
  })
})

describe('a state of a whole machine', () => {
  const machine = {
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'Inner',
          States: {
            Inner: { Type: 'Pass', Output: '{% $states.input.a %}', Next: 'Last' },
            Last: { Type: 'Succeed' }
          }
        },
        End: true
      }
    }
  }

  it('is found at any depth, with the query language of the machine', () => {
    expect(inspect(machine, { a: 3 }, { stateName: 'Inner' })).toEqual({
      status: 'SUCCEEDED',
      output: '3',
      nextState: 'Last',
      data: { input: '{"a":3}' }
    })
  })
})
