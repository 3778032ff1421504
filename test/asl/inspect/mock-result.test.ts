import { describe, expect, it } from 'vitest'
import { mockResultProblem } from '../../../asl/inspect/mock-result.ts'
import type { FieldValidationMode } from '../../../asl/inspect/mock-result.ts'
import { responsesOf } from '../../../asl/inspect/response-shapes.ts'
import type { Shape } from '../../../asl/inspect/response-shapes.ts'
import type { Json } from '../../../asl/json.ts'
import { parseResource } from '../../../asl/resource.ts'

const problem = (
  action: string,
  result: Json,
  mode: FieldValidationMode = 'STRICT'
): string | undefined =>
  mockResultProblem(result, parseResource(`arn:aws:states:::${action}`), mode)

describe('a mocked result', () => {
  it.each([
    ['lambda:invoke', { StatusCode: '200' }, "Field 'StatusCode' must be a number"],
    ['sqs:sendMessage', { MessageId: 1 }, "Field 'MessageId' must be a string"],
    ['events:putEvents', { Entries: {} }, "Field 'Entries' must be an array"],
    ['events:putEvents', { Entries: [{ EventId: [] }] }, "Field 'EventId' must be a string"],
    ['aws-sdk:s3:getObject', { DeleteMarker: 1 }, "Field 'DeleteMarker' must be a boolean"],
    [
      'aws-sdk:s3:getObject',
      { StorageClass: 'X' },
      "Field 'StorageClass' is not an expected value"
    ],
    ['aws-sdk:s3:getObject', { Metadata: { a: 1 } }, "Field 'a' must be a string"],
    [
      'aws-sdk:s3:getObject',
      { LastModified: true },
      "Field 'LastModified' must be a valid timestamp"
    ],
    [
      'aws-sdk:kms:encrypt',
      { CiphertextBlob: '' },
      "Field 'CiphertextBlob' is smaller than the minimum length"
    ],
    [
      'aws-sdk:lambda:getFunction',
      { Configuration: { MemorySize: 127 } },
      "Field 'MemorySize' is less than the minimum value"
    ],
    ['dynamodb:getItem', { Item: { a: { M: { b: { S: 1 } } } } }, "Field 'S' must be a string"]
  ] as const)('of %s that does not fit is refused: %j', (action, result, message) => {
    expect(problem(action, result as Json)).toBe(message)
    expect(problem(action, result as Json, 'PRESENT')).toBe(message)
    expect(problem(action, result as Json, 'NONE')).toBeUndefined()
  })

  it('needs the required members only where it is checked strictly', () => {
    const result = { startDate: 'today' }
    expect(problem('states:startExecution', result)).toBe(
      "Required field 'ExecutionArn' is missing"
    )
    expect(problem('states:startExecution', result, 'PRESENT')).toBeUndefined()
  })

  it('may have members that the service does not have, and any payload of a function', () => {
    expect(problem('lambda:invoke', { mine: 1, Payload: { any: ['thing'] } })).toBeUndefined()
  })

  it('of a task that waits for its token, of an unknown service or plugin is not checked', () => {
    expect(problem('sqs:sendMessage.waitForTaskToken', { MessageId: 1 })).toBeUndefined()
    expect(problem('aws-sdk:nowhere:doIt', 'text')).toBeUndefined()
    expect(mockResultProblem(1, parseResource('plugin:shell:run'), 'STRICT')).toBeUndefined()
  })

  it('of a nested execution that is waited for is what describes it at its end', () => {
    expect(problem('states:startExecution.sync:2', {})).toMatch(/^Required field/)
    const parsed = { Output: { a: 1 } }
    expect(problem('states:startExecution.sync:2', parsed, 'PRESENT')).toBeUndefined()
    expect(problem('states:startExecution.sync', parsed, 'PRESENT')).toBe(
      "Field 'Output' must be a string"
    )
  })
})

it('every structure that an answer names is described', () => {
  for (const service of ['athena', 'batch', 'codebuild', 'dynamodb', 'ecs', 'events', 'glue']) {
    checkService(service)
  }
  for (const service of ['kinesis', 'kms', 'lambda', 's3', 'secretsmanager', 'states', 'sns']) {
    checkService(`aws-sdk:${service}`)
  }
})

function checkService(service: string): void {
  const responses = responsesOf(service)
  expect(responses?.size, service).toBeGreaterThan(0)
  const visit = (shape: Shape): void => {
    if (shape.kind === 'structure') expect([...(responses?.keys() ?? [])]).toContain(shape.name)
    if (shape.kind === 'list' || shape.kind === 'map') visit(shape.of)
  }
  for (const members of responses?.values() ?? []) {
    for (const { shape } of members) visit(shape)
  }
}
