import { expect, it } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { Script } from '../support/scripted.ts'

function call(Resource: string, Parameters: JsonObject): Script {
  return new Script({ Type: 'Task', Resource, Parameters, End: true }).start()
}

it('does not start a task whose parameters have a form that AWS refuses', () => {
  const script = call('arn:aws:states:::apigateway:invoke', {
    ApiEndpoint: 'a.example',
    Method: 'GET',
    Headers: { one: 'text' },
    QueryParameters: { one: [1] }
  })
  expect(script.history).toEqual([
    '1<-0 ExecutionStarted',
    '2<-0 TaskStateEntered',
    '3<-2 ExecutionFailed'
  ])
  expect(script.last('complete-execution')).toMatchObject({
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'S' (entered at the event id #2). The Parameters " +
      '\'{"ApiEndpoint":"a.example","Method":"GET","Headers":{"one":"text"},"QueryParameters":{"one":[1]}}\' ' +
      "could not be used to start the Task: [The value of the field 'Headers' has an invalid format, The value of the field 'QueryParameters' has an invalid format]"
  })
})

it('starts all others, also where fields are missing: a mock may do without', () => {
  const headers = { Headers: { one: ['text', 'another'] } }
  for (const script of [
    call('arn:aws:states:::apigateway:invoke', headers),
    call('arn:aws:states:::apigateway:invoke.waitForTaskToken', { Headers: null }),
    call('arn:aws:states:::sqs:sendMessage', {}),
    call('plugin:http:invoke', { Headers: { one: 'text' } })
  ]) {
    expect(script.last('schedule-task').stateName).toBe('S')
  }
})
