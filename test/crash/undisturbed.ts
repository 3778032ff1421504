/** What the killed executions are compared with. */
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Client } from '../../api/client.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { driveToEnd, makePlaces, noAnswers, startAll } from './driver.ts'
import type { Outcome } from './outcomes.ts'
import { readOutcomes } from './outcomes.ts'
import { countsOf } from './workflows.ts'

/** Each workflow twice, in an engine that nobody kills. Answers what came of each workflow. */
export async function runUndisturbed(
  folder: string,
  onSpawned: (engine: EngineProcess) => void,
  prepare: (client: Client) => Promise<unknown> = () => Promise.resolve()
): Promise<Map<string, Outcome>> {
  const places = makePlaces(folder)
  const engine = spawnEngine(join(folder, 'data'))
  onSpawned(engine)
  const { client } = await engine.ready
  await prepare(client)
  await startAll(client, places, { counts: countsOf(2), waitOf: () => 1 })
  await driveToEnd(client, places, noAnswers())
  expect(await engine.stop()).toBe(0)
  return new Map(readOutcomes(join(folder, 'data')).map((outcome) => [outcome.workflow, outcome]))
}

/** Status, output, sequence of events and contiguous ids are those of an undisturbed execution. */
export function expectAsUndisturbed(
  outcomes: readonly Outcome[],
  expected: ReadonlyMap<string, Outcome>
): void {
  for (const outcome of outcomes) {
    const undisturbed = expected.get(outcome.workflow)
    const { name, status, output, error, eventTypes } = outcome
    expect({ name, status, output, error, eventTypes }).toEqual({
      name,
      status: undisturbed?.status,
      output: undisturbed?.output,
      error: undisturbed?.error,
      eventTypes: undisturbed?.eventTypes
    })
    expect(outcome.eventIds).toEqual(outcome.eventTypes.map((_, index) => index + 1))
  }
}
