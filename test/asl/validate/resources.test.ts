// cspell:ignore shel
import { describe, expect, it } from 'vitest'
import { machine, problemsOf, task } from './support.ts'

describe('resources', () => {
  const resources = [
    { resource: 'plugin:shell:run', patterns: ['request-response'] },
    {
      resource: 'plugin:s3:copyObject',
      aliases: ['arn:aws:states:::aws-sdk:s3:copyObject'],
      patterns: ['request-response']
    },
    { resource: 'plugin:email:requestApproval', patterns: ['wait-for-task-token'] }
  ]
  const check = (Resource: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string[] =>
    problemsOf(machine(task({ Resource })), { resources, type })

  it('accepts what an installed plugin serves, by its own name or by an alias', () => {
    expect(check('plugin:shell:run')).toEqual([])
    expect(check('arn:aws:states:::aws-sdk:s3:copyObject')).toEqual([])
    expect(check('plugin:email:requestApproval.waitForTaskToken')).toEqual([])
  })

  it('names the nearest known resource for an unknown plugin action', () => {
    expect(check('plugin:shel:run')).toEqual([
      "error INVALID_RESOURCE /States/A/Resource: No installed plugin serves plugin:shel:run. Did you mean 'plugin:shell:run'?"
    ])
  })

  it('says in which way an action may be called', () => {
    expect(check('plugin:email:requestApproval')[0]).toContain(
      'write plugin:email:requestApproval.waitForTaskToken'
    )
  })

  it('warns of AWS resources that nothing here serves, and names what would', () => {
    expect(check('arn:aws:states:::sns:publish')).toEqual([
      'warning UNSERVED_RESOURCE /States/A/Resource: Nothing here serves arn:aws:states:::sns:publish, so a task that calls it fails: use plugin:email:send'
    ])
    expect(check('arn:aws:lambda:eu-west-1:1:function:f')[0]).toContain('plugin:shell:run')
  })

  it('warns of other schemes, and refuses what is no URI', () => {
    expect(check('foo:bar')).toEqual([
      'warning UNSERVED_RESOURCE /States/A/Resource: Nothing here serves foo:bar: expected plugin:<plugin>:<action> or an ARN'
    ])
    expect(check('shell')[0]).toMatch(/^error INVALID_RESOURCE/)
  })

  it('refuses actions that AWS does not have either', () => {
    expect(check('arn:aws:states:::dynamodb:query')[0]).toContain('is not recognized')
  })

  it('refuses callbacks, jobs and activities in express machines', () => {
    for (const resource of [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      'arn:aws:states:::glue:startJobRun.sync',
      'arn:aws:states:eu-west-1:1:activity:a'
    ]) {
      expect(check(resource, 'EXPRESS')[0]).toContain('Express state machine does not support')
    }
  })
})
