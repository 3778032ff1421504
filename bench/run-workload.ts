import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startCore } from './engine-core.ts'
import { reader } from '../engine/store/transaction.ts'
import { executionEnds } from './execution-ends.ts'
import type { Row } from './raw-rows.ts'
import { rowsOf } from './raw-rows.ts'
import type { Workload } from './workloads.ts'

export interface WorkloadRun {
  /** State transitions a second. */
  transitions: number
  /** History rows a second. */
  events: number
  /** The history of one execution. */
  rows: Row[]
}

/** Keeps `atOnce` executions running in an engine of their own for some seconds, and lets the last ones end. */
export async function runWorkload(
  parent: string,
  workload: Workload,
  { atOnce, seconds }: { atOnce: number; seconds: number }
): Promise<WorkloadRun> {
  const folder = mkdtempSync(join(parent, 'engine-'))
  const core = startCore(folder, workload.isStrict ? { transitionLimit: 1 } : {})
  const { host, machines, store } = core
  const waitForEnd = executionEnds(store)
  const definition = JSON.stringify(workload.definition)
  const { stateMachineArn } = await host.enqueue((write) =>
    machines.create(write, { name: 'bench', definition })
  )
  const input = JSON.stringify(workload.input)
  const startedAt = performance.now()
  let executions = 0
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      const { executionArn } = await host.enqueue((write) =>
        host.start(write, { stateMachineArn, input })
      )
      await waitForEnd(executionArn)
      executions++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const elapsed = (performance.now() - startedAt) / 1000
  const events = store.db.prepare('SELECT count(*) FROM history_event').pluck().get() as number
  const rows = rowsOf(reader(store), 1)
  const failed = store.db.prepare('SELECT count(*) FROM execution WHERE status <> 2').pluck().get()
  if (failed !== 0) throw new Error(`${String(failed)} executions of ${workload.name} have failed`)
  await core.stop()
  store.close()
  rmSync(folder, { recursive: true, force: true })
  return {
    transitions: (executions * workload.transitions) / elapsed,
    events: events / elapsed,
    rows
  }
}
