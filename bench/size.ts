/**
 * What executions with large payloads take on the disk, beside the bytes that their history
 * answers. See README.md.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, JsonObject } from '../asl/json.ts'
import { readHistory } from '../engine/store/queries/history.ts'
import { reader } from '../engine/store/transaction.ts'
import { startCore } from './engine-core.ts'
import { figureOf, runBenchmark } from './report.ts'

const KIB = 1024

/** Rows as a table of orders has them, together of about so many bytes. */
function orders(bytes: number): JsonObject[] {
  const list: JsonObject[] = []
  for (let index = 0, length = 0; length < bytes; index++) {
    const order = {
      orderId: index,
      name: `customer ${String((index * 7919) % 1000)}`,
      price: ((index * 37) % 9973) / 100,
      at: new Date(1.7e12 + index * 61_000).toISOString()
    }
    length += JSON.stringify(order).length + 1
    list.push(order)
  }
  return list
}

function chain(length: number): JsonObject {
  const States: JsonObject = {}
  for (let index = 0; index < length; index++) {
    const next = index === length - 1 ? { End: true } : { Next: `P${String(index + 1)}` }
    States[`P${String(index)}`] = { Type: 'Pass', ...next }
  }
  return { StartAt: 'P0', States }
}

const map: JsonObject = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: chain(1),
      ResultPath: null,
      End: true
    }
  }
}

const workloads: readonly { name: string; definition: JsonObject; input: Json }[] = [
  { name: 'Pass chain of 100, 1 KiB', definition: chain(100), input: orders(KIB) },
  { name: 'Pass chain of 100, 3 KiB', definition: chain(100), input: orders(3 * KIB) },
  { name: 'Pass chain of 100, 200 KiB', definition: chain(100), input: orders(200 * KIB) },
  { name: 'Map over 200 KiB', definition: map, input: { items: orders(200 * KIB) } }
]

async function measure(
  folder: string,
  { definition, input }: (typeof workloads)[number],
  executions: number
) {
  const core = startCore(mkdtempSync(join(folder, 'engine-')))
  const { host, machines, store } = core
  const text = JSON.stringify(definition)
  const { stateMachineArn } = await host.enqueue((write) =>
    machines.create(write, { name: 'bench', definition: text })
  )
  const fileBytes = (): number => Number(store.db.pragma('page_count', { simple: true })) * 4096
  const before = fileBytes()
  const startedAt = performance.now()
  for (let count = 0; count < executions; count++) {
    // Each differs from the others, as in life: only within an execution is anything shared.
    const own = JSON.stringify(
      Array.isArray(input) ? [...input, count] : { ...Object(input), count }
    )
    await host.enqueue((write) => host.start(write, { stateMachineArn, input: own }))
  }
  const milliseconds = (performance.now() - startedAt) / executions
  const storedBytes = (fileBytes() - before) / executions
  const events = readHistory(reader(store), 1, { limit: 1e6 })
  const answeredBytes = events.reduce((sum, event) => sum + JSON.stringify(event).length, 0)
  await core.stop()
  store.close()
  return {
    events: events.length,
    answered: answeredBytes / KIB,
    stored: storedBytes / KIB,
    ratio: answeredBytes / storedBytes,
    milliseconds
  }
}

await runBenchmark({
  name: 'size',
  title: 'Size',
  figures: {
    events: 'events',
    answered: 'history, KiB',
    stored: 'on the disk, KiB',
    ratio: 'history by disk',
    milliseconds: 'ms'
  },
  sizes: { executions: { usual: 20, quick: 3 } },
  prepare: ({ folder, sizes: { executions = 20 } }) => ({
    cases: workloads.map((workload) => ({
      labels: { 'an execution of': workload.name },
      measure: () => measure(folder, workload, executions)
    })),
    claims: [
      {
        name: 'A payload of 200 KiB through 100 states: history by bytes on the disk',
        of: figureOf('ratio', 'Pass chain of 100, 200 KiB'),
        target: 500,
        gate: 200
      }
    ]
  })
})
