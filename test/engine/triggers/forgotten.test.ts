import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FiringEvent } from '../../../engine/store/queries/firings.ts'
import {
  forgetOldFirings,
  insertFiring,
  listFirings,
  settleFiring
} from '../../../engine/store/queries/firings.ts'
import { insertTrigger } from '../../../engine/store/queries/triggers.ts'
import type { WriteDb } from '../../../engine/store/transaction.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { echo } from '../../support/triggers.ts'

let core: TestCore

beforeEach(async () => {
  core = startTestCore()
  const stateMachineArn = await core.createMachine('next', echo)
  await core.host.enqueue((write) =>
    insertTrigger(write, {
      ...{ name: 'files', isEnabled: true, stateMachineArn, modifiedAt: 1 },
      settings: { kind: 'FOLDER', path: '/somewhere' }
    })
  )
})
afterEach(() => core.end())

const event = (identity: string): FiringEvent => ({
  ...{ identity, title: identity, event: '{}', firedAt: 1, depth: 0 },
  ...{ mustFollowUp: false, executionArn: '' }
})
function fire(write: WriteDb, identity: string, isStarted = true): boolean {
  const firing = insertFiring(write, 1, event(identity))
  if (firing && isStarted) settleFiring(write, firing.id, { status: 'STARTED' })
  return firing !== undefined
}
const kept = (): string[] => listFirings(core.db, 1, { limit: 100 }).map(({ title }) => title)

test('old firings are forgotten in portions, but not that they have fired; what waits stays', async () => {
  await core.host.enqueue((write) => {
    fire(write, 'waits', false)
    for (const name of ['a', 'b', 'c', 'd', 'e']) fire(write, name)
    forgetOldFirings(write, 1, { kept: 2, most: 2, remembers: true })
  })
  expect(kept()).toEqual(['e', 'd', 'c', 'waits'])
  await core.host.enqueue((write) => {
    forgetOldFirings(write, 1, { kept: 2, most: 2, remembers: true })
    expect(['a', 'c', 'e', 'f'].map((name) => fire(write, name))).toEqual([
      ...[false, false, false, true]
    ])
  })
  expect(kept()).toEqual(['f', 'e', 'd', 'waits'])
})

test('of calls and ends, which nobody tells of again, nothing is remembered', async () => {
  await core.host.enqueue((write) => {
    for (const name of ['a', 'b', 'c']) fire(write, name)
    forgetOldFirings(write, 1, { kept: 1, most: 10, remembers: false })
    expect(fire(write, 'a')).toBe(true)
  })
})
