import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'

const run = promisify(execFile)
const story = join(import.meta.dirname, 'story.py')

/** The Python that comes first, and Debian's where that is another: with boto3 of another age. */
const pythons = ['python3', '/usr/bin/python3'].filter(hasBoto)

function hasBoto(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import boto3'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** With CI set, a missing package is an error, so that CI cannot lose the suite without a word. */
function whyNoBoto(): string | undefined {
  if (pythons.length > 0) return undefined
  const why = 'no boto3 for python3 (Debian: python3-boto3)'
  if (process.env['CI'] === 'true') throw new Error(why)
  return why
}

const reason = whyNoBoto()

describe.skipIf(reason !== undefined)(`boto3 ${reason ?? ''}`, () => {
  let doors: TestDoors
  beforeEach(async () => {
    doors = await startTestDoors()
  })
  afterEach(() => doors.end())

  test.each(pythons)(
    'of %s does the whole story, unchanged',
    async (python) => {
      const { stdout } = await run(python, [story, doors.url, doors.token])
      const { done, unknown } = JSON.parse(stdout) as { done: string[]; unknown: string[] }
      expect(done).toEqual(
        expect.arrayContaining([
          ...['machines_executions_and_paging', 'stopping', 'activities_and_task_tokens'],
          ...['tags', 'express', 'map_runs']
        ])
      )
      // What an old version does not know, it cannot do; a new one knows all.
      expect(done.length === 10 || unknown.length > 0).toBe(true)
    },
    120_000
  )
})
