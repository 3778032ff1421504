import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, statSync, writeFileSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stateMachineArn } from '../../engine/arns.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { oneTask } from '../support/definitions.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

let temp: TempFolder
let engines: EngineProcess[]

beforeEach(() => {
  temp = makeTempFolder()
  engines = []
})
afterEach(async () => {
  for (const engine of engines) await engine.kill()
  temp.remove()
})

function start(...flags: string[]): EngineProcess {
  const engine = spawnEngine(temp.path, flags)
  engines.push(engine)
  return engine
}

test('it says where it listens, to people, programs and the user alone, and stops in order', async () => {
  const engine = start()
  const { url, token, client } = await engine.ready
  const file = join(temp.path, 'engine.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ url, token, pid: engine.child.pid })
  for (const name of ['engine.json', 'token', 'secret.key', 'signalbox.db', 'signalbox.db-wal']) {
    expect(statSync(join(temp.path, name)).mode & 0o777, name).toBe(0o600)
  }
  expect(await client.DescribeEngine({})).toMatchObject({ pid: engine.child.pid, notices: [] })
  expect(await engine.stop()).toBe(0)
  expect(existsSync(file)).toBe(false)
})

test('a second engine on the folder is refused and told which process holds it', async () => {
  const first = start()
  await first.ready
  const second = start()
  expect(await second.exited).toBe(64)
  expect(second.errorText()).toContain(`process ${String(first.child.pid)}`)
})

test('--durability is the level of state machines without a setting; another word is refused', async () => {
  const { client } = await start('--durability', 'normal').ready
  expect((await client.DescribeEngine({})).durability).toBe('NORMAL')
  const wrong = start('--durability', 'fast')
  expect(await wrong.exited).toBe(2)
  expect(wrong.errorText()).toContain("Expected --durability to be full or normal, found 'fast'.")
})

test('a killed engine leaves no lock behind, and its token and port stay the same', async () => {
  const first = start()
  const before = await first.ready
  await first.kill()
  const after = await start().ready
  expect({ url: after.url, token: after.token }).toEqual({ url: before.url, token: before.token })
  const { notices } = await after.client.DescribeEngine({})
  expect(notices).toEqual(['The previous run ended unexpectedly; 0 executions were resumed.'])
})

test('a port that is asked for and taken is refused, 0 is any free one, the last one is kept', async () => {
  const first = start()
  const { url } = await first.ready
  const { port } = new URL(url)
  const other = spawnEngine(join(temp.path, 'other'), ['--port', port])
  engines.push(other)
  expect(await other.exited).toBe(67)
  expect(other.errorText()).toContain(`Expected port ${port} on 127.0.0.1 to be free`)
  expect(await first.stop()).toBe(0)
  const second = start('--port', '0')
  const any = (await second.ready).url
  expect(any).not.toBe(url)
  expect(await second.stop()).toBe(0)
  expect((await start().ready).url).toBe(any)
})

test('bad flags, a damaged database and a newer one have exit codes of their own', async () => {
  const unknown = start('--colour', 'red')
  expect(await unknown.exited).toBe(2)
  expect(unknown.errorText()).toContain('Usage:')

  const file = join(temp.path, 'signalbox.db')
  mkdirSync(temp.path, { recursive: true })
  const newer = new Database(file)
  newer.pragma('user_version = 99999')
  newer.close()
  expect(await start().exited).toBe(66)

  writeFileSync(file, 'no database at all, but not to be lost')
  const damaged = start()
  expect(await damaged.exited).toBe(65)
  expect(damaged.errorText()).toContain('--start-empty')
  expect(readFileSync(file, 'utf8')).toContain('not to be lost')
  const { client } = await start('--start-empty').ready
  expect((await client.DescribeEngine({})).notices.join()).toContain('was damaged')
})

test('an orderly stop does not wait for what hangs, and the work goes on at the next start', async () => {
  const engine = start()
  const { client } = await engine.ready
  const done = join(temp.path, 'done')
  const definition = JSON.stringify(
    oneTask('plugin:shell:run', { Parameters: { script: `sleep 3; echo done > '${done}'` } })
  )
  await client.CreateStateMachine({ name: 'slow', definition })
  const { executionArn } = await client.StartExecution({ stateMachineArn: stateMachineArn('slow') })
  await new Promise((settle) => setTimeout(settle, 500))
  const stoppedAt = performance.now()
  expect(await engine.stop()).toBe(0)
  expect(performance.now() - stoppedAt).toBeLessThan(10_000)
  const next = await start().ready
  for (let look = 0; look < 200; look++) {
    const { status } = await next.client.DescribeExecution({ executionArn })
    if (status !== 'RUNNING') break
    await new Promise((settle) => setTimeout(settle, 50))
  }
  expect((await next.client.DescribeExecution({ executionArn })).status).toBe('SUCCEEDED')
  expect(readFileSync(done, 'utf8')).toBe('done\n')
})

test('over a channel it says that it is ready, and ends in order when the other end goes', async () => {
  const main = resolve(import.meta.dirname, '../../engine/main.ts')
  const child = spawn(process.execPath, [main, '--data', temp.path, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc']
  })
  const [message] = (await once(child, 'message')) as [unknown]
  expect(message).toMatchObject({ type: 'ready', url: expect.stringMatching(/^http:/) as string })
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})
