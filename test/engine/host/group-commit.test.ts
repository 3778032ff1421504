import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GroupCommit } from '../../../engine/host/group-commit.ts'
import { migrate } from '../../../engine/store/migrate.ts'
import { migrations } from '../../../engine/store/migrations/index.ts'
import type { Store } from '../../../engine/store/open.ts'
import { openStore } from '../../../engine/store/open.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let temp: TempFolder
let store: Store
beforeEach(() => {
  temp = makeTempFolder()
  store = openStore(join(temp.path, 'one.db'))
  migrate(store, migrations)
})
afterEach(() => {
  store.close()
  temp.remove()
})

/** A clock that each unit of work moves on by one millisecond. */
function createGroup() {
  let now = 0
  const group = new GroupCommit({
    store,
    clock: { now: () => now, monotonic: () => now, after: () => () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    onDamaged: () => undefined
  })
  const sizes: number[] = []
  const run = async (count: number): Promise<number[]> => {
    sizes.length = 0
    let size = 0
    await Promise.all(
      Array.from({ length: count }, () =>
        group.enqueue((write) => {
          now += 1
          size += 1
          if (size === 1) {
            write.afterCommit(() => {
              sizes.push(size)
              size = 0
            })
          }
        })
      )
    )
    return sizes
  }
  return { group, run, tick: () => void (now += 1) }
}

test('a group ends after eight milliseconds; while somebody reads, after two', async () => {
  const { group, run } = createGroup()
  expect(await run(20)).toEqual([8, 8, 4])
  group.hurry()
  expect(await run(6)).toEqual([2, 2, 2])
  await run(300)
  expect(await run(8)).toEqual([8])
})

/** Runs units of the lines, each named once a unit; answers in which group which ran. */
async function runLines(group: GroupCommit, lines: readonly string[], tick: () => void) {
  const groups: string[][] = []
  let current: string[] = []
  await Promise.all(
    lines.map((line) =>
      group.enqueue(
        (write) => {
          tick()
          current.push(line)
          if (current.length === 1) {
            write.afterCommit(() => {
              groups.push(current)
              current = []
            })
          }
        },
        { line }
      )
    )
  )
  return groups
}

test('who comes behind a flood in another line is served in the first group, and groups are short', async () => {
  const { group, tick } = createGroup()
  const flood = Array.from({ length: 9 }, () => 'flood')
  expect(await runLines(group, [...flood, 'other'], tick)).toEqual([
    ['flood', 'other'],
    ...Array.from({ length: 4 }, () => ['flood', 'flood'])
  ])
})

test('a line that had no turn in a group is first in the next', async () => {
  const { group, tick } = createGroup()
  const lines = ['a', 'a', 'b', 'c', 'c', 'd']
  const groups = await runLines(group, lines, tick)
  expect(groups).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['a', 'c']
  ])
})
