/** A whole life of an engine on a watched disk: everything is started, answered and done once. */
import { join } from 'node:path'
import type { JsonObject } from '../../asl/json.ts'
import type { Answers, Places } from '../crash/driver.ts'
import { answerTokens, decideApprovals, makePlaces, noAnswers, startAll } from '../crash/driver.ts'
import { workflows } from '../crash/workflows.ts'
import type { EngineProcess } from '../support/engine.ts'
import type { WatchedDisk } from './watched-disk.ts'

/** As commands name them: from their working folder, so that a copy of the disk has a world of its own. */
export const placesOfCommands: Places = {
  effects: '../../../world/effects.txt',
  tokens: '../../../world/tokens'
}

/** Where the test finds them. */
export function placesOf(world: string): Places {
  return { ...makePlaces(world), effects: join(world, 'effects.txt') }
}

/** The workflows of test/crash; what their commands write is watched, too. */
export function watchedWorkflows(library: string): Record<string, JsonObject> {
  const text = JSON.stringify(workflows)
  const watched = text.replaceAll('"env":{', `"env":{"LD_PRELOAD":${JSON.stringify(library)},`)
  return JSON.parse(watched) as Record<string, JsonObject>
}

/** Runs `counts` executions to their end; each answer is marked in the disk's journal. */
export async function liveOnce(
  engine: EngineProcess,
  disk: WatchedDisk,
  {
    counts,
    definitions
  }: { counts: Record<string, number>; definitions: Record<string, JsonObject> }
): Promise<void> {
  const { client } = await engine.ready
  const places = placesOf(disk.world)
  await startAll(client, placesOfCommands, {
    ...{ counts, definitions },
    waitOf: () => 1,
    onStarted: (name) => disk.mark({ kind: 'mark', what: 'started', name })
  })
  const given = noAnswers()
  const deadline = performance.now() + 60_000
  for (;;) {
    const before = {
      answered: new Set(given.answered),
      decided: new Set(given.acknowledged.keys())
    }
    await answerTokens(client, places, given.answered)
    await decideApprovals(client, given.acknowledged)
    markNew(disk, given, before)
    const { counts: left } = await client.CountExecutions({})
    if ((left['RUNNING'] ?? 0) === 0) return
    if (performance.now() > deadline) throw new Error(`Still running: ${JSON.stringify(left)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function markNew(
  disk: WatchedDisk,
  given: Answers,
  before: { answered: Set<string>; decided: Set<string> }
): void {
  for (const name of given.answered) {
    if (!before.answered.has(name)) disk.mark({ kind: 'mark', what: 'answered', name })
  }
  for (const name of given.acknowledged.keys()) {
    if (!before.decided.has(name)) disk.mark({ kind: 'mark', what: 'decided', name })
  }
}
