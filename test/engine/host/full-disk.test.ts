import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Json } from '../../../asl/json.ts'
import { defineAction } from '../../../plugins/contract/action.ts'
import { definePlugin } from '../../../plugins/contract/plugin.ts'
import { askPlugin } from '../../support/ask-plugin.ts'
import { oneTask, passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SmallDisk } from '../../support/full-disk.ts'
import { limitedDatabase, smallFileSystem } from '../../support/full-disk.ts'
import { createRandom } from '../../support/random.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { until } from '../../support/until.ts'

/** Each step of an execution with this needs new pages: it is no text that compresses. */
const large = noise(1)
const input = JSON.stringify({ large: noise(2) })

function noise(seed: number): string {
  const random = createRandom(seed)
  return Array.from({ length: 20_000 }, () => Math.floor(random() * 36).toString(36)).join('')
}

/** Waits to be let go, then asks a person and puts a mail. */
function createLatePlugin() {
  const gate: { release: () => void; isReached: boolean } = {
    release: () => undefined,
    isReached: false
  }
  const opened = new Promise<void>((resolve) => {
    gate.release = resolve
  })
  const action = (name: string, run: Parameters<typeof defineAction>[0]['run']) =>
    defineAction({
      ...{ name, title: name, description: name, run, errors: [], examples: [] },
      input: z.looseObject({}),
      output: z.unknown(),
      patterns: ['request-response', 'wait-for-task-token'],
      interruption: 'never'
    })
  const plugin = definePlugin({
    id: 'late',
    version: '1.0.0',
    title: 'Late',
    description: 'For tests of a full disk',
    connectionTypes: [],
    actions: [
      action('result', async () => {
        await opened
        return 'done'
      }),
      action('ask', async (_input, { approvals, outbox }) => {
        gate.isReached = true
        await opened
        await outbox.put({ to: ['ada@example.org'], subject: 'Late', text: large }, { key: 'one' })
        const question = { title: 'Late', message: large, data: null as Json, recipients: [] }
        return { ...(await approvals.request(question)) }
      })
    ]
  })
  return { plugin, gate }
}

const disks: [string, () => SmallDisk | undefined][] = [
  ['a database that may not grow', limitedDatabase],
  ['a file system without a byte left', smallFileSystem]
]

describe.each(disks)('%s', (_name, makeDisk) => {
  let disk: SmallDisk | undefined
  let clock: SteppedClock
  let doors: TestDoors
  let late: ReturnType<typeof createLatePlugin>

  beforeEach(async () => {
    disk = makeDisk()
    if (!disk) return
    clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 59, 50))
    late = createLatePlugin()
    const { folder } = disk
    doors = await startTestDoors({ clock, folder, plugins: [askPlugin, late.plugin] })
  })
  afterEach(async () => {
    if (!disk) return
    await doors.end()
    disk.folder.remove()
  })

  const kept = { ResultPath: '$.result' }
  const eventIds = (executionArn: string): unknown[] =>
    doors.store.db
      .prepare('SELECT event_id FROM history_event WHERE execution_id = ? ORDER BY rowid')
      .pluck()
      .all(doors.core.describe(executionArn).id)
  const pending = async () => (await doors.client.ListApprovals({ status: 'PENDING' })).approvals

  test('callers are told, the engine waits, and nothing is lost or doubled', async (context) => {
    if (!disk) {
      context.skip('no file system can be mounted here')
      return
    }
    const { client, core, store } = doors
    const plain = await core.createMachine('plain', passChain(3))
    const asking = await core.run(oneTask('plugin:ask:person.waitForTaskToken', kept), { large })
    const working = await core.run(oneTask('plugin:late:result', kept), { large })
    const lateAsking = await core.run(oneTask('plugin:late:ask.waitForTaskToken', kept), { large })
    await client.CreateSchedule({
      Name: 'nightly',
      ScheduleExpression: 'cron(0 2 * * ? *)',
      Target: { Arn: plain, Input: input }
    })
    await until(() => core.eventTypes(asking).includes('TaskSubmitted') && late.gate.isReached)
    const [approval] = await pending()
    const approvalId = approval?.approvalId ?? ''

    disk.fill(store)
    const refusal = { errorName: 'ServiceUnavailable' }
    const start = { stateMachineArn: plain, name: 'refused', input }
    await expect(client.StartExecution(start)).rejects.toMatchObject(refusal)
    const decision = { approvalId, decision: 'APPROVED' as const, decidedBy: 'ada' }
    await expect(client.DecideApproval(decision)).rejects.toMatchObject(refusal)
    late.gate.release()
    await clock.advance(20_000)
    expect(await pending()).toHaveLength(1)
    expect((await client.ListMails({})).mails).toEqual([])
    const { counts } = await client.CountExecutions({})
    expect(counts).toEqual({ RUNNING: 3 })

    disk.free(store)
    await clock.advance(10_000)
    await core.ended(working)
    await client.DecideApproval(decision)
    const again = client.DecideApproval(decision)
    await expect(again).rejects.toMatchObject({ errorName: 'ApprovalAlreadyDecided' })
    await until(() => core.eventTypes(lateAsking).includes('TaskSubmitted'))
    const [lateApproval] = await pending()
    await client.DecideApproval({ ...decision, approvalId: lateApproval?.approvalId ?? '' })
    const { executionArn: started } = await client.StartExecution(start)

    expect((await client.ListMails({})).mails).toHaveLength(1)
    const { LastInvocation } = await client.GetSchedule({ Name: 'nightly' })
    const scheduled = LastInvocation?.ExecutionArn ?? ''
    for (const arn of [asking, working, lateAsking, started, scheduled]) {
      expect((await core.ended(arn)).status).toBe('SUCCEEDED')
      const ids = eventIds(arn)
      expect(ids).toEqual(ids.map((_, index) => index + 1))
    }
    expect((await client.CountExecutions({})).counts).toMatchObject({ RUNNING: 0, SUCCEEDED: 5 })
  })
})
