/** Random starts, ends, rules and crashes: never more holders than places, and no turn that is lost. */
import { expect, test } from 'vitest'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { passChain } from '../../support/definitions.ts'
import { createRandom } from '../../support/random.ts'
import { rulesOf, waiting } from '../../support/rules.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const RUNS = Number(process.env.CONCURRENCY_RUNS ?? 4)
const STEPS = 120

interface Row {
  execution_id: number
  pool: string
  key: string
  units: number
  seq: number
  held_since: number | null
  status: number
  events: number
}

function claimsIn(core: TestCore): Row[] {
  return core.db
    .sql(
      `SELECT claim.*, execution.status,
         (SELECT count(*) FROM history_event AS event WHERE event.execution_id = claim.execution_id)
           AS events
       FROM claim JOIN execution ON execution.id = claim.execution_id ORDER BY seq`
    )
    .all() as Row[]
}

/** Throws where a rule of the house is broken. `isSettled`: whoever may begin has had the time to. */
function verify(core: TestCore, sizes: Map<string, number>, isSettled: boolean): void {
  const rows = claimsIn(core)
  const byPool = Map.groupBy(rows, ({ pool, key }) => `${pool}\n${key}`)
  const fits = (row: Row): boolean => {
    const size = sizes.get(row.pool) ?? Infinity
    const before = (byPool.get(`${row.pool}\n${row.key}`) ?? []).filter(
      (one) => one.held_since !== null || one.seq < row.seq
    )
    const units = before.reduce((sum, one) => sum + one.units, 0)
    return units === 0 || units + row.units <= size
  }
  for (const [name, claims] of byPool) {
    const held = claims.filter((row) => row.held_since !== null)
    const units = held.reduce((sum, row) => sum + row.units, 0)
    const size = sizes.get(name.split('\n')[0] ?? '') ?? Infinity
    if (held.length > 1) expect(units).toBeLessThanOrEqual(size)
  }
  for (const row of rows) {
    expect(row.status, 'whoever has ended holds nothing').toBe(1)
    expect(row.events > 0, 'who holds has begun, who waits has not').toBe(row.held_since !== null)
  }
  if (!isSettled) return
  const waitingRows = Map.groupBy(
    rows.filter((row) => row.held_since === null),
    (row) => row.execution_id
  )
  for (const claims of waitingRows.values()) {
    expect(claims.every(fits), 'a turn was lost').toBe(false)
  }
}

async function live(seed: number): Promise<void> {
  const random = createRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const folder = makeTempFolder()
  const clock = createSteppedClock()
  let core = startTestCore({ folder, clock })
  const machines = [
    await core.createMachine('long-a', waiting),
    await core.createMachine('long-b', waiting),
    await core.createMachine('short', passChain(2))
  ]
  let rules = rulesOf(core)
  await rules.putPool('shared', 3)
  await rules.putPool('mutex', 1)
  const sizes = new Map([
    ['shared', 3],
    ['mutex', 1],
    [':1', 2],
    [':3', 1]
  ])
  await rules.put(machines[0]!, { limit: 2, pools: [{ pool: 'shared', units: 2 }] })
  const mutex = { pool: 'mutex', key: '$string($input.key)' }
  await rules.put(machines[1]!, { pools: [{ pool: 'shared' }, mutex] })
  await rules.put(machines[2]!, { limit: 1, pools: [mutex] })
  const open = new Set<string>()
  for (let step = 0; step < STEPS; step++) {
    const act = random()
    if (act < 0.5) {
      open.add(await rules.start(pick(machines), { key: Math.floor(random() * 2) }))
    } else if (act < 0.85 && open.size > 0) {
      const arn = pick([...open])
      open.delete(arn)
      await rules.stop(arn)
    } else if (act < 0.9) {
      await letRun()
      sizes.set('shared', 2 + Math.floor(random() * 3))
      // A pool that was made smaller holds more than its size until they end.
      const held = claimsIn(core).filter((row) => row.pool === 'shared' && row.held_since !== null)
      const units = held.reduce((sum, row) => sum + row.units, 0)
      sizes.set('shared', Math.max(units, sizes.get('shared') ?? 0))
      await rules.putPool('shared', sizes.get('shared') ?? 0)
    } else {
      // The commit before is there, what was to follow it is not.
      core.crash()
      core = startTestCore({ folder, clock })
      rules = rulesOf(core)
      await letRun(1)
    }
    const isSettled = random() < 0.5
    if (isSettled) await letRun()
    verify(core, sizes, isSettled)
  }
  for (const arn of open) await rules.stop(arn)
  await letRun(40)
  expect(claimsIn(core)).toEqual([])
  await core.end()
  folder.remove()
}

test.each(Array.from({ length: RUNS }, (_, run) => run + 1))(
  'no place is taken twice and no turn is lost, crashes included (seed %i)',
  (seed) => live(seed),
  60_000
)
