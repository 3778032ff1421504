import { describe, expect, it } from 'vitest'
import { parseResource } from '../../asl/resource.ts'

describe('a Resource', () => {
  it.each([
    ['plugin:shell:run', 'plugin', 'plugin:shell:run', 'request-response', 'shell', 'run'],
    [
      'plugin:email:request-approval.waitForTaskToken',
      'plugin',
      'plugin:email:request-approval',
      'wait-for-task-token',
      'email',
      'request-approval.waitForTaskToken'
    ],
    [
      'arn:aws:states:::http:invoke',
      'integration',
      'arn:aws:states:::http:invoke',
      'request-response',
      'http',
      'invoke'
    ],
    [
      'arn:aws:states:::aws-sdk:s3:copyObject',
      'integration',
      'arn:aws:states:::aws-sdk:s3:copyObject',
      'request-response',
      'aws-sdk:s3',
      'copyObject'
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      'integration',
      'arn:aws:states:::states:startExecution',
      'sync',
      'states',
      'startExecution.sync:2'
    ],
    [
      'arn:aws:lambda:eu-central-1:123456789012:function:f',
      'lambda',
      'arn:aws:lambda:eu-central-1:123456789012:function:f',
      'request-response',
      'lambda',
      'arn:aws:lambda:eu-central-1:123456789012:function:f'
    ],
    [
      'arn:aws:states:eu-central-1:123456789012:activity:a',
      'activity',
      'arn:aws:states:eu-central-1:123456789012:activity:a',
      'request-response',
      'activity',
      'arn:aws:states:eu-central-1:123456789012:activity:a'
    ],
    ['nonsense', 'other', 'nonsense', 'request-response', '', 'nonsense']
  ])('%s is taken apart', (text, kind, resource, pattern, service, action) => {
    expect(parseResource(text)).toEqual({ kind, resource, pattern, service, action })
  })
})
