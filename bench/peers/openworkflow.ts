import { join } from 'node:path'
import type { Peer } from './peer.ts'
import { data, importPeer, keepRunning, missingPackage, STEPS } from './peer.ts'

interface Step {
  run: <T>(options: { name: string }, step: () => Promise<T>) => Promise<T>
}

interface Workflow {
  run: () => Promise<{ result: () => Promise<unknown> }>
}

interface Client {
  defineWorkflow: (
    spec: { name: string },
    workflow: (parts: { step: Step }) => Promise<unknown>
  ) => Workflow
  newWorker: (options: { concurrency: number }) => {
    start: () => Promise<void>
    stop: () => Promise<void>
  }
}

interface Backend {
  stop: () => Promise<void>
}

/** On SQLite in this process, which syncs each commit: https://openworkflow.dev */
export const openWorkflow: Peer = {
  name: 'OpenWorkflow on SQLite',
  about: 'step.run',
  missing: () => missingPackage('openworkflow'),
  start: async (folder) => {
    const { OpenWorkflow } = await importPeer<{
      OpenWorkflow: new (options: { backend: Backend }) => Client
    }>('openworkflow')
    const { BackendSqlite } = await importPeer<{
      BackendSqlite: { connect: (file: string) => Backend }
    }>('openworkflow/sqlite')
    const backend = BackendSqlite.connect(join(folder, 'openworkflow.db'))
    const client = new OpenWorkflow({ backend })
    const workflow = client.defineWorkflow({ name: 'hundred' }, ({ step }) => steps(step))
    const worker = client.newWorker({ concurrency: 64 })
    await worker.start()
    return {
      stepsPerSecond: (load) => keepRunning(async () => (await workflow.run()).result(), load),
      stop: async () => {
        await worker.stop()
        await backend.stop()
      }
    }
  }
}

async function steps(step: Step): Promise<number> {
  let handed: Record<string, unknown> = data
  for (let index = 0; index < STEPS; index++) {
    const before = handed
    handed = await step.run({ name: `s${index}` }, () => Promise.resolve({ ...before, index }))
  }
  return STEPS
}
