import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { post } from '../../http-load.ts'
import type { Peer } from '../peer.ts'
import { freePort, startServer, until } from '../peer.ts'
import { FLOW_STEPS, flowBody, runningFlow } from '../webhook-flow.ts'

const packages = resolve(import.meta.dirname, 'node_modules')
const program = join(packages, 'n8n/bin/n8n')
const driver = join(packages, 'sqlite3/build/Release/node_sqlite3.node')
const id = 'bench0000000wf01'

/** A webhook and five nodes, Set and NoOp by turns, as its editor would save them. */
function flow(): object {
  const node = (name: string, type: string, typeVersion: number, parameters: object) => ({
    ...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, parameters },
    position: [0, 0]
  })
  const steps = Array.from({ length: FLOW_STEPS }, (_, step) => {
    const assignment = { id: `step${step}`, name: 'step', value: step, type: 'number' }
    const assignments = { assignments: [assignment] }
    const set = { mode: 'manual', assignments, includeOtherFields: true, options: {} }
    return step % 2 === 0 ? node(`S${step}`, 'set', 3.4, set) : node(`S${step}`, 'noOp', 1, {})
  })
  const hook = { httpMethod: 'POST', path: 'bench', responseMode: 'lastNode', options: {} }
  const nodes = [{ ...node('Hook', 'webhook', 2, hook), webhookId: 'bench' }, ...steps]
  const links = nodes
    .slice(1)
    .map(({ name }, index): [string, object] => [
      nodes[index]?.name ?? '',
      { main: [[{ node: name, type: 'main', index: 0 }]] }
    ])
  const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'all' }
  return {
    ...{ id, name: 'bench', nodes, settings, active: false },
    connections: Object.fromEntries(links)
  }
}

async function environmentOf(folder: string, port: number): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    ...{ N8N_USER_FOLDER: folder, N8N_PORT: String(port), N8N_LISTEN_ADDRESS: '127.0.0.1' },
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    // Its default builds an isolate for every execution and is four times slower still.
    N8N_EXPRESSION_ENGINE: 'legacy',
    ...{ DB_TYPE: 'sqlite', EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all', N8N_LOG_LEVEL: 'error' },
    ...{ N8N_DIAGNOSTICS_ENABLED: 'false', N8N_VERSION_NOTIFICATIONS_ENABLED: 'false' },
    ...{ N8N_TEMPLATES_ENABLED: 'false', N8N_PERSONALIZATION_ENABLED: 'false' },
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false'
  }
}

function run(environment: NodeJS.ProcessEnv, ...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
    ...{ env: environment, encoding: 'utf8' }
  })
  if (status !== 0)
    throw new Error(`n8n ${args[0] ?? ''} ended with ${status ?? 'a signal'}: ${stderr}`)
}

/** On its SQLite database, each execution kept; with the faster of its engines for expressions: https://docs.n8n.io */
export const n8n: Peer = {
  name: 'n8n, webhook and 5 nodes',
  about: 'a Set or NoOp node, the execution kept at its end',
  missing: () =>
    existsSync(program) && existsSync(driver)
      ? undefined
      : 'n8n (npm run bench:n8n: 2.8 GB, and a C++ compiler for its database driver)',
  start: async (folder) => {
    const port = await freePort()
    const env = await environmentOf(folder, port)
    const file = join(folder, 'flow.json')
    writeFileSync(file, JSON.stringify([flow()]))
    run(env, 'import:workflow', `--input=${file}`)
    run(env, 'publish:workflow', `--id=${id}`)
    const server = startServer(process.execPath, [program, 'start'], { env })
    const call = { url: `http://127.0.0.1:${port}/webhook/bench`, body: flowBody }
    // While it starts, it answers every call with a page that says so.
    await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz/readiness`)).ok)
    await until(() => post(call).then(() => true))
    return runningFlow(call, () => server.stop())
  }
}
