import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { until } from '../../support/until.ts'

/** With CI set, a missing program is an error, so that CI cannot lose the suite without a word. */
function whyNoCommandLine(): string | undefined {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' })
    return undefined
  } catch {
    const why = 'no AWS CLI (Debian: awscli)'
    if (process.env['CI'] === 'true') throw new Error(why)
    return why
  }
}

const reason = whyNoCommandLine()

describe.skipIf(reason !== undefined)(`the AWS CLI ${reason ?? ''}`, () => {
  let doors: TestDoors
  beforeAll(async () => {
    doors = await startTestDoors()
  })
  afterAll(() => doors.end())

  async function aws(...words: string[]): Promise<JsonObject> {
    const { stdout } = await promisify(execFile)(
      'aws',
      ['stepfunctions', ...words, '--endpoint-url', doors.url, '--output', 'json'],
      {
        env: {
          ...process.env,
          AWS_ACCESS_KEY_ID: 'signalbox',
          AWS_SECRET_ACCESS_KEY: doors.token,
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_PAGER: ''
        }
      }
    )
    return (stdout === '' ? {} : JSON.parse(stdout)) as JsonObject
  }

  test('creates, starts, describes, pages, stops and lists, unchanged', async () => {
    const definition = JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 600, End: true } }
    })
    const role = ['--role-arn', 'arn:aws:iam::000000000000:role/any']
    const made = await aws(
      'create-state-machine',
      '--name',
      'w',
      '--definition',
      definition,
      ...role
    )
    const { stateMachineArn: machine } = made as { stateMachineArn: string }
    const started = await aws('start-execution', '--state-machine-arn', machine, '--name', 'one')
    const { executionArn } = started as { executionArn: string }
    const execution = ['--execution-arn', executionArn]
    await until(() => doors.core.eventTypes(executionArn).length === 2)
    const { events } = await aws('get-execution-history', ...execution, '--page-size', '1')
    expect(events).toMatchObject([{ type: 'ExecutionStarted' }, { type: 'WaitStateEntered' }])
    await aws('stop-execution', ...execution, '--error', 'Enough')
    expect(await aws('describe-execution', ...execution)).toMatchObject({
      status: 'ABORTED',
      error: 'Enough'
    })
    const listed = await aws('list-executions', '--state-machine-arn', machine)
    expect(listed['executions']).toMatchObject([{ name: 'one', status: 'ABORTED' }])
    await aws('delete-state-machine', '--state-machine-arn', machine)
  }, 120_000)
})
