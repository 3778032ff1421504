import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Json } from '../../asl/json.ts'
import { createLambdaPlugin } from '../../plugins/lambda/plugin.ts'
import { callAction, createTestContext } from '../support/action-context.ts'
import type { TestContext } from '../support/action-context.ts'
import type { TestCore } from '../support/core.ts'
import { startTestCore } from '../support/core.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

let folder: TempFolder
let file: string
let contexts: TestContext[]

beforeEach(() => {
  folder = makeTempFolder()
  file = join(folder.path, 'functions.json')
  contexts = []
})
afterEach(async () => {
  for (const context of contexts) await context.remove()
  folder.remove()
})

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f'

/** A function `f` of this JavaScript, which has `event` and `say(value)`. */
function define(code: string, more: object = {}): void {
  const lead =
    "const event = JSON.parse(require('fs').readFileSync(0, 'utf8')); const say = (value) => process.stdout.write(JSON.stringify(value));"
  const mapped = { command: process.execPath, arguments: ['-e', `${lead} ${code}`], ...more }
  writeFileSync(file, JSON.stringify({ f: mapped }))
}

async function call(name: 'invoke' | 'call', input: unknown, resource = ARN): Promise<Json> {
  const made = await createTestContext({ resource })
  contexts.push(made)
  const action = createLambdaPlugin(file).actions.find((one) => one.name === name)
  if (!action) throw new Error(`No action ${name}`)
  return callAction(action, input, made.context)
}

describe('a function that is a command', () => {
  test('gets its event on stdin; what it prints is its result', async () => {
    define('say({ got: event, name: process.env.AWS_LAMBDA_FUNCTION_NAME })')
    expect(await call('call', { a: 1 })).toEqual({ got: { a: 1 }, name: 'f' })
  })

  test('is invoked by name, partial ARN or ARN, with the answer of the API of Lambda', async () => {
    define('say(event)')
    for (const FunctionName of ['f', '000000000000:function:f', ARN, `${ARN}:3`]) {
      const answer = await call('invoke', { FunctionName, Payload: { x: [1] } })
      expect(answer).toMatchObject({
        ExecutedVersion: FunctionName.endsWith(':3') ? '3' : '$LATEST',
        Payload: { x: [1] },
        SdkHttpMetadata: { HttpStatusCode: 200, HttpHeaders: { 'Content-Length': '9' } },
        StatusCode: 200
      })
    }
  })

  test('fails with the type and the JSON that it prints', async () => {
    define("say({ errorType: 'Wrong', errorMessage: 'no' }); process.exitCode = 1")
    await expect(call('call', {})).rejects.toMatchObject({
      errorName: 'Wrong',
      causeText: '{"errorType":"Wrong","errorMessage":"no"}'
    })
  })

  test('that ends without a word is a Runtime.ExitError', async () => {
    define('process.exitCode = 3')
    await expect(call('call', {})).rejects.toMatchObject({
      errorName: 'Runtime.ExitError',
      causeText: expect.stringContaining('exit status 3') as string
    })
  })

  test('that prints no JSON is a Runtime.InvalidResponse', async () => {
    define("process.stdout.write('hello')")
    await expect(call('call', {})).rejects.toMatchObject({ errorName: 'Runtime.InvalidResponse' })
  })

  test('is ended after its timeoutSeconds', async () => {
    define('setInterval(() => {}, 1000)', { timeoutSeconds: 0.5 })
    await expect(call('call', {})).rejects.toMatchObject({
      errorName: 'Sandbox.Timedout',
      causeText: expect.stringContaining('Task timed out after 0.50 seconds') as string
    })
  })

  test('writes its stderr to the log', async () => {
    define("process.stderr.write('working'); say(null)")
    expect(await call('call', {})).toBe(null)
    expect(contexts[0]?.logged('stderr')).toBe('working')
  })
})

describe('the file of functions', () => {
  test('that lacks the function is named in what is not found', async () => {
    await expect(call('call', {})).rejects.toMatchObject({
      errorName: 'Lambda.ResourceNotFoundException',
      causeText: expect.stringContaining(`Function not found: ${ARN}:$LATEST`) as string
    })
  })

  test('that is wrong says where', async () => {
    writeFileSync(file, '{"f": {"arguments": []}}')
    await expect(call('call', {})).rejects.toMatchObject({
      errorName: 'Lambda.InvalidFunctionMap',
      causeText: expect.stringContaining('/f/command') as string
    })
  })

  test('is read again when it has changed', async () => {
    define("say('first')")
    expect(await call('call', {})).toBe('first')
    define("say('second')")
    utimesSync(file, 1, 1)
    expect(await call('call', {})).toBe('second')
  })
})

describe('in the engine', () => {
  let core: TestCore
  afterEach(() => core.end())

  test('the ARN of a function is a Resource with events of its own', async () => {
    define('say({ sum: event.a + event.b })')
    core = startTestCore({ plugins: [createLambdaPlugin(file)] })
    const states = { Call: { Type: 'Task', Resource: ARN, End: true } }
    const arn = await core.run({ StartAt: 'Call', States: states }, { a: 1, b: 2 })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: { sum: 3 } })
    expect(core.eventTypes(arn)).toContain('LambdaFunctionSucceeded')
  })
})
