import { readFile, stat, writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EngineStopping } from '../../plugins/contract/interruption.ts'
import { cookieOf } from '../../plugins/shell/process-table.ts'
import { processesOf } from '../../plugins/shell/process-tree.ts'
import { run } from '../../plugins/shell/run.ts'
import { callAction, createTestContext, type TestContext } from '../support/action-context.ts'
import { fileAppears } from '../support/waiting.ts'

let test: TestContext

beforeEach(async () => {
  test = await createTestContext()
})

afterEach(async () => {
  await test.remove()
})

const shell = (input: unknown): Promise<unknown> => callAction(run, input, test.context)

describe('the output of a command', () => {
  it('is text without its last line break where it is not JSON', async () => {
    expect(await shell({ command: 'echo', arguments: ['hello  world', '$HOME'] })).toMatchObject({
      exitCode: 0,
      stdout: 'hello  world $HOME',
      isStdoutTruncated: false,
      stderr: ''
    })
    expect(test.logged('info')).toBe('')
  })

  it('is a JSON value where it is JSON, and text where text is asked for', async () => {
    const script = 'echo \'{"accuracy": 0.93}\''
    expect(await shell({ script })).toMatchObject({ stdout: { accuracy: 0.93 } })
  })

  it('stays text where text is asked for', async () => {
    expect(await shell({ script: 'echo 12', output: 'text' })).toMatchObject({ stdout: '12' })
  })

  it('fails where JSON is asked for and there is none', async () => {
    await expect(
      shell({ command: 'echo', arguments: ['no'], output: 'json' })
    ).rejects.toMatchObject({
      errorName: 'Shell.OutputNotJson'
    })
  })

  it('is cut at 240 KiB, and a file holds all of it', async () => {
    const script =
      'i=0; while [ $i -lt 6000 ]; do echo "line $i äöü 0123456789012345678901234567890123456789 \\"x\\""; i=$((i+1)); done'
    const output = await shell({ script })
    expect(output).toMatchObject({ isStdoutTruncated: true })
    expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThan(256 * 1024)
    const { stdoutPath } = output as { stdoutPath: string }
    expect(await readFile(stdoutPath, 'utf8')).toContain('line 5999')
    expect(test.logged('stdout')).toBe(await readFile(stdoutPath, 'utf8'))
  })

  it('is streamed to the log while the command runs, stderr apart, and counts as a heartbeat', async () => {
    const done = shell({
      script: 'echo one; echo two >&2; while [ ! -e go ]; do sleep 0.05; done; echo three'
    })
    await expect.poll(() => test.logged('stdout'), { timeout: 10_000 }).toBe('one\n')
    await expect.poll(() => test.logged('stderr'), { timeout: 10_000 }).toBe('two\n')
    await expect.poll(() => test.heartbeats(), { timeout: 10_000 }).toBeGreaterThan(0)
    await writeFile(join(test.context.files.workFolder, 'go'), '')
    expect(await done).toMatchObject({ stdout: 'one\nthree', stderr: 'two\n' })
    expect(test.logged('stdout')).toBe('one\nthree\n')
  })
})

describe('a command that prints without end', () => {
  it.runIf(process.platform === 'linux')('is ended at 1 GiB, and its log at 8 MiB', async () => {
    // A hole in a file is as long as bytes are, and takes no disk.
    const script = 'truncate -s 1100M /proc/self/fd/1; sleep 600'
    await expect(shell({ script })).rejects.toMatchObject({ errorName: 'Shell.OutputTooLarge' })
    expect(test.logged('stdout').length).toBe(8 * 1024 * 1024)
    expect(test.logged('info')).toContain('longer than 8 MiB')
  })

  it.runIf(process.platform === 'linux')(
    'keeps 64 MiB of it in the file and the end, and says in between what is missing',
    async () => {
      // Each time until the file was cut, or nothing happens to it any more.
      const script = `
        print() { head -c 90000000 /dev/zero | tr '\\0' "$1" >&2; echo " end of $1" >&2; }
        print a; while [ $(stat -L -c %s /dev/stderr) -gt 80000000 ]; do sleep 0.05; done
        print b`
      const output = (await shell({ script })) as { stderr: string }
      expect(output.stderr).toMatch(/^b+ end of b\n$/)
      const file = join(test.context.files.attemptFolder, 'stderr')
      expect((await stat(file)).size).toBeLessThan(81 * 1024 * 1024)
      const text = await readFile(file, 'latin1')
      const [, leftOut = ''] =
        /; at least (\d+) bytes were left out here\]\nb+ end of b\n$/.exec(text) ?? []
      const printed = 2 * (90_000_000 + ' end of a\n'.length)
      expect(Number(leftOut)).toBeGreaterThan(60_000_000)
      expect(Number(leftOut)).toBeLessThanOrEqual(printed - 64 * 1024 * 1024 - 16 * 1024)
      expect(text.slice(0, 1000)).toBe('a'.repeat(1000))
    }
  )
})

describe('the examples of the documentation', () => {
  const examples = run.examples.filter((example) => example.output !== undefined)

  it.each(examples)('are true: $title', async ({ input, output }) => {
    expect(await shell(input)).toMatchObject({
      ...(output as object),
      durationSeconds: expect.any(Number)
    })
  })
})

describe('what a command gets', () => {
  it('is the stdin, as text or as JSON', async () => {
    expect(await shell({ command: 'cat', stdin: 'plain' })).toMatchObject({ stdout: 'plain' })
  })

  it('is the stdin as JSON where it is a value', async () => {
    expect(await shell({ command: 'cat', stdin: { a: [1, null] } })).toMatchObject({
      stdout: { a: [1, null] }
    })
  })

  it('is an empty stdin where none is given', async () => {
    expect(await shell({ command: 'cat' })).toMatchObject({ stdout: '' })
  })

  it('is the folder, relative to the work folder, and a program may be given relative to it', async () => {
    const folder = join(test.context.files.workFolder, 'sub')
    await mkdir(folder)
    await writeFile(join(folder, 'tool'), '#!/bin/sh\npwd', { mode: 0o755 })
    expect(await shell({ command: './tool', cwd: 'sub' })).toMatchObject({ stdout: folder })
  })

  it('is a small environment, what env says, and all only where that is asked for', async () => {
    process.env['SIGNALBOX_TEST_SECRET'] = 'hush'
    try {
      const script = 'echo "$COLOUR/$SIGNALBOX_TEST_SECRET/${PATH:+path}"'
      expect(await shell({ script, env: { COLOUR: 'blue' } })).toMatchObject({
        stdout: 'blue//path'
      })
      const second = await createTestContext()
      const all = await callAction(run, { script, inheritEnv: true }, second.context)
      await second.remove()
      expect(all).toMatchObject({ stdout: '/hush/path' })
    } finally {
      delete process.env['SIGNALBOX_TEST_SECRET']
    }
  })

  it('is the arguments, for a script of another interpreter too', async () => {
    const script = 'console.log(JSON.stringify(process.argv.slice(2)))'
    const input = { script, interpreter: process.execPath, arguments: ['a b', '*', ''] }
    expect(await shell(input)).toMatchObject({ stdout: ['a b', '*', ''] })
  })
})

describe('a command that fails', () => {
  it('names its exit code and shows the last lines of stderr', async () => {
    await expect(shell({ script: 'echo broken >&2; exit 3' })).rejects.toMatchObject({
      errorName: 'Shell.ExitCode.3',
      causeText: expect.stringContaining('broken')
    })
  })

  it('succeeds with a code that counts as success', async () => {
    expect(await shell({ script: 'exit 3', successCodes: [0, 3] })).toMatchObject({ exitCode: 3 })
  })

  it('stops a script at its first failing line', async () => {
    await expect(shell({ script: 'false\necho never' })).rejects.toMatchObject({
      errorName: 'Shell.ExitCode.1'
    })
    expect(test.logged('stdout')).toBe('')
  })

  it('names the signal that ended it', async () => {
    await expect(shell({ script: 'kill -KILL $$' })).rejects.toMatchObject({
      errorName: 'Shell.Signal',
      causeText: expect.stringContaining('SIGKILL')
    })
  })

  it('is said to be missing, with the place where it was looked for', async () => {
    await expect(shell({ command: 'no-such-program-here' })).rejects.toMatchObject({
      errorName: 'Shell.CommandNotFound',
      causeText: expect.stringContaining('PATH')
    })
    await expect(shell({ command: './nothing' })).rejects.toMatchObject({
      errorName: 'Shell.CommandNotFound'
    })
  })

  it('is said to have no folder to run in', async () => {
    await expect(shell({ command: 'true', cwd: 'missing' })).rejects.toMatchObject({
      errorName: 'Shell.FolderNotFound'
    })
  })

  it('is refused with the name of the field that is wrong', () => {
    expect(() => run.input.parse({ command: 'true', parameters: [] })).toThrow(/parameters/)
    expect(() => run.input.parse({})).toThrow(/either command or script/)
    expect(() => run.input.parse({ command: 'a', script: 'b' })).toThrow(/found both/)
  })
})

// A child of the command, one in a session of its own, and one that has left its parent as well.
const runaways = `
  sh -c 'trap "" TERM; echo $$ >child; while :; do sleep 1; done' &
  setsid sh -c 'echo $$ >session; while :; do sleep 1; done' &
  (setsid nohup sh -c 'echo $$ >orphan; while :; do sleep 1; done' >/dev/null 2>&1 &)
  while [ ! -s child ] || [ ! -s session ] || [ ! -s orphan ]; do sleep 0.05; done
  echo ready >ready
`

describe('the whole process tree', () => {
  const living = (): Promise<number[]> => processesOf(cookieOf(test.context), undefined)

  it('is ended at the time limit, children that ignore SIGTERM or have run away included', async () => {
    await expect(
      shell({ script: `${runaways}\nsleep 600`, timeoutSeconds: 2 })
    ).rejects.toMatchObject({
      errorName: 'Shell.Timeout'
    })
    await stat(join(test.context.files.workFolder, 'ready'))
    expect(await living()).toEqual([])
  })

  it('is ended when the task is', async () => {
    const done = shell({ script: `${runaways}\nsleep 600` })
    const refused = expect(done).rejects.toThrow('the execution was stopped')
    await fileAppears(join(test.context.files.workFolder, 'ready'))
    expect((await living()).length).toBeGreaterThanOrEqual(4)
    test.abort(new Error('the execution was stopped'))
    await refused
    expect(await living()).toEqual([])
  })

  it('has no survivors after a normal end, and the log says so', async () => {
    expect(await shell({ script: runaways })).toMatchObject({ exitCode: 0 })
    expect(await living()).toEqual([])
    expect(test.logged('info')).toMatch(/left behind/)
  })

  it('is left alone when the engine stops, and taken up again by the next call', async () => {
    const script = 'echo one; while [ ! -e go ]; do sleep 0.05; done; echo two; echo run >>runs'
    const first = shell({ script })
    const refused = expect(first).rejects.toThrow(EngineStopping)
    await expect.poll(() => test.logged('stdout'), { timeout: 10_000 }).toBe('one\n')
    test.abort(new EngineStopping())
    await refused
    expect((await living()).length).toBeGreaterThan(0)
    const { idempotencyKey } = test.context.attempt
    const next = await createTestContext({ resumed: { folder: test.folder, idempotencyKey } })
    const second = callAction(run, { script }, next.context)
    await writeFile(join(test.context.files.workFolder, 'go'), '')
    expect(await second).toMatchObject({ stdout: 'one\ntwo' })
    expect(next.logged('stdout')).toBe('two\n')
    expect(await readFile(join(test.context.files.workFolder, 'runs'), 'utf8')).toBe('run\n')
  })
})
