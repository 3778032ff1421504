/**
 * How long a one-state execution takes from StartExecution to its end, over HTTP, beside the same
 * number of synced commits of one row in the same run. See README.md.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Client } from '../api/client.ts'
import { createClient } from '../api/client.ts'
import { openStore } from '../engine/store/open.ts'
import { percentile, spread } from './statistics.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' }
  }
})
const definition = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } })

async function startEngine(folder: string): Promise<{ client: Client; kill: () => void }> {
  const main = resolve(import.meta.dirname, '../engine/main.ts')
  const child = spawn(process.execPath, [main, '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url, token] = /^open (.+)\/#token=(.+)$/.exec(line) ?? []
    if (url && token) return { client: createClient({ url, token }), kill: () => child.kill() }
  }
  throw new Error('The engine has ended before it listened')
}

/** Milliseconds of each execution, one after the other. The start is answered after its commit. */
async function executions(client: Client, seconds: number): Promise<number[]> {
  const { stateMachineArn } = await client.CreateStateMachine({ name: 'one-state', definition })
  const times: number[] = []
  const endsAt = performance.now() + seconds * 1000
  while (performance.now() < endsAt) {
    const startedAt = performance.now()
    const { executionArn } = await client.StartExecution({ stateMachineArn })
    times.push(performance.now() - startedAt)
    const { status } = await client.DescribeExecution({ executionArn })
    if (status !== 'SUCCEEDED') throw new Error(`Expected SUCCEEDED, found ${status}`)
  }
  return times
}

/** The yardstick: milliseconds of a commit of one small row, synced. */
function commits(folder: string, seconds: number): number[] {
  const store = openStore(join(folder, 'commits.db'))
  store.db.exec('CREATE TABLE IF NOT EXISTS word (word TEXT) STRICT')
  const insert = store.db.prepare("INSERT INTO word VALUES ('a row of about thirty bytes')")
  const times: number[] = []
  const endsAt = performance.now() + seconds * 1000
  while (performance.now() < endsAt) {
    const startedAt = performance.now()
    insert.run()
    times.push(performance.now() - startedAt)
  }
  store.close()
  return times
}

const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
const engine = await startEngine(join(folder, 'data'))
const seconds = Number(flags.seconds)
const rounds: { execution: number[]; commit: number[] }[] = []
try {
  await executions(engine.client, 1)
  for (let round = 0; round < Number(flags.rounds); round++) {
    const execution = await executions(engine.client, seconds)
    rounds.push({ execution, commit: commits(folder, seconds) })
  }
} finally {
  engine.kill()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
console.log('| milliseconds | p50 | p99 |\n| --- | --- | --- |')
for (const kind of ['execution', 'commit'] as const) {
  const at = (share: number): string =>
    spread(
      rounds.map((round) => percentile(round[kind], share)),
      2
    )
  const name = kind === 'execution' ? 'one-state execution over HTTP' : 'commit of one row'
  console.log(`| ${name} | ${at(0.5)} | ${at(0.99)} |`)
}
