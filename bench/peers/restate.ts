import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { post } from '../http-load.ts'
import type { Peer, RunningPeer } from './peer.ts'
import {
  data,
  freePort,
  importPeer,
  keepRunning,
  missingPackage,
  resolvePeer,
  startServer,
  STEPS,
  until
} from './peer.ts'

interface Context {
  run: <T>(name: string, step: () => T) => Promise<T>
}

interface Sdk {
  service: (service: {
    name: string
    handlers: Record<string, (context: Context) => Promise<unknown>>
  }) => unknown
  serve: (options: { services: unknown[]; port: number }) => Promise<number>
}

const SERVER = `@restatedev/restate-server-${platform()}-${arch()}/package.json`

/** Its server from npm, with this process as the handler: https://docs.restate.dev */
export const restate: Peer = {
  name: 'Restate',
  about: 'ctx.run, journaled by its server',
  missing: () =>
    missingPackage('@restatedev/restate-sdk') ??
    (resolvePeer(SERVER) === undefined
      ? '@restatedev/restate-server (npm run bench:peers)'
      : undefined),
  start: async (folder) => {
    const [node, ingress, admin, handler] = await Promise.all(Array.from({ length: 4 }, freePort))
    const program = join(
      dirname(createRequire(import.meta.url).resolve(SERVER)),
      ...['bin', 'restate-server']
    )
    const server = startServer(program, ['--no-logo'], {
      cwd: folder,
      env: {
        ...process.env,
        ...{ RESTATE_BASE_DIR: folder, RESTATE_NODE_NAME: 'bench', RESTATE_CLUSTER_NAME: 'bench' },
        ...{ RESTATE_LISTEN_MODE: 'tcp', RESTATE_BIND_IP: '127.0.0.1' },
        ...{ RESTATE_BIND_PORT: String(node), RESTATE_ADVERTISED_HOST: '127.0.0.1' },
        RESTATE_INGRESS__BIND_PORT: String(ingress),
        RESTATE_ADMIN__BIND_PORT: String(admin),
        ...{ RESTATE_AUTO_PROVISION: 'true', RESTATE_DISABLE_TELEMETRY: 'true', RUST_LOG: 'error' }
      }
    })
    // A line a call would cost more than the call.
    process.env.RESTATE_LOGGING = 'ERROR'
    const sdk = await importPeer<Sdk>('@restatedev/restate-sdk')
    const service = sdk.service({ name: 'bench', handlers: { hundred } })
    await sdk.serve({ services: [service], port: handler ?? 0 })
    const register = {
      url: `http://127.0.0.1:${admin ?? 0}/deployments`,
      body: JSON.stringify({ uri: `http://127.0.0.1:${handler ?? 0}` })
    }
    await until(async () => {
      const answer = await fetch(register.url, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: register.body
      })
      return answer.ok
    })
    const call = { url: `http://127.0.0.1:${ingress ?? 0}/bench/hundred`, body: '{}' }
    await until(() => post(call).then(() => true))
    return {
      stepsPerSecond: (load) => keepRunning(() => post(call), load),
      stop: () => server.stop()
    } satisfies RunningPeer
  }
}

async function hundred(context: Context): Promise<number> {
  let handed: Record<string, unknown> = data
  for (let step = 0; step < STEPS; step++) {
    const before = handed
    handed = await context.run(`s${step}`, () => ({ ...before, step }))
  }
  return STEPS
}
