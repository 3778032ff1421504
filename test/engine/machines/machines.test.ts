import { afterEach, beforeEach, expect, test } from 'vitest'
import { stateMachineArn } from '../../../engine/arns.ts'
import { findRevision, workFolderOf } from '../../../engine/store/queries/state-machines.ts'
import { reader } from '../../../engine/store/transaction.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask, passChain } from '../../support/definitions.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'

let core: TestCore
beforeEach(() => {
  core = startTestCore({ plugins: [createTestPlugin().plugin] })
})
afterEach(() => core.end())

const create = (name: string, definition: unknown) =>
  core.host.enqueue((write) =>
    core.machines.create(write, { name, definition: JSON.stringify(definition) })
  )
const update = (name: string, definition: unknown) =>
  core.host.enqueue((write) =>
    core.machines.update(write, {
      stateMachineArn: stateMachineArn(name),
      definition: JSON.stringify(definition)
    })
  )

test('creating is idempotent on the exact text, and refuses another one', async () => {
  const first = await create('one', passChain(1))
  expect(await create('one', passChain(1))).toEqual(first)
  await expect(create('one', passChain(2))).rejects.toMatchObject({
    errorName: 'StateMachineAlreadyExists'
  })
})

test('an update makes a revision, going back to an older text takes up its revision', async () => {
  await create('one', passChain(1))
  const second = await update('one', passChain(2))
  const third = await update('one', passChain(1))
  expect(third.revisionId).toBeLessThan(second.revisionId)
  const machine = core.machines.find(reader(core.store), stateMachineArn('one'))
  const revision = findRevision(reader(core.store), machine.revisionId)
  expect(revision?.definition).toBe(JSON.stringify(passChain(1)))
})

test('a work folder is checked, part of what is idempotent, changed and cleared', async () => {
  const { path } = core.folder
  const of = (workFolder: string) =>
    core.host.enqueue((write) =>
      core.machines.update(write, { stateMachineArn: stateMachineArn('one'), workFolder })
    )
  const stored = () => workFolderOf(reader(core.store), 'one')
  await create('one', passChain(1))
  await of(path)
  expect(stored()).toBe(path)
  await expect(create('one', passChain(1))).rejects.toMatchObject({
    errorName: 'StateMachineAlreadyExists'
  })
  for (const wrong of ['relative', `${path}/nowhere`, core.folder.database]) {
    await expect(of(wrong)).rejects.toMatchObject({ errorName: 'ValidationException' })
  }
  expect(stored()).toBe(path)
  await of('')
  expect(stored()).toBeUndefined()
})

test('a deleted state machine is gone, its name may be used again', async () => {
  const arn = stateMachineArn('one')
  await create('one', passChain(1))
  const remove = () => core.host.enqueue((write) => core.machines.remove(write, arn))
  await remove()
  await remove()
  expect(() => core.machines.find(reader(core.store), arn)).toThrow('Does Not Exist')
  await create('one', passChain(2))
  expect(core.machines.find(reader(core.store), arn)).toMatchObject({
    name: 'one',
    isDeleted: false
  })
})

test('an invalid definition is refused with every problem and where it is', async () => {
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'Nowhere' }, B: { Type: 'Pass', End: true } }
  }
  const refusal = await create('one', definition).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ errorName: 'InvalidDefinition' })
  const { problems } = (refusal as { details: { problems: { pointer: string }[] } }).details
  expect(problems.map(({ pointer }) => pointer)).toContain('/States/A/Next')
})

test('an action that no plugin has is refused, and the nearest is named', async () => {
  await expect(create('one', oneTask('plugin:test:echoo'))).rejects.toThrow('plugin:test:echo')
})

test('bad names are refused', async () => {
  for (const name of ['', 'a b', 'a/b', 'a*', 'x'.repeat(81)]) {
    await expect(create(name, passChain(1)), name).rejects.toMatchObject({
      errorName: 'InvalidName'
    })
  }
})
