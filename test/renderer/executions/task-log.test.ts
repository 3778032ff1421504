import { expect, test } from 'vitest'
import { ApiError } from '../../../api/errors.ts'
import { TaskLog } from '../../../renderer/features/executions/task-log.svelte.ts'
import { plainText } from '../../../renderer/features/executions/terminal-text.ts'

const task = { executionArn: 'arn:e', taskId: 3 }

function growingLog(): { log: TaskLog; write: (text: string) => void; calls: () => number } {
  let written = ''
  let calls = 0
  const log = new TaskLog(
    {
      GetTaskLog: ({ offset = 0 }) => {
        calls += 1
        const text = written.slice(offset, offset + 4)
        return Promise.resolve({
          text,
          nextOffset: offset + text.length,
          size: written.length,
          truncated: false,
          running: true
        })
      }
    },
    task
  )
  return { log, write: (text) => (written += text), calls: () => calls }
}

test('a log is read in parts to its end, and later only what is new', async () => {
  const { log, write, calls } = growingLog()
  write('epoch 1\n')
  await log.read()
  expect(log.text).toBe('epoch 1\n')
  expect(calls()).toBe(2)
  write('two\n')
  await log.read()
  expect(log.text).toBe('epoch 1\ntwo\n')
  expect(log.size).toBe(12)
})

test('notices during a reading start one more, so that nothing is missed', async () => {
  const { log, write } = growingLog()
  write('a')
  const reading = log.read()
  write('b')
  log.receive({ type: 'task-log', ...task, size: 2 })
  log.receive({ type: 'task-log', executionArn: 'arn:e', taskId: 4, size: 9 })
  await reading
  await log.read()
  expect(log.text).toBe('ab')
})

test('a task without a log has printed nothing; other failures are told', async () => {
  const missing = new TaskLog(
    { GetTaskLog: () => Promise.reject(new ApiError('TaskLogDoesNotExist', 'none')) },
    task
  )
  await missing.read()
  expect([missing.hasLoaded, missing.error]).toEqual([true, undefined])
  const away = new TaskLog({ GetTaskLog: () => Promise.reject(new Error('away')) }, task)
  await away.read()
  expect(away.error?.message).toBe('away')
})

test('colours and overwritten lines are shown as a terminal would leave them', () => {
  expect(plainText('\u001B[32mok\u001B[0m\n10%\r50%\r100%\ndone')).toBe('ok\n100%\ndone')
  expect(plainText('a\r\nb')).toBe('a\nb')
})
