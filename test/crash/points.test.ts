import { resolve, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { Client } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import { stateMachineArn } from '../../engine/arns.ts'
import type { Point } from '../../engine/store/points.ts'
import { loopPoints } from '../../engine/store/points.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { CaughtMail, MailCatcher } from '../support/smtp-server.ts'
import { startMailCatcher } from '../support/smtp-server.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import type { Answers, Places } from './driver.ts'
import { answerTokens, decideApprovals, driveToEnd, makePlaces, noAnswers } from './driver.ts'
import { countLeftovers, readEffects, readOutcomes } from './outcomes.ts'
import { expectAsUndisturbed, runUndisturbed } from './undisturbed.ts'
import { inputOf, workflows } from './workflows.ts'

const DYING = resolve(import.meta.dirname, 'dying-engine.ts')
/** Other moments: `CRASH_SEED=7 npx vitest run test/crash`. More of them: `CRASH_ROUNDS=20 …`. */
const seed = Number(process.env['CRASH_SEED'] ?? 20261124)
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 1)
/** Which executions each life of the engine starts. */
const started = ['shell', 'token', 'approval', 'passes', 'map'] as const
const LONGEST_LIFE_MILLISECONDS = 15_000

let temp: TempFolder
let mailCatcher: MailCatcher
let engine: EngineProcess | undefined

afterEach(async () => {
  await engine?.kill()
  await mailCatcher.stop()
  temp.remove()
})

const connect = (client: Client): Promise<unknown> =>
  client.PutConnection({ name: 'mail', type: 'smtp', settings: mailCatcher.settings })

/** As a client that does not know whether its last call has arrived: it calls again. */
async function startAgain(client: Client, places: Places, names: readonly string[]): Promise<void> {
  const input = JSON.stringify(inputOf(1, places))
  for (const name of names) {
    const [workflow = ''] = name.split('-')
    await client
      .StartExecution({ stateMachineArn: stateMachineArn(workflow), name, input })
      .catch((error: unknown) => {
        // It has arrived, and the execution has ended since.
        if (!(error instanceof ApiError) || error.errorName !== 'ExecutionAlreadyExists')
          throw error
      })
  }
}

interface Life {
  places: Places
  given: Answers
  /** Executions that are known to have been started; those of this life are added. */
  names: string[]
}

/** One life: works until it has died at the point by itself. */
async function liveUntil(point: Point, times: number, life: Life): Promise<void> {
  const current = spawnEngine(join(temp.path, 'killed', 'data'), [point, String(times)], DYING)
  engine = current
  const end = new AbortController()
  const work = workWhile(current, life, { point, signal: end.signal })
  // It may end by an error, for the engine dies under it.
  work.catch(() => undefined)
  const timeOut = delay(LONGEST_LIFE_MILLISECONDS, 'alive' as const, { signal: end.signal })
  timeOut.catch(() => undefined)
  const how = await Promise.race([current.exited, timeOut])
  end.abort()
  expect([point, times, how], current.errorText()).toEqual([point, times, 'SIGKILL'])
}

async function workWhile(
  current: EngineProcess,
  { places, given, names }: Life,
  { point, signal }: { point: Point; signal: AbortSignal }
): Promise<void> {
  const { client } = await current.ready
  await startAgain(client, places, names.slice(-2 * started.length))
  if (point.startsWith('stop:')) {
    current.child.kill('SIGTERM')
    return
  }
  if (point === 'schedule:due') await scheduleOnce(client, places)
  while (!signal.aborted) {
    await answerTokens(client, places, given.answered)
    await decideApprovals(client, given.acknowledged)
    await delay(50)
  }
}

/** An execution that a schedule starts in a moment, by this life or the next one. */
async function scheduleOnce(client: Client, places: Places): Promise<void> {
  const at = new Date(Date.now() + 2000).toISOString().slice(0, 19)
  await client.CreateSchedule({
    Name: `once-${at.replaceAll(':', '-')}`,
    ScheduleExpression: `at(${at})`,
    Target: { Arn: stateMachineArn('passes'), Input: JSON.stringify(inputOf(1, places)) }
  })
}

/** Commits are many in each life, so one of them is drawn. */
function timesOf(point: Point, random: () => number): number {
  if (point.startsWith('commit:')) return 1 + Math.floor(random() * 40)
  if (point.startsWith('task:') || point === 'timer:due') return 1 + Math.floor(random() * 3)
  return 1
}

test(
  'killed at every named point, the engine goes on as if nothing had happened',
  { timeout: 60_000 + loopPoints.length * ROUNDS * 5000 },
  async () => {
    temp = makeTempFolder('signalbox-points-')
    mailCatcher = await startMailCatcher()
    const random = createRandom(seed)
    const spawned = (one: EngineProcess): void => void (engine = one)
    const expected = await runUndisturbed(join(temp.path, 'undisturbed'), spawned, connect)

    const mailsBefore = mailCatcher.mails.length
    const folder = join(temp.path, 'killed')
    const places = makePlaces(folder)
    const life: Life = { places, given: noAnswers(), names: [] }
    engine = spawnEngine(join(folder, 'data'))
    const first = await engine.ready
    await connect(first.client)
    for (const name of started) {
      await first.client.CreateStateMachine({ name, definition: JSON.stringify(workflows[name]) })
    }
    await engine.kill()

    for (let round = 0; round < ROUNDS; round += 1) {
      for (const point of loopPoints) {
        const number = String(life.names.length / started.length)
        life.names.push(...started.map((workflow) => `${workflow}-${number}`))
        await liveUntil(point, timesOf(point, random), life)
      }
    }

    engine = spawnEngine(join(folder, 'data'))
    const { client } = await engine.ready
    await startAgain(client, places, life.names)
    await driveToEnd(client, places, life.given)
    // A mail that was taken and not noted was sent again: it is one by its id.
    await client.SendWaitingMails({})
    const approvals = life.names.filter((name) => name.startsWith('approval'))
    await expect
      .poll(() => idsOf(mailCatcher.mails.slice(mailsBefore)).size, { timeout: 30_000 })
      .toBe(approvals.length)
    await expect
      .poll(async () => (await client.ListMails({ status: 'WAITING' })).mails, { timeout: 30_000 })
      .toEqual([])
    expect(await engine.stop()).toBe(0)
    const outcomes = readOutcomes(join(folder, 'data'))
    const isOfSchedule = ({ name }: { name: string }): boolean => !life.names.includes(name)
    // Each schedule has started its execution, once.
    expect(outcomes.filter(isOfSchedule)).toHaveLength(ROUNDS)
    const called = outcomes.filter((outcome) => !isOfSchedule(outcome))
    expect(called.map(({ name }) => name).sort()).toEqual([...life.names].sort())
    expectAsUndisturbed(outcomes, expected)
    expect(readEffects(places.effects).sort()).toEqual(expectedEffects(life.names).sort())
    expect(countLeftovers(join(folder, 'data'))).toBe(0)
  }
)

const idsOf = (mails: readonly CaughtMail[]): Set<string | undefined> =>
  new Set(mails.map(({ messageId }) => messageId))

function expectedEffects(names: readonly string[]): string[] {
  const states: Record<string, string> = { shell: 'Act', token: 'Ask', approval: 'Approved' }
  return names.flatMap((name) => {
    const state = states[name.split('-')[0] ?? '']
    return state === undefined ? [] : [`${name} ${state} 0`]
  })
}
