/**
 * From StartExecution to the end of a one-state execution, over HTTP, beside a bare server that
 * stores as much (`reference-server.ts`) in the same round. See README.md.
 */
import { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import type { Call } from './http-load.ts'
import { load, post } from './http-load.ts'
import type { Bench, Case, Claim, Plan } from './report.ts'
import { barsOf, percentile, ratioOf, runBenchmark } from './report.ts'
import type { EngineProcess } from './server-process.ts'
import { startEngine, startReference } from './server-process.ts'
import { passChain } from './workloads.ts'

const input = { orderId: 1, note: 'a note of some length, as inputs often carry. '.repeat(5) }
const inFlights = [1, 16, 64]

/** An operation of the engine's API with the engine's token. */
function operation({ url, token }: EngineProcess, name: string, body: object): Call {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AWSStepFunctions.${name}`,
    authorization: `Bearer ${token}`
  }
  return { url, headers, body: JSON.stringify(body) }
}

/** The same, signed as AWS's SDKs do. The signature is good for a quarter of an hour. */
async function signed({ token }: EngineProcess, { url, headers, body }: Call): Promise<Call> {
  const { host, hostname, port } = new URL(url)
  const { authorization: _bearer, ...plain } = headers ?? {}
  const signer = new SignatureV4({
    credentials: { accessKeyId: 'signalbox', secretAccessKey: token },
    ...{ region: 'us-east-1', service: 'states', sha256: Sha256 }
  })
  const request = new HttpRequest({
    ...{ method: 'POST', hostname, port: Number(port), path: '/', body },
    headers: { ...plain, host }
  })
  return { url, headers: (await signer.sign(request)).headers, body }
}

/** The machines, and the calls that start their executions. */
async function callsOf(engine: EngineProcess) {
  const create = async (name: string, length: number, type: 'STANDARD' | 'EXPRESS') => {
    const definition = JSON.stringify(passChain(length))
    return (await engine.client.CreateStateMachine({ name, definition, type })).stateMachineArn
  }
  const start = (stateMachineArn: string) =>
    operation(engine, 'StartExecution', { stateMachineArn, input: JSON.stringify(input) })
  const one = start(await create('one-state', 1, 'STANDARD'))
  const stateMachineArn = await create('one-state-express', 1, 'EXPRESS')
  const body = { stateMachineArn, input: JSON.stringify(input) }
  return {
    one,
    signed: await signed(engine, one),
    hundred: start(await create('hundred-states', 100, 'STANDARD')),
    sync: operation(engine, 'StartSyncExecution', body)
  }
}

/** The answer leaves after the commit of the whole execution: it must have ended by then. */
async function checkEnded({ client }: EngineProcess, call: Call): Promise<void> {
  const { executionArn } = JSON.parse(await post(call)) as { executionArn: string }
  const { status } = await client.DescribeExecution({ executionArn })
  if (status !== 'SUCCEEDED') throw new Error(`Expected SUCCEEDED with the answer, found ${status}`)
}

async function prepare({ folder, isQuick, sizes: { seconds = 2 } }: Bench): Promise<Plan> {
  const engine = await startEngine(`${folder}/data`)
  const reference = await startReference(folder)
  const calls = await callsOf(engine)
  const bare = (steps: number): Call => ({
    url: `${reference.url}/${steps}`,
    body: JSON.stringify(input)
  })
  await checkEnded(engine, calls.one)
  const warmUp = { inFlight: 16, seconds: isQuick ? 1 : 2 }
  for (const call of [calls.one, calls.sync, bare(1)]) await load(call, warmUp)

  const measured = (what: string, call: Call, inFlight: number, beside?: Call): Case => ({
    labels: { what, 'in flight': inFlight },
    measure: async () => {
      const others = beside && load(beside, { inFlight: 16, seconds: seconds + 0.2 })
      const { times, perSecond } = await load(call, { inFlight, seconds })
      await others
      return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), perSecond }
    }
  })
  const cases = inFlights.flatMap((inFlight) => [
    measured('bare server', bare(1), inFlight),
    measured('StartExecution', calls.one, inFlight),
    measured('StartSyncExecution', calls.sync, inFlight)
  ])
  const more = [
    measured('StartExecution, signed (SigV4)', calls.signed, 1),
    measured('bare server under load', bare(1), 1, bare(100)),
    measured('StartExecution under load', calls.one, 1, calls.hundred)
  ]
  return {
    cases: isQuick ? cases : [...cases, ...more],
    claims,
    plots: (results) => [
      barsOf(results, 'p50', {
        name: 'p50',
        title: 'Median latency',
        unit: 'ms',
        isLogarithmic: true
      })
    ],
    notes: [
      'Under load: one call at a time while 16 others start executions of 100 states without pause.'
    ],
    close: async () => {
      await Promise.all([engine.stop(), reference.stop()])
    }
  }
}

const claims: Claim[] = [
  {
    ...{ name: 'StartExecution, 1 in flight, p50 over the bare server', bound: 'most' },
    of: ratioOf('p50', 'StartExecution, 1', 'bare server, 1'),
    ...{ target: 1.5, gate: 2.5 }
  },
  {
    ...{ name: 'StartExecution, 1 in flight, p99 over the bare server', bound: 'most' },
    of: ratioOf('p99', 'StartExecution, 1', 'bare server, 1'),
    ...{ target: 2, gate: 4 }
  },
  {
    name: 'StartExecution, 64 in flight, throughput over the bare server',
    of: ratioOf('perSecond', 'StartExecution, 64', 'bare server, 64'),
    ...{ target: 0.5, gate: 0.3 }
  }
]

await runBenchmark({
  name: 'latency',
  title: 'Latency of a one-state execution over HTTP',
  figures: { p50: 'p50 ms', p99: 'p99 ms', perSecond: 'answers/s' },
  sizes: { seconds: { usual: 2, quick: 1.5 } },
  prepare
})
