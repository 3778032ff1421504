import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Conditions } from '../../../engine/conditions/conditions.ts'
import * as firingRows from '../../../engine/store/queries/firings.ts'
import * as triggerRows from '../../../engine/store/queries/triggers.ts'
import { createFirings } from '../../../engine/triggers/firing.ts'
import { createHeldFirings } from '../../../engine/triggers/held.ts'
import { createMappings } from '../../../engine/triggers/mapping.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { echo } from '../../support/triggers.ts'
import { until } from '../../support/until.ts'

let folder: TempFolder
let core: TestCore
let isOnBattery: boolean
let listeners: Set<() => void>

const conditions: Conditions = {
  check: () => (isOnBattery ? { isMet: false, reason: 'on battery' } : { isMet: true }),
  facts: () => {
    throw new Error('Nobody asks for facts here')
  },
  onChange: (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  stop: () => undefined
}

function services() {
  const firings = createFirings({ ...core, mappings: createMappings(), conditions })
  return { firings, held: createHeldFirings({ ...core, firings, conditions }) }
}

const statuses = (): string[] =>
  firingRows.listFirings(core.db, 1, { limit: 10 }).map(({ status }) => status)

beforeEach(async () => {
  isOnBattery = true
  listeners = new Set()
  folder = makeTempFolder()
  core = startTestCore({ folder })
  const stateMachineArn = await core.createMachine('later', echo)
  await core.host.enqueue((write) =>
    triggerRows.insertTrigger(write, {
      ...{ name: 'careful', isEnabled: true, stateMachineArn, modifiedAt: 1 },
      ...{ conditions: { onAcPower: true }, settings: { kind: 'APP_START' } }
    })
  )
})
afterEach(async () => {
  await core.end()
  folder.remove()
})

function fire(identity: string, { firings }: ReturnType<typeof services>) {
  return core.host.enqueue((write) => {
    const trigger = triggerRows.findTrigger(write, 'careful')!
    return firings.fire(write, trigger, { identity, title: identity, event: {} })
  })
}

test('what conditions hold back outlives a restart, and starts once they are met', async () => {
  expect(await fire('first', services())).toMatchObject({ status: 'HELD', reason: 'on battery' })
  expect(await fire('first', services())).toBeUndefined()
  core.crash()
  core = startTestCore({ folder })
  const after = services()
  after.held.start()
  await until(() => listeners.size === 1)
  expect(statuses()).toEqual(['HELD'])
  isOnBattery = false
  for (const listener of listeners) listener()
  await until(() => statuses()[0] === 'STARTED')
  await until(() => listeners.size === 0)
  const [started] = firingRows.listFirings(core.db, 1, { limit: 1 })
  expect((await core.ended(started?.executionArn ?? '')).status).toBe('SUCCEEDED')
  after.held.stop()
})

test('by hand it starts whatever the conditions say', async () => {
  const own = services()
  const held = await fire('first', own)
  const started = await core.host.enqueue((write) =>
    own.firings.start(write, triggerRows.findTrigger(write, 'careful')!, held!, true)
  )
  expect(started.status).toBe('STARTED')
  expect(statuses()).toEqual(['STARTED'])
})
