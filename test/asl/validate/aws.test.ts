import { describe, expect, it } from 'vitest'
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { machine, problemsOf, task } from './support.ts'

const onAws = (text: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string[] =>
  problemsOf(text, { target: 'aws', type })
const taskOnAws = (more: Record<string, Json>): string[] => onAws(machine(task(more)))

describe('for the target AWS', () => {
  it('a definition of the plain language with AWS resources has no problems', () => {
    expect(taskOnAws({ Resource: 'arn:aws:states:::lambda:invoke' })).toEqual([])
    expect(taskOnAws({ Resource: 'arn:aws:states:::aws-sdk:s3:putObject' })).toEqual([])
    expect(
      taskOnAws({ Resource: 'arn:aws:states:eu-west-1:123456789012:activity:approve' })
    ).toEqual([])
  })

  it.each([
    [
      'plugin:shell:run',
      'a Lambda function (arn:aws:states:::lambda:invoke), or an activity whose'
    ],
    ['plugin:http:request', 'arn:aws:states:::http:invoke with an EventBridge connection'],
    ['plugin:s3:copyObject', 'arn:aws:states:::aws-sdk:s3:copyObject'],
    ['plugin:s3:uploadFile', 'arn:aws:states:::aws-sdk:s3:putObject'],
    ['plugin:email:send', 'arn:aws:states:::sns:publish'],
    [
      'plugin:email:requestApproval.waitForTaskToken',
      'arn:aws:states:::sns:publish.waitForTaskToken'
    ],
    ['plugin:mine:act', 'a Lambda function (arn:aws:states:::lambda:invoke) or an activity'],
    ['plugin:', 'a Lambda function']
  ])('%s is refused where it stands, with the nearest equivalent', (Resource, equivalent) => {
    const { problems, definition } = validateDefinition(machine(task({ Resource })), {
      target: 'aws'
    })
    expect(definition).toBeUndefined()
    expect(problems).toMatchObject([
      { severity: 'error', code: 'NOT_ON_AWS', pointer: '/States/A/Resource', line: 6 }
    ])
    expect(problems[0]?.hint).toContain(equivalent)
  })

  it('tasks at any depth are checked', () => {
    const inner = { StartAt: 'A', States: task({}) }
    const states: Record<string, Json> = { P: { Type: 'Parallel', Branches: [inner], End: true } }
    expect(onAws(machine(states))[0]).toContain('/States/P/Branches/0/States/A/Resource')
  })

  it('what is installed here does not matter, nor what does not run here yet', () => {
    const resources = [{ resource: 'plugin:shell:run' }]
    const options = { target: 'aws', resources } as const
    expect(
      problemsOf(machine(task({ Resource: 'arn:aws:states:::sns:publish' })), options)
    ).toEqual([])
    const reader: Json = {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Parameters: { Bucket: 'b', Key: 'k' }
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'S',
        States: { S: { Type: 'Succeed' } }
      },
      End: true
    }
    expect(onAws(machine({ M: reader }))).toEqual([])
  })

  it('other URIs are refused, and SDK integrations that wait for a job', () => {
    expect(taskOnAws({ Resource: 'mine:act' })).toEqual([
      'error INVALID_RESOURCE /States/A/Resource: AWS expects the ARN of a resource here, found mine:act'
    ])
    expect(taskOnAws({ Resource: 'arn:aws:states:::aws-sdk:glue:startJobRun.sync' })[0]).toContain(
      'its SDK integrations cannot wait'
    )
  })

  it('a placeholder is a warning: a template fills it in', () => {
    expect(taskOnAws({ Resource: '${Function}' })[0]).toMatch(/^warning UNRESOLVED_PLACEHOLDER/)
  })

  it('fields that plugins add to AWS resources are refused', () => {
    const Parameters = { Bucket: 'b', Key: 'k', Connection: 'minio' }
    const Resource = 'arn:aws:states:::aws-sdk:s3:getObject'
    expect(taskOnAws({ Resource, Parameters })).toEqual([
      "error NOT_ON_AWS /States/A/Parameters/Connection: AWS refuses the field 'Connection': S3 connections are Signalbox's own"
    ])
  })

  it('warns of connections by name, ARNs of this computer and errors of plugins', () => {
    const http = (ConnectionArn: string): string[] =>
      taskOnAws({
        Resource: 'arn:aws:states:::http:invoke',
        Parameters: {
          ApiEndpoint: 'https://a.example',
          Method: 'GET',
          Authentication: { ConnectionArn }
        }
      })
    expect(http('arn:aws:events:eu-west-1:123456789012:connection/c/1')).toEqual([])
    expect(http('customers')[0]).toMatch(
      /^warning NOT_ON_AWS \/States\/A\/Parameters\/Authentication\/ConnectionArn:/
    )
    const StateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:child'
    expect(
      taskOnAws({
        Resource: 'arn:aws:states:::states:startExecution',
        Parameters: { StateMachineArn }
      })[0]
    ).toMatch(/^warning NOT_ON_AWS \/States\/A\/Parameters\/StateMachineArn:/)
    expect(
      taskOnAws({
        Resource: 'arn:aws:states:::lambda:invoke',
        Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException', 'Shell.Timeout'] }]
      })
    ).toEqual([
      "warning NOT_ON_AWS /States/A/Retry/0/ErrorEquals/1: No task fails with Shell.Timeout on AWS: this error is Signalbox's own"
    ])
  })
})

describe("AWS's limits", () => {
  it('of the size of a definition and of names are errors', () => {
    const comment = (length: number): string[] =>
      onAws(machine({ A: { Type: 'Succeed' } }, { Comment: 'é'.repeat(length) }))
    expect(comment(500_000)).toEqual([])
    expect(comment(530_000)[0]).toMatch(/^error AWS_LIMIT : AWS takes a definition of at most/)
    expect(onAws(machine({ ['n'.repeat(81)]: { Type: 'Succeed' } }))[0]).toContain(
      'error INVALID_STATE_NAME'
    )
  })

  it('of what runs at once and how long are warnings', () => {
    const map = (MaxConcurrency: number): string[] =>
      onAws(
        machine({
          M: {
            Type: 'Map',
            MaxConcurrency,
            ItemProcessor: { StartAt: 'S', States: { S: { Type: 'Succeed' } } },
            End: true
          }
        })
      )
    expect(map(40)).toEqual([])
    expect(map(41)[0]).toMatch(/^warning AWS_LIMIT \/States\/M\/MaxConcurrency:/)
    const long = machine({ A: { Type: 'Succeed' } }, { TimeoutSeconds: 301 })
    expect(onAws(long)).toEqual([])
    expect(onAws(long, 'EXPRESS')[0]).toMatch(/^warning AWS_LIMIT \/TimeoutSeconds:/)
  })

  it('are not looked at without the target', () => {
    expect(problemsOf(machine(task({ Retry: [{ ErrorEquals: ['Shell.Timeout'] }] })))).toEqual([])
  })
})
