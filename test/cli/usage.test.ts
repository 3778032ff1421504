import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runCommandLine } from '../../cli/program.ts'
import { recordingTerminal, repository, temporaryFolder } from './support.ts'

let folder: ReturnType<typeof temporaryFolder>
const file = (name: string): string => join(folder.path, name)

beforeAll(() => {
  folder = temporaryFolder()
  writeFileSync(file('good.asl.json'), '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}')
  writeFileSync(
    file('bad.asl.json'),
    '{"StartAt":"A",\n "States":{"A":{"Type":"Pass","Next":"Be"},\n  "Bee":{"Type":"Succeed"}}}'
  )
  writeFileSync(
    file('warned.asl.json'),
    '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${Arn}","End":true}}}'
  )
  writeFileSync(file('broken.json'), '{"StartAt" "A"}')
})
afterAll(() => folder.dispose())

async function call(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = recordingTerminal('{"StartAt":"A","States":{}}')
  const all = [
    ...args,
    ...(args.includes('--help') || args.length === 0 ? [] : ['--data', file('data')])
  ]
  const code = await runCommandLine(all, {
    terminal,
    engineEntry: file('no-such-engine.js'),
    version: '1.2.3'
  })
  return { code, ...terminal.written }
}

describe('validate', () => {
  it('needs no engine and says nothing about what is valid', async () => {
    expect(await call('validate', file('good.asl.json'))).toEqual({
      code: 0,
      out: '',
      err: '1 of 1 valid\n'
    })
  })

  it('prints file, line, column, code, message and hint, and exits with 1', async () => {
    const { code, out } = await call('validate', file('bad.asl.json'), file('good.asl.json'))
    expect(code).toBe(1)
    expect(out.split('\n')).toEqual([
      `${file('bad.asl.json')}:2:38: error MISSING_TRANSITION_TARGET Missing 'Next' target: Be. Did you mean 'Bee'?`,
      `${file('bad.asl.json')}:3:3: error MISSING_TRANSITION_TARGET State "Bee" is not reachable.`,
      ''
    ])
  })

  it('locates a syntax error', async () => {
    const { code, out } = await call('validate', file('broken.json'))
    expect([code, out]).toEqual([
      1,
      `${file('broken.json')}:1:12: error INVALID_JSON_DESCRIPTION JSON syntax error: expected ':' after the name "StartAt", but found '"'\n`
    ])
  })

  it('lets warnings pass unless they shall count', async () => {
    expect((await call('validate', file('warned.asl.json'))).code).toBe(0)
    expect((await call('validate', file('warned.asl.json'), '--strict')).code).toBe(1)
  })

  it('prints all of it as JSON', async () => {
    const { code, out } = await call('validate', '--json', file('bad.asl.json'))
    const shape = z.array(
      z.object({
        file: z.string(),
        isValid: z.boolean(),
        problems: z.array(z.object({ pointer: z.string() }))
      })
    )
    const [result] = shape.parse(JSON.parse(out))
    expect([code, result?.isValid, result?.problems.length]).toEqual([1, false, 2])
  })

  it('says with --aws whether AWS would accept it, and what is ours alone', async () => {
    const example = join(repository, 'examples/model-approval/workflow.asl.json')
    expect(await call('validate', '--aws', file('good.asl.json'))).toEqual({
      code: 0,
      out: '',
      err: 'AWS would accept 1 of 1\n'
    })
    const refused = await call('validate', '--aws', example)
    expect([refused.code, refused.err]).toEqual([1, 'AWS would accept 0 of 1\n'])
    expect(refused.out).toMatch(
      /:\d+:\d+: error NOT_ON_AWS AWS refuses plugin:shell:run: .*\. On AWS use a Lambda function/
    )
    const { code, out } = await call('validate', '--aws', '--json', example)
    const shape = z.array(z.object({ isValid: z.boolean(), problems: z.array(z.looseObject({})) }))
    const [result] = shape.parse(JSON.parse(out))
    expect([code, result?.isValid]).toEqual([1, false])
    expect(result?.problems[0]).toMatchObject({ code: 'NOT_ON_AWS', severity: 'error' })
  })

  it('reads stdin as -', async () => {
    expect((await call('validate', '-')).out).toContain(
      '-:1:25: error SCHEMA_VALIDATION_FAILED Value cannot be empty'
    )
  })

  it('accepts the examples', async () => {
    const { code } = await call(
      'validate',
      join(repository, 'examples/model-approval/workflow.asl.json')
    )
    expect(code).toBe(0)
  })
})

describe('usage', () => {
  it.each([
    [['nope']],
    [['run']],
    [['list', '--status', 'BUSY']],
    [['list', '--limit', '0']],
    [['validate', '/no/such/file.json']],
    [['run', 'good.asl.json', '--input', '{oops']],
    [['schedules', 'create', 'x']]
  ])('that is wrong exits with 2 and says why: %j', async (args) => {
    const { code, out, err } = await call(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/error: /)
  })

  it('tells its version', async () => {
    expect(await call('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
  })

  it('has help with examples for each command', async () => {
    const { out } = await call('--help')
    const names = [...out.matchAll(/^ {2}(\w+) (?:\[options\]|<)/gm)].map((match) => match[1] ?? '')
    expect(names.length).toBeGreaterThan(12)
    for (const name of names) {
      const help = await call(name, '--help')
      expect([
        name,
        help.code,
        help.out.includes('Examples:'),
        help.out.includes('--data')
      ]).toEqual([name, 0, true, true])
    }
  })
})

describe('without an engine', () => {
  it('status says so and exits with 3', async () => {
    const { code, out } = await call('status')
    expect([code, out]).toEqual([3, `No engine runs on ${file('data')}.\n`])
  })

  it('a command that cannot start one exits with 3 and says why', async () => {
    const { code, err } = await call('list')
    expect(code).toBe(3)
    expect(err).toMatch(/starting one failed/)
  })

  it('a stale engine.json counts as none', async () => {
    const stale = temporaryFolder()
    writeFileSync(
      join(stale.path, 'engine.json'),
      '{"url":"http://127.0.0.1:9","token":"t","pid":1}'
    )
    const terminal = recordingTerminal()
    const code = await runCommandLine(['status', '--data', stale.path], {
      terminal,
      engineEntry: '',
      version: '1.2.3'
    })
    stale.dispose()
    expect(code).toBe(3)
  })
})

describe('the output', () => {
  it('may be closed by its reader, which is no failure', async () => {
    const child = spawn(process.execPath, [join(repository, 'cli/main.ts'), 'validate', '--help'], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let complaints = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
    child.stdout.destroy()
    expect(await once(child, 'close')).toEqual([0, null])
    expect(complaints).toBe('')
  })
})

describe('what deletes', () => {
  it.each([
    [['delete', '--yes'], 'the name of an execution, or a filter'],
    [['delete', 'first', '--all', '--yes'], 'the name of an execution, or a filter'],
    [['delete', '--older-than', 'Monday'], 'a number of days'],
    [['retention', 'set', 'etl'], 'Expected a limit'],
    [['retention', 'set', '--bytes', '20 parsecs'], 'a size, such as'],
    [['storage', 'budget', 'much'], 'a size, such as']
  ])('refuses %j before it asks any engine', async (args, message) => {
    const { code, err } = await call(...args)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
  })
})
