import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '../../../api/client.ts'
import { MOST_RUNNING } from '../../../engine/express/express.ts'
import { createLogFiles } from '../../../engine/logs/log-files.ts'
import { LOG_LIMIT_BYTES, TRUNCATION_NOTE } from '../../../engine/tasks/log-writer.ts'
import { oneTask } from '../../support/definitions.ts'
import type { EngineProcess } from '../../support/engine.ts'
import { spawnEngine } from '../../support/engine.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { residentMebibytes } from './resident.ts'

let temp: TempFolder
let engine: EngineProcess | undefined

beforeEach(() => {
  temp = makeTempFolder()
})
afterEach(async () => {
  await engine?.kill()
  engine = undefined
  temp.remove()
})

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

test('lines that come faster than the disk takes them are all written, in order', async () => {
  const files = createLogFiles(log)
  const file = join(temp.path, 'logs', 'one.jsonl')
  const padding = 'x'.repeat(900)
  for (let line = 0; line < 40_000; line++) {
    files.append(file, `${String(line)} ${padding}\n`)
    if (line % 1000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await files.flush()
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(
    Array.from({ length: 40_000 }, (_, line) => line)
  )
})

test('more EXPRESS executions than memory is meant for are refused, and start once others have ended', async () => {
  const doors = await startTestDoors({ folder: temp })
  const definition = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 200, End: true } } }
  const { stateMachineArn } = await doors.client.CreateStateMachine({
    ...{ name: 'waits', type: 'EXPRESS', definition: JSON.stringify(definition) }
  })
  const { host } = doors.core
  const start = () => host.enqueue((write) => host.start(write, { stateMachineArn }))
  for (let count = 0; count < MOST_RUNNING; count += 500) {
    await Promise.all(Array.from({ length: 500 }, start))
  }
  await expect(start()).rejects.toMatchObject({ errorName: 'ThrottlingException' })
  await expect(doors.client.StartExecution({ stateMachineArn })).rejects.toMatchObject({
    errorName: 'ThrottlingException'
  })
  await doors.end()
})

const lineOf = (number: number): string => `line ${String(number).padStart(12, '0')}`
const LINE = `${lineOf(1)}\n`

/** All of it, page by page. */
async function readLog(client: Client, executionArn: string, taskId: number): Promise<string> {
  const parts: string[] = []
  for (let offset = 0, size = 1; offset < size;) {
    const part = await client.GetTaskLog({ executionArn, taskId, offset })
    parts.push(part.text)
    offset = part.nextOffset
    size = part.size
  }
  return parts.join('')
}

test.skipIf(process.platform === 'win32')(
  'a command that prints without end takes neither memory nor the engine from others',
  { timeout: 120_000 },
  async () => {
    const mebibytes = Number(process.env['PRINTED_MEBIBYTES'] ?? 60)
    engine = spawnEngine(temp.path)
    const { client } = await engine.ready
    const pid = engine.child.pid ?? 0
    const command = `seq -f 'line %012.0f' ${String(Math.ceil((mebibytes * 1024 * 1024) / LINE.length))}; echo done >&2`
    const definition = oneTask('plugin:shell:run', {
      Parameters: { script: command }
    })
    const { stateMachineArn } = await client.CreateStateMachine({
      ...{ name: 'loud', definition: JSON.stringify(definition) }
    })
    const before = residentMebibytes(pid)
    const { executionArn } = await client.StartExecution({ stateMachineArn })
    let most = before
    let described = await client.DescribeExecution({ executionArn })
    while (described.status === 'RUNNING') {
      await client.DescribeEngine({})
      most = Math.max(most, residentMebibytes(pid))
      await new Promise((resolve) => setTimeout(resolve, 50))
      described = await client.DescribeExecution({ executionArn })
    }
    const { events } = await client.GetExecutionHistory({ executionArn })
    const taskId = events.find(({ type }) => type === 'TaskScheduled')?.id ?? 0
    const text = await readLog(client, executionArn, taskId)
    expect(text.length).toBeLessThan(LOG_LIMIT_BYTES + 1000)
    // Every line up to where it says that the rest was left out.
    const [whole = '', note] = text.split(TRUNCATION_NOTE)
    expect(note).toBe('')
    const lines = whole.split('\n').slice(0, -1)
    expect(lines.length).toBeGreaterThan(400_000)
    expect(lines.filter((line, index) => line !== lineOf(index + 1))).toEqual([])
    expect(most - before).toBeLessThan(200)
  }
)
