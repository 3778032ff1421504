import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import type { Answers, Places } from './driver.ts'
import {
  answerTokens,
  decideApprovals,
  driveToEnd,
  makePlaces,
  noAnswers,
  startAll
} from './driver.ts'
import { countLeftovers, readEffects, readOutcomes } from './outcomes.ts'
import { expectAsUndisturbed, runUndisturbed } from './undisturbed.ts'
import { countsOf } from './workflows.ts'

/** How many moments: `CRASH_KILLS=1000 npx vitest run test/crash/kill.test.ts`. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 50)
const EXECUTIONS_EACH = 25
/** Other moments: `CRASH_SEED=7 npx vitest run test/crash`. */
const seed = Number(process.env['CRASH_SEED'] ?? 20261123)
/** The engine is killed at the latest so long after it could have listened: on its way up, or at work. */
const LONGEST_WORK_MILLISECONDS = 900
/** Executions begin to work at any moment of the time in which the engine is killed. */
const LONGEST_WAIT_SECONDS = Math.ceil(KILLS * 0.7)

let temp: TempFolder
let engine: EngineProcess | undefined

afterEach(async () => {
  await engine?.kill()
  temp.remove()
})

/** One life of the engine: what asks is answered while it lives. */
async function liveUntilKilled(
  folder: string,
  places: Places,
  { given, lifeMilliseconds }: { given: Answers; lifeMilliseconds: number }
): Promise<void> {
  const current = spawnEngine(join(folder, 'data'))
  engine = current
  const life = new AbortController()
  const answers = answerWhile(current, places, given, life.signal)
  // It may end by an error, for the engine is killed under it.
  answers.catch(() => undefined)
  await delay(lifeMilliseconds)
  life.abort()
  await current.kill()
}

async function answerWhile(
  current: EngineProcess,
  places: Places,
  given: Answers,
  signal: AbortSignal
): Promise<void> {
  const { client } = await current.ready
  while (!signal.aborted) {
    await answerTokens(client, places, given.answered)
    await decideApprovals(client, given.acknowledged)
    await delay(100)
  }
}

test(
  `kill -9 at ${String(KILLS)} random moments of 200 executions loses nothing and does nothing twice`,
  { timeout: 120_000 + KILLS * 3000 },
  async () => {
    temp = makeTempFolder('signalbox-crash-')
    const random = createRandom(seed)
    const expected = await runUndisturbed(join(temp.path, 'undisturbed'), (one) => {
      engine = one
    })

    const folder = join(temp.path, 'killed')
    const data = join(folder, 'data')
    const places = makePlaces(folder)
    const given = noAnswers()
    engine = spawnEngine(data)
    const spawnedAt = performance.now()
    const first = await engine.ready
    const startMilliseconds = performance.now() - spawnedAt
    const started = await startAll(first.client, places, {
      counts: countsOf(EXECUTIONS_EACH),
      waitOf: () => 1 + Math.floor(random() * LONGEST_WAIT_SECONDS)
    })
    expect(started).toBe(200)
    await engine.kill()
    for (let kill = 1; kill < KILLS; kill++) {
      const lifeMilliseconds = random() * (startMilliseconds + LONGEST_WORK_MILLISECONDS)
      await liveUntilKilled(folder, places, { given, lifeMilliseconds })
    }

    engine = spawnEngine(data)
    const { client } = await engine.ready
    const { notices } = await client.DescribeEngine({})
    expect(notices.join()).toMatch(/The previous run ended unexpectedly; \d+ executions? w/)
    await driveToEnd(client, places, given)
    const { approvals } = await client.ListApprovals({ maxResults: 100 })
    for (const { approvalId } of approvals) {
      const again = client.DecideApproval({ approvalId, decision: 'REJECTED', decidedBy: 'eve' })
      await expect(again).rejects.toMatchObject({ errorName: 'ApprovalAlreadyDecided' })
    }
    expect(approvals).toHaveLength(EXECUTIONS_EACH)
    expect(new Set(approvals.map(({ status }) => status))).toEqual(new Set(['APPROVED']))
    expect([...given.acknowledged.values()].filter((times) => times > 1)).toEqual([])
    expect((await client.ListMails({ maxResults: 100 })).mails).toHaveLength(EXECUTIONS_EACH)
    expect(await engine.stop()).toBe(0)

    const outcomes = readOutcomes(data)
    expect(outcomes).toHaveLength(200)
    expectAsUndisturbed(outcomes, expected)
    expect(readEffects(places.effects).sort()).toEqual(expectedEffects().sort())
    expect(countLeftovers(data)).toBe(0)
    rmSync(data, { recursive: true })
  }
)

/** Each shell attempt has appended its line once. */
function expectedEffects(): string[] {
  return Array.from({ length: EXECUTIONS_EACH }, (_, index) => [
    `shell-${String(index)} Act 0`,
    `caught-${String(index)} Broken 0`,
    `token-${String(index)} Ask 0`,
    `approval-${String(index)} Approved 0`,
    ...[0, 1, 2].map((retry) => `retry-${String(index)} Flaky ${String(retry)}`)
  ]).flat()
}
