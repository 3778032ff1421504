/** Mixed load over HTTP: what people, programs and workers do to an engine all day long, in small. */
import type { Client } from '../api/client.ts'
import { followEvents } from '../api/event-stream.ts'
import type { EngineProcess } from './server-process.ts'
import { passChain } from './workloads.ts'

const ACTIVITY = 'arn:aws:states:us-east-1:000000000000:activity:work'
const note = 'as inputs often carry. '.repeat(20)
const WORKERS = 4
const LISTENERS = 4
/** The retention rules keep so many seconds' worth of executions that have ended. */
const KEPT_SECONDS = 5

const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 2, End: true } } }
const map = {
  StartAt: 'M',
  States: {
    M: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: passChain(3), End: true }
  }
}
const token = {
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: ACTIVITY, TimeoutSeconds: 60, End: true } }
}

/** How many are started a second. */
const machines = {
  chain: { definition: passChain(20), perSecond: 20, input: { note } },
  map: { definition: map, perSecond: 1, input: { items: Array.from({ length: 100 }, () => 1) } },
  wait: { definition: wait, perSecond: 5, input: { note } },
  token: { definition: token, perSecond: 5, input: { note } }
}

export interface SoakLoad {
  /** How often what was done. */
  done: Record<string, number>
  /** Ends it. Rejects with the first error of any part. */
  stop: () => Promise<void>
}

/** Begins at once. */
export async function startSoakLoad({ client, url, token: key }: EngineProcess): Promise<SoakLoad> {
  await client.CreateActivity({ name: 'work' })
  for (const [name, { definition, perSecond }] of Object.entries(machines)) {
    const { stateMachineArn } = await client.CreateStateMachine({
      ...{ name, definition: JSON.stringify(definition) }
    })
    const rule = { executions: perSecond * KEPT_SECONDS, failedDays: 0 }
    await client.PutRetention({ stateMachineArn, rule })
  }
  const end = new AbortController()
  const { signal } = end
  const done: Record<string, number> = {}
  const count = (what: string, times = 1): void => void (done[what] = (done[what] ?? 0) + times)
  const parts = [
    ...Object.entries(machines).map(([name, { perSecond, input }]) =>
      every(1000 / perSecond, signal, async () => {
        await client.StartExecution({ stateMachineArn: arnOf(name), input: JSON.stringify(input) })
        count(`started ${name}`)
      })
    ),
    ...Array.from({ length: WORKERS }, () => work(client, signal, () => count('worked'))),
    ...Array.from({ length: LISTENERS }, () =>
      followEvents({ url, token: key, signal, onEvent: () => count('noticed') })
    ),
    every(200, signal, () => look(client).then(() => count('looked'))),
    // The engine does so by itself each ten minutes: here hours pass in minutes.
    every(1000, signal, async () => {
      const { executions } = await client.PruneExecutions({})
      count('pruned', executions)
    })
  ]
  const all = Promise.all(parts)
  // Told by `stop`.
  all.catch(() => end.abort())
  return {
    done,
    stop: async () => {
      end.abort()
      await all
    }
  }
}

function arnOf(machine: string): string {
  return `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`
}

/** Not sooner than that after the last one; what takes longer slows down. */
async function every(
  milliseconds: number,
  signal: AbortSignal,
  act: () => Promise<unknown>
): Promise<void> {
  while (!signal.aborted) {
    const startedAt = performance.now()
    await act()
    const left = milliseconds - (performance.now() - startedAt)
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
  }
}

/** A worker of the activity; it hangs up at the end. */
async function work(client: Client, signal: AbortSignal, onDone: () => void): Promise<void> {
  while (!signal.aborted) {
    const asked = client.GetActivityTask({ activityArn: ACTIVITY })
    const ended = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    // An answer that comes after the end is nobody's.
    asked.catch(() => undefined)
    const task = await Promise.race([asked, ended])
    if (!task?.taskToken) continue
    await client.SendTaskSuccess({ taskToken: task.taskToken, output: '{"done":true}' })
    onDone()
  }
}

/** As the window does. */
async function look(client: Client): Promise<void> {
  const { executions } = await client.ListExecutions({
    stateMachineArn: arnOf('chain'),
    maxResults: 50
  })
  await client.CountExecutions({})
  const executionArn = executions.at(-1)?.executionArn
  if (executionArn === undefined) return
  await client.GetExecutionHistory({ executionArn, maxResults: 100 }).catch(() => {
    // It was deleted in between.
  })
}
