/**
 * What else runs durable steps, beside Signalbox in the same round: 100 steps a workflow, each kept
 * before the next one begins. And the in-memory interpreter aws-local-stepfunctions. See README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bullMq } from './peers/bullmq.ts'
import { dbos } from './peers/dbos.ts'
import { n8n } from './peers/n8n/n8n.ts'
import { openWorkflow } from './peers/openworkflow.ts'
import type { Peer } from './peers/peer.ts'
import { importPeer, missingPackage } from './peers/peer.ts'
import { restate } from './peers/restate.ts'
import { signalboxWebhook } from './peers/webhook-flow.ts'
import type { Bench, Case, Claim, Plan } from './report.ts'
import { barsOf, ratioOf, runBenchmark } from './report.ts'
import { runWorkload } from './run-workload.ts'
import type { Workload } from './workloads.ts'
import { workloads } from './workloads.ts'

const LOCAL = 'aws-local-stepfunctions'
const peers = [restate, dbos, openWorkflow, bullMq]
/** These run a flow for each call of a webhook. */
const services = [signalboxWebhook, n8n]
const levels = [1, 64]
const OURS = 'Signalbox, 100 states'

function ours(bench: Bench, what: string, workload: Workload, atOnce: number): Case {
  const { seconds = 2 } = bench.sizes
  return {
    labels: { what, 'at once': atOnce },
    measure: async () => ({
      perSecond: (await runWorkload(bench.folder, workload, { atOnce, seconds })).transitions
    })
  }
}

function caseOf({ folder, sizes: { seconds = 2 } }: Bench, peer: Peer, atOnce: number): Case {
  return {
    labels: { what: peer.name, 'at once': atOnce },
    measure: async () => {
      const own = mkdtempSync(join(folder, 'peer-'))
      const running = await peer.start(own)
      try {
        return { perSecond: await running.stepsPerSecond({ atOnce, seconds }) }
      } finally {
        await running.stop()
        rmSync(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      }
    }
  }
}

interface LocalMachine {
  run: (input: unknown) => { result: Promise<unknown> }
}

/** In memory, one after the other. */
function inMemory({ sizes: { seconds = 2 } }: Bench, workload: Workload): Case {
  return {
    labels: { what: `${LOCAL}, in memory: ${workload.name}`, 'at once': 1 },
    measure: async () => {
      const { StateMachine } = await importPeer<{
        StateMachine: new (definition: unknown) => LocalMachine
      }>(LOCAL)
      const machine = new StateMachine(workload.definition)
      await machine.run(workload.input).result
      const startedAt = performance.now()
      let executions = 0
      while (performance.now() - startedAt < seconds * 1000) {
        await machine.run(workload.input).result
        executions++
      }
      const elapsed = (performance.now() - startedAt) / 1000
      return { perSecond: (executions * workload.transitions) / elapsed }
    }
  }
}

function localName(workload: string): string {
  return `${LOCAL}, in memory: ${workload}, 1`
}

const claims: Claim[] = [
  {
    name: 'Choice loop, durable, over aws-local-stepfunctions in memory',
    of: ratioOf('perSecond', 'Signalbox, Choice loop of 1000, 1', localName('Choice loop of 1000')),
    ...{ target: 1, gate: 0.6 }
  },
  {
    name: '100 steps, 1 at once, over Restate',
    of: ratioOf('perSecond', `${OURS}, 1`, 'Restate, 1'),
    ...{ target: 4, gate: 2 }
  },
  {
    name: '100 steps, 64 at once, over Restate',
    of: ratioOf('perSecond', `${OURS}, 64`, 'Restate, 64'),
    ...{ target: 8, gate: 4 }
  },
  {
    name: 'Webhook and five steps, 1 at once, over n8n',
    of: ratioOf('perSecond', `${signalboxWebhook.name}, 1`, `${n8n.name}, 1`),
    ...{ target: 15, gate: 8 }
  }
]

function prepare(bench: Bench): Plan {
  const named = (name: string): Workload => {
    const found = workloads.find((workload) => workload.name === name)
    if (!found) throw new Error(`There is no workload ${name}`)
    return found
  }
  const pure = workloads.filter(({ name, isStrict }) => !isStrict && !name.startsWith('Task'))
  const there = peers.filter((peer) => peer.missing() === undefined)
  const all = [...peers, ...services]
  const missing = [...all.map((peer) => peer.missing()), missingPackage(LOCAL)]
  const cases = levels.flatMap((atOnce) => [
    ours(bench, OURS, named('Pass chain of 100, strict'), atOnce),
    ours(bench, 'Signalbox, 20 tasks', named('Task chain of 20'), atOnce),
    ...there.map((peer) => caseOf(bench, peer, atOnce))
  ])
  const interpreters = pure.flatMap((workload) => [
    ours(bench, `Signalbox, ${workload.name}`, workload, 1),
    ...(missingPackage(LOCAL) === undefined ? [inMemory(bench, workload)] : [])
  ])
  const flows = n8n.missing() === undefined ? services.map((peer) => caseOf(bench, peer, 1)) : []
  return {
    cases: [...cases, ...flows, ...interpreters],
    claims,
    plots: (results) => [
      barsOf(results, 'perSecond', {
        ...{ name: 'speed', title: 'Steps a second', unit: 'steps/s', isLogarithmic: true }
      })
    ],
    notes: [
      `A step of a peer: ${all.map(({ name, about }) => `${name}: ${about}`).join('; ')}.`,
      ...missing.flatMap((what) =>
        what === undefined ? [] : [`Left out, not installed: ${what}.`]
      )
    ]
  }
}

await runBenchmark({
  name: 'peers',
  title: 'Beside what else runs durable steps',
  figures: { perSecond: 'steps/s' },
  sizes: { seconds: { usual: 2, quick: 1 } },
  prepare
})
// Drivers of the peers keep timers and sockets of their own.
process.exit()
