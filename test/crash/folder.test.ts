/** A real engine that is killed while it moves the files of executions that have ended. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import { echo } from '../support/triggers.ts'

const KILLS = Number(process.env['FOLDER_KILLS'] ?? 4)
const FILES = 40

let temp: TempFolder
let engine: EngineProcess | undefined

beforeEach(() => {
  temp = makeTempFolder()
})
afterEach(async () => {
  await engine?.kill()
  temp.remove()
})

async function begin() {
  engine = spawnEngine(join(temp.path, 'data'))
  return (await engine.ready).client
}

const names = (folder: string): string[] => {
  try {
    return readdirSync(join(temp.path, folder)).sort()
  } catch {
    return []
  }
}

test(
  `an engine that is killed between firings and moves, ${String(KILLS)} times, moves each file once`,
  async () => {
    mkdirSync(join(temp.path, 'in'))
    const random = createRandom(20261127)
    let client = await begin()
    const definition = JSON.stringify(echo)
    const { stateMachineArn } = await client.CreateStateMachine({ name: 'take', definition })
    await client.CreateTrigger({
      ...{ name: 'files', stateMachineArn },
      settings: {
        ...{ kind: 'FOLDER', path: join(temp.path, 'in'), stableMilliseconds: 100 },
        moveSucceededTo: join(temp.path, 'done')
      }
    })
    const dropped: string[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      const before = names('done').length
      for (let file = 0; file < FILES; file++) {
        const name = `${String(kill)}-${String(file)}.txt`
        dropped.push(name)
        writeFileSync(join(temp.path, 'in', name), name)
      }
      // Once the first are moved, the others are on their way.
      const deadline = Date.now() + 20_000
      while (names('done').length <= before && Date.now() < deadline) await delay(1)
      await delay(random() * 10)
      await engine?.kill()
      client = await begin()
    }
    const deadline = Date.now() + 30_000
    while (names('in').length > 0 && Date.now() < deadline) await delay(50)
    expect(names('in')).toEqual([])
    expect(names('done')).toEqual(dropped.sort())
    const { counts } = await client.CountExecutions({})
    expect(counts).toMatchObject({ SUCCEEDED: dropped.length })
  },
  KILLS * 20_000 + 60_000
)
