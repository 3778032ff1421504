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
  return { group, run }
}

test('a group ends after eight milliseconds; while somebody reads, after two', async () => {
  const { group, run } = createGroup()
  expect(await run(20)).toEqual([8, 8, 4])
  group.hurry()
  expect(await run(6)).toEqual([2, 2, 2])
  await run(300)
  expect(await run(8)).toEqual([8])
})
