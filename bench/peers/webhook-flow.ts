import type { Call } from '../http-load.ts'
import { load } from '../http-load.ts'
import { startEngine } from '../server-process.ts'
import { passChain } from '../workloads.ts'
import type { Peer, RunningPeer } from './peer.ts'
import { data } from './peer.ts'

/** A call of a webhook runs a flow of so many steps and is answered with what its last one hands on. */
export const FLOW_STEPS = 5
export const flowBody = JSON.stringify(data)

/** Calls it as often as it is answered. A few calls before, so that both run compiled. */
export function runningFlow(call: Call, stop: () => Promise<void>): RunningPeer {
  return {
    stepsPerSecond: async ({ atOnce, seconds }) => {
      await load(call, { inFlight: atOnce, seconds })
      return (await load(call, { inFlight: atOnce, seconds })).perSecond * FLOW_STEPS
    },
    stop
  }
}

/** Signalbox itself in that role, in a process of its own: a webhook that waits for five Pass states. */
export const signalboxWebhook: Peer = {
  name: 'Signalbox, webhook and 5 states',
  about: 'a Pass state, its events kept before the answer',
  missing: () => undefined,
  start: async (folder) => {
    const { client, url, stop } = await startEngine(folder)
    const { stateMachineArn } = await client.CreateStateMachine({
      name: 'flow',
      definition: JSON.stringify(passChain(FLOW_STEPS))
    })
    await client.CreateTrigger({
      ...{ name: 'flow', stateMachineArn, input: '{% $event.body %}' },
      settings: { kind: 'WEBHOOK', mode: 'SYNC', authentication: { type: 'NONE' } }
    })
    return runningFlow({ url: `${url}/hooks/flow`, body: flowBody }, stop)
  }
}
