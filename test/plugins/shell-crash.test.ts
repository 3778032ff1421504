import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attemptFiles, readStarted } from '../../plugins/shell/attempt-files.ts'
import { cookieOf, processIdentity } from '../../plugins/shell/process-table.ts'
import { processesOf } from '../../plugins/shell/process-tree.ts'
import { run } from '../../plugins/shell/run.ts'
import { callAction, createTestContext, type TestContext } from '../support/action-context.ts'
import { fileAppears } from '../support/waiting.ts'

let folder: string
let idempotencyKey: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-crash-'))
  idempotencyKey = folder
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
})

const inWork = (name: string): string => join(folder, 'work', name)

function startOther(input: unknown): ChildProcess {
  const program = fileURLToPath(new URL('../support/shell-attempt.ts', import.meta.url))
  return spawn(process.execPath, [program, folder, idempotencyKey, JSON.stringify(input)], {
    stdio: ['ignore', 'inherit', 'inherit']
  })
}

/** The cookie of the attempt in `folder`, as every engine that resumes it computes it. */
async function cookie(): Promise<string> {
  return cookieOf((await createTestContext({ resumed: { folder, idempotencyKey } })).context)
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = once(child, 'exit')
  child.kill('SIGKILL')
  await end
}

async function resume(input: unknown): Promise<{ output: unknown; test: TestContext }> {
  const test = await createTestContext({ resumed: { folder, idempotencyKey } })
  return { output: await callAction(run, input, test.context), test }
}

describe('a command whose computer went down', () => {
  const input = { script: 'echo x >>runs' }

  it('that may have begun although its claim is gone is not run again', async () => {
    const resumed = { folder, idempotencyKey, isAfterReboot: true }
    const { context } = await createTestContext({ resumed })
    await expect(callAction(run, input, context)).rejects.toMatchObject({
      errorName: 'Shell.Interrupted'
    })
    await expect(readFile(inWork('runs'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('has its outcome, where its exit code was kept', async () => {
    const first = await createTestContext({ resumed: { folder, idempotencyKey } })
    await callAction(run, input, first.context)
    const resumed = { folder, idempotencyKey, isAfterReboot: true }
    const { context } = await createTestContext({ resumed })
    expect(await callAction(run, input, context)).toMatchObject({ exitCode: 0 })
    expect(await readFile(inWork('runs'), 'utf8')).toBe('x\n')
  })
})

describe('a command whose engine was killed', () => {
  it('goes on, is waited for by the next engine, and has run once', async () => {
    const input = {
      script: 'echo x >>runs; echo begun; while [ ! -e go ]; do sleep 0.05; done; echo ended'
    }
    const other = startOther(input)
    await fileAppears(inWork('runs'))
    await kill(other)
    const resumed = resume(input)
    await writeFile(inWork('go'), '')
    expect((await resumed).output).toMatchObject({ exitCode: 0, stdout: 'begun\nended' })
    expect(await readFile(inWork('runs'), 'utf8')).toBe('x\n')
  })

  it('has its result kept where it ended while no engine was there', async () => {
    const input = { script: 'echo x >>runs; sleep 0.3; echo "{}"; exit 4', successCodes: [4] }
    const other = startOther(input)
    await fileAppears(inWork('runs'))
    await kill(other)
    await fileAppears(join(folder, 'attempt', 'exit'))
    expect((await resume(input)).output).toMatchObject({ exitCode: 4, stdout: {} })
    expect(await readFile(inWork('runs'), 'utf8')).toBe('x\n')
  })

  it('is ended at its own time limit, which began before the crash', async () => {
    const input = { script: 'echo x >>runs; sleep 600', timeoutSeconds: 1 }
    const other = startOther(input)
    await fileAppears(inWork('runs'))
    await kill(other)
    await expect(resume(input)).rejects.toMatchObject({ errorName: 'Shell.Timeout' })
    expect(await processesOf(await cookie(), undefined)).toEqual([])
  })

  it('is interrupted where its supervisor has died without an exit code, and is not run again', async () => {
    const input = { script: 'echo x >>runs; sleep 600' }
    const other = startOther(input)
    await fileAppears(inWork('runs'))
    await kill(other)
    for (const pid of await processesOf(await cookie(), undefined)) process.kill(pid, 'SIGKILL')
    await expect(resume(input)).rejects.toMatchObject({ errorName: 'Shell.Interrupted' })
    expect(await readFile(inWork('runs'), 'utf8')).toBe('x\n')
  })

  it('is not taken for another process that has its id now', async () => {
    const { context, remove } = await createTestContext({ resumed: { folder, idempotencyKey } })
    const files = attemptFiles(context.files.attemptFolder)
    const earlier = `${process.pid} 00000000-0000-0000-0000-000000000000:1\n`
    await writeFile(files.started, earlier)
    expect((await readStarted(files))?.identity).not.toBe(await processIdentity(process.pid))
    await expect(resume({ script: 'exit 0' })).rejects.toMatchObject({
      errorName: 'Shell.Interrupted'
    })
    await remove()
  })

  it('runs exactly once, whenever the engine is killed', async () => {
    const input = { script: 'echo x >>runs; echo done' }
    // Spread over the start of Node and of the supervisor; the moments need not be the same each time.
    for (const moment of [0, 60, 120, 160, 200, 240, 280, 320, 400]) {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
      folder = await mkdtemp(join(tmpdir(), 'signalbox-crash-'))
      idempotencyKey = folder
      const other = startOther(input)
      await delay(moment)
      await kill(other)
      const { output } = await resume(input)
      expect(output).toMatchObject({ stdout: 'done' })
      expect(await readFile(inWork('runs'), 'utf8')).toBe('x\n')
    }
  })
})
