/**
 * How long a one-state execution takes from StartExecution to its end, over HTTP, beside the same
 * number of synced commits of one row in the same round. See README.md.
 */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Client } from '../api/client.ts'
import { createClient } from '../api/client.ts'
import { openStore } from '../engine/store/open.ts'
import { percentile, runBenchmark } from './report.ts'

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

const show = (times: number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) })

await runBenchmark({
  name: 'latency',
  title: 'Latency',
  figures: { p50: 'p50 ms', p99: 'p99 ms' },
  sizes: { seconds: { usual: 2, quick: 0.5 } },
  prepare: async ({ folder, sizes: { seconds = 2 } }) => {
    const engine = await startEngine(join(folder, 'data'))
    await executions(engine.client, 1)
    return {
      cases: [
        {
          labels: { what: 'one-state execution over HTTP' },
          measure: async () => show(await executions(engine.client, seconds))
        },
        { labels: { what: 'commit of one row' }, measure: () => show(commits(folder, seconds)) }
      ],
      close: engine.kill
    }
  }
})
