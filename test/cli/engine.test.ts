/** The command line with a real engine: one that it starts itself, and one that serves. */
// cspell:ignore shel
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repository, runCli, startCli, temporaryFolder, until } from './support.ts'
import type { Finished } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.dispose())

const file = (name: string): string => join(folder.path, name)

function workflow(name: string, states: Record<string, unknown>): string {
  const path = file(`${name}.asl.json`)
  writeFileSync(path, JSON.stringify({ StartAt: Object.keys(states)[0], States: states }))
  return path
}

const engineFile = z.object({ url: z.string(), token: z.string(), pid: z.number() })

const greet = workflow('greet', {
  Greet: { Type: 'Pass', Parameters: { 'text.$': "States.Format('Hello {}', $.name)" }, End: true }
})
const fail = workflow('fail', { No: { Type: 'Fail', Error: 'Test.No', Cause: 'on purpose' } })
const invalid = workflow('invalid', { A: { Type: 'Task', Resource: 'plugin:shel:run', End: true } })

/** The example's own input, with less training and perhaps another threshold. */
function modelInput(threshold = 'threshold.json'): string {
  const text = readFileSync(join(repository, 'examples/model-approval/input.json'), 'utf8')
  const input = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  const thresholdUrl = `{{engineUrl}}/examples/model-approval/${threshold}`
  const path = file(`input-${threshold}`)
  writeFileSync(path, JSON.stringify({ ...input, epochs: 40, thresholdUrl }))
  return path
}

describe('a command without a running engine', { timeout: 120_000 }, () => {
  const data = file('own')
  const call = (...args: string[]): Promise<Finished> => runCli([...args, '--data', data])

  it('starts one, prints the output as JSON on stdout, stops it and exits with 0', async () => {
    const { code, stdout, stderr } = await call(
      'run',
      greet,
      '--input',
      '{"name":"Ada"}',
      '--name',
      'first'
    )
    expect([code, JSON.parse(stdout)]).toEqual([0, { text: 'Hello Ada' }])
    expect(stderr).toContain(':execution:greet:first')
    expect(existsSync(join(data, 'engine.json'))).toBe(false)
  })

  it('says what is stored, sets how long, and deletes only with --yes', async () => {
    expect((await call('retention', 'set', 'greet', '--days', '30')).stderr).toBe(
      'Kept of greet: 30 days; failed ones at least 14 days.\n'
    )
    const shown = await call('storage')
    expect([shown.code, shown.stdout]).toEqual([
      0,
      expect.stringMatching(/^Used +\d.*the default budget[^]*greet +1 .*30 days/)
    ])
    const wanted = await call('delete', '--machine', 'greet')
    expect([wanted.code, wanted.stderr]).toEqual([0, expect.stringContaining('1 execution, ')])
    expect(wanted.stderr).toContain('would be deleted')
    expect((await call('delete', '--machine', 'greet', '--yes')).stderr).toMatch(
      /^Deleted 1 execution, /
    )
  })

  it('sets and shows the durability of a state machine', async () => {
    const set = await call('machines', 'durability', 'greet', 'normal')
    expect([set.code, set.stderr]).toEqual([0, 'Durability of greet: normal.\n'])
    expect((await call('machines', 'show', 'greet')).stderr).toContain('Durability normal\n')
    await call('machines', 'durability', 'greet', 'engine')
    expect((await call('machines', 'show', 'greet')).stderr).not.toContain('Durability')
    expect((await call('machines', 'durability', 'greet', 'fast')).code).toBe(2)
  })

  it('exits with 1 where the execution fails, and says why', async () => {
    const { code, stdout, stderr } = await call('run', fail)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('FAILED Test.No: on purpose')
  })

  it('starts the tasks of a file in the folder of that file', async () => {
    const beside = workflow('beside', {
      Act: {
        Type: 'Task',
        Resource: 'plugin:shell:run',
        Parameters: { command: 'sh', arguments: ['act.sh'] },
        End: true
      }
    })
    writeFileSync(file('act.sh'), 'echo "acted in $PWD"\n')
    const { code, stdout, stderr } = await call('run', beside)
    expect([code, stdout]).toEqual([0, expect.stringContaining(`acted in ${folder.path}`)])
    expect(stderr).toContain(`Tasks start in ${folder.path}`)
  })

  it('exits with 2 where the definition is invalid, names the nearest resource and starts nothing', async () => {
    const { code, stdout, stderr } = await call('run', invalid)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`${invalid}:1:`)
    expect(stderr).toContain("Did you mean 'plugin:shell:run'?")
  })
})

describe('serve', { timeout: 120_000 }, () => {
  const data = file('served')
  let engine: ReturnType<typeof startCli>
  const call = (...args: string[]): Promise<Finished> => runCli([...args, '--data', data])

  beforeAll(async () => {
    mkdirSync(data)
    engine = startCli(['serve', '--data', data, '--port', '0'])
    await until('the engine listens', () => engine.stdout().includes('\n'))
  })
  afterAll(async () => {
    engine.child.kill('SIGTERM')
    await engine.finished
  })

  it('says first where it listens, and keeps address and token for the user alone', () => {
    const [first] = engine.stdout().split('\n')
    expect(first).toMatch(/^listening http:\/\/127\.0\.0\.1:\d+$/)
    const path = join(data, 'engine.json')
    const { url } = engineFile.parse(JSON.parse(readFileSync(path, 'utf8')))
    expect(`listening ${url}`).toBe(first)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is what other commands talk to, and a second engine is refused', async () => {
    const status = await call('status', '--json')
    const { pid } = engineFile.parse(JSON.parse(readFileSync(join(data, 'engine.json'), 'utf8')))
    expect(
      z.object({ isRunning: z.boolean(), pid: z.number() }).parse(JSON.parse(status.stdout))
    ).toEqual({
      isRunning: true,
      pid
    })
    const second = await call('serve', '--port', '0')
    expect(second.code).toBe(64)
    expect(second.stderr).toContain(String(pid))
  })

  it('runs an example that is called by its name, with its own input, and tells what happens', async () => {
    const { code, stdout, stderr } = await call('run', 'nightly-etl', '--follow')
    expect(code).toBe(0)
    const output = z.object({
      brokenCount: z.number(),
      summary: z.object({ totals: z.object({ rows: z.number() }) })
    })
    expect(output.parse(JSON.parse(stdout))).toEqual({
      brokenCount: 1,
      summary: { totals: { rows: 279 } }
    })
    expect(stderr).toContain('MapIterationStarted')
    expect(stderr).toContain('│ data/2026-11-16.csv: 57 rows kept, 3 dropped')
    const log = await call('log', 'last', 'Sum up')
    expect(log.stdout).toContain('"rows": 279')
    const history = await call('history', 'last', '--json')
    const events = z
      .object({ events: z.array(z.object({ id: z.number() })) })
      .parse(JSON.parse(history.stdout)).events
    expect(events.map((event) => event.id)).toEqual(events.map((_event, index) => index + 1))
  })

  it('finds executions by name, by the beginning of a name, and as last', async () => {
    expect((await call('run', greet, '--input', '{"name":"Ada"}', '--name', 'first')).code).toBe(0)
    for (const name of ['first', 'fir', 'last']) {
      const { code, stdout } = await call('describe', name, '--json')
      const described = z.object({ name: z.string() }).parse(JSON.parse(stdout))
      expect([code, described.name]).toEqual([0, 'first'])
    }
    expect((await call('describe', 'first')).stdout).toMatch(
      /Events +\d+ of the 25000 that AWS allows \(0 %\)/
    )
    expect((await call('describe', 'nobody')).code).toBe(2)
    expect((await call('machines')).stdout).toContain('greet')
  })

  it('starts, lists and stops executions', async () => {
    const slow = workflow('slow', { Wait: { Type: 'Wait', Seconds: 600, End: true } })
    const waiting = startCli(['run', slow, '--name', 'long', '--data', data])
    await until('the execution runs', async () =>
      (await call('list', '--status', 'RUNNING')).stdout.includes('long')
    )
    expect((await call('start', 'slow', '--name', 'longer')).stdout).toContain(
      ':execution:slow:longer'
    )
    expect((await call('describe', 'long', '--json')).stdout).toContain('"RUNNING"')
    expect((await call('stop', 'long', '--cause', 'enough')).code).toBe(0)
    const { code, stderr } = await waiting.finished
    expect([code, stderr]).toEqual([1, expect.stringContaining('ABORTED: enough')])
    expect((await call('stop', 'longer')).code).toBe(0)
  })

  it('asks for an approval that is decided here once; a second decision is told who was first', async () => {
    const asking = startCli(['run', 'release-checklist', '--data', data])
    await until('it waits for approval', async () =>
      (await call('approvals')).stdout.includes('Release 1.4.0?')
    )
    expect((await call('approve', 'last', '--comment', 'go')).stderr).toContain(
      "Approved 'Release 1.4.0?'"
    )
    const { code, stdout } = await asking.finished
    const output = z.object({
      approval: z.object({ decision: z.string(), comment: z.string(), channel: z.string() })
    })
    expect([code, output.parse(JSON.parse(stdout)).approval]).toEqual([
      0,
      { decision: 'APPROVED', comment: 'go', channel: 'cli' }
    ])
    const { approvals } = z
      .object({ approvals: z.array(z.object({ approvalId: z.string() })) })
      .parse(JSON.parse((await call('approvals', '--all', '--json')).stdout))
    const again = await call('reject', approvals[0]?.approvalId ?? '')
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining('ApprovalAlreadyDecided')
    ])
    expect((await call('approve', 'last')).code).toBe(2)
  })

  it.each([
    ['approve', 'APPROVED', 'Announce release'],
    ['reject', 'REJECTED', 'Mail rejection']
  ])(
    'runs the story of model-approval from its file, to the end that %s leads to',
    async (door, decision, announcement) => {
      const story = startCli([
        'run',
        join(repository, 'examples/model-approval/workflow.asl.json'),
        '--input',
        `@${modelInput()}`,
        '--name',
        door,
        '--data',
        data
      ])
      await until('the scientist is asked', async () =>
        (await call('approvals')).stdout.includes('Release the new sales model?')
      )
      await call(door, 'last', '--comment', 'after a look at the recall')
      const { code, stdout } = await story.finished
      const output = z.object({
        training: z.object({ metrics: z.object({ accuracy: z.number() }) }),
        threshold: z.object({ minimumAccuracy: z.number() }),
        candidate: z.object({ Bucket: z.literal('candidates') }),
        approval: z.object({
          decision: z.literal(decision),
          comment: z.literal('after a look at the recall')
        }),
        release: z.unknown().optional()
      })
      const { training, threshold, release } = output.parse(JSON.parse(stdout))
      expect([code, release === undefined]).toEqual([0, decision === 'REJECTED'])
      expect(training.metrics.accuracy).toBeGreaterThan(threshold.minimumAccuracy)
      expect((await call('history', door)).stdout).toContain(announcement)
    }
  )

  it('ends below a strict threshold with exit code 1 and asks nobody', async () => {
    const input = modelInput('threshold-strict.json')
    const { code, stderr } = await call('run', 'model-approval', '--input', `@${input}`)
    expect([code, stderr]).toEqual([1, expect.stringContaining('Model.BelowThreshold')])
    expect((await call('approvals')).stdout).toBe('')
  })

  it('keeps schedules', async () => {
    const created = await call(
      'schedules',
      'create',
      'nightly',
      '--machine',
      'nightly-etl',
      '--expression',
      'cron(0 2 * * ? *)',
      '--timezone',
      'Europe/Berlin'
    )
    expect([created.code, created.stderr]).toEqual([
      0,
      expect.stringContaining('Created nightly, next at')
    ])
    expect((await call('schedules')).stdout).toMatch(
      /nightly +ENABLED +nightly-etl .*At 02:00 every day, Europe\/Berlin/
    )
    expect((await call('schedules', 'disable', 'nightly')).code).toBe(0)
    expect((await call('schedules', 'list', '--json')).stdout).toContain('"DISABLED"')
    expect((await call('schedules', 'enable', 'nightly')).code).toBe(0)
    const update = ['schedules', 'update', 'nightly', '--overlap', 'buffer-one']
    expect((await call(...update, '--exclude-date', '2026-12-25')).code).toBe(0)
    const shown = (await call('schedules', 'show', 'nightly')).stdout
    expect(shown).toMatch(/overlap +BUFFER_ONE/)
    expect(shown).toContain('not on 2026-12-25')
    const slots = await call('schedules', 'slots', 'nightly', '--status', 'UPCOMING', '--json')
    expect(slots.stdout).toContain('"UPCOMING"')
    const month = ['schedules', 'calendar', '2031-01', '--timezone', 'Europe/Berlin']
    expect((await call(...month)).stdout).toContain('02:00 nightly')
    expect((await call('schedules', 'digest')).stderr).toContain('Nothing was missed')
    const preview = await call('schedules', 'preview', 'rate(1 hour)', '--count', '3')
    expect(preview.stdout.trim().split('\n')).toHaveLength(3)
    expect((await call('schedules', 'preview', 'every blue moon')).code).toBe(1)
    expect((await call('schedules', 'delete', 'nightly')).code).toBe(0)
    expect((await call('schedules')).stdout).toBe('')
  })

  it('leaves an interrupted wait behind: the execution goes on', async () => {
    const slow = workflow('slow', { Wait: { Type: 'Wait', Seconds: 600, End: true } })
    const waiting = startCli(['run', slow, '--name', 'left', '--data', data])
    await until('it has started', () => waiting.stderr().includes(':execution:slow:left'))
    waiting.child.kill('SIGINT')
    const { code, stderr } = await waiting.finished
    expect([code, stderr]).toEqual([130, expect.stringContaining('The execution goes on')])
    expect((await call('describe', 'left', '--json')).stdout).toContain('"RUNNING"')
  })
})

describe('serve as a child', { timeout: 60_000 }, () => {
  it('ends the engine in order with its own end, even when it is killed', async () => {
    const data = file('killed')
    const served = startCli(['serve', '--data', data, '--port', '0'])
    await until('the engine listens', () => served.stdout().includes('\n'))
    const { pid } = engineFile.parse(JSON.parse(readFileSync(join(data, 'engine.json'), 'utf8')))
    served.child.kill('SIGKILL')
    await until('the engine has ended', () => !isAlive(pid))
    expect(existsSync(join(data, 'engine.json'))).toBe(false)
  })

  it('may be killed and started anew while a command waits: the execution and the waiting go on', async () => {
    const data = file('again')
    const slow = workflow('patient', {
      Wait: { Type: 'Wait', Seconds: 6, Next: 'Done' },
      Done: { Type: 'Succeed' }
    })
    const first = startCli(['serve', '--data', data, '--port', '0'])
    await until('the engine listens', () => first.stdout().includes('\n'))
    const waiting = startCli(['run', slow, '--follow', '--data', data])
    await until('the execution waits', () => waiting.stderr().includes('WaitStateEntered'))
    process.kill(
      engineFile.parse(JSON.parse(readFileSync(join(data, 'engine.json'), 'utf8'))).pid,
      'SIGKILL'
    )
    expect((await first.finished).code).toBe(137)
    await until('the command notices', () => waiting.stderr().includes('gone away'))
    const second = startCli(['serve', '--data', data, '--port', '0'])
    const { code, stderr } = await waiting.finished
    second.child.kill('SIGTERM')
    await second.finished
    expect([
      code,
      stderr.match(/WaitStateEntered/g)?.length,
      stderr.match(/ExecutionSucceeded/g)?.length
    ]).toEqual([0, 1, 1])
  })

  it('hands over the exit code of an orderly stop', async () => {
    const served = startCli(['serve', '--data', file('orderly'), '--port', '0'])
    await until('the engine listens', () => served.stdout().includes('\n'))
    served.child.kill('SIGTERM')
    expect((await served.finished).code).toBe(0)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
