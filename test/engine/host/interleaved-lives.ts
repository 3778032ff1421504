/** Executions of all kinds, and everything that can happen to them, under a clock that stands still until told. */
import { ApiError } from '../../../api/errors.ts'
import type { JsonObject } from '../../../asl/json.ts'
import type { Plugin } from '../../../plugins/contract/plugin.ts'
import { z } from 'zod'
import { defineAction } from '../../../plugins/contract/action.ts'
import { definePlugin } from '../../../plugins/contract/plugin.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'

/** One thing that happens. `which` picks among what there is at that moment. */
export type Happening =
  | { type: 'start'; machine: number }
  | { type: 'stop' | 'redrive' | 'finish-action' | 'fail-action'; which: number }
  | { type: 'token-success' | 'token-failure' | 'token-heartbeat'; which: number }
  | { type: 'advance' | 'wall-jump'; milliseconds: number }
  | { type: 'crash' | 'stop-engine' | 'reboot' }

const retried: JsonObject = {
  TimeoutSeconds: 20,
  HeartbeatSeconds: 10,
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3, MaxAttempts: 2, BackoffRate: 2 }]
}
const task = (resource: string, more: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: resource,
  ...more,
  End: true
})
const single = (state: JsonObject, name = 'S'): JsonObject => ({
  StartAt: name,
  States: { [name]: state }
})
const wait = (seconds: number): JsonObject => ({ Type: 'Wait', Seconds: seconds, End: true })

export const machines: readonly JsonObject[] = [
  single(task('plugin:slow:never', retried)),
  single(task('plugin:slow:repeat', { TimeoutSeconds: 30 })),
  single(task('plugin:slow:now.waitForTaskToken', retried)),
  {
    TimeoutSeconds: 60,
    StartAt: 'S',
    States: {
      S: {
        Type: 'Parallel',
        Branches: [
          single(wait(5), 'A'),
          single(task('plugin:slow:never'), 'B'),
          single(task('plugin:slow:now.waitForTaskToken', { TimeoutSeconds: 40 }), 'C'),
          single({ Type: 'Pass', End: true }, 'D')
        ],
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
        Next: 'Caught'
      },
      Caught: { Type: 'Wait', Seconds: 1, End: true }
    }
  },
  single({
    Type: 'Map',
    ItemsPath: '$.items',
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: 'W',
      States: {
        W: { Type: 'Wait', Seconds: 2, Next: 'T' },
        T: task('plugin:slow:repeat', { TimeoutSeconds: 15 })
      }
    },
    End: true
  }),
  single(
    task('arn:aws:states:::states:startExecution.sync', {
      Parameters: {
        StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine-0',
        Input: {}
      },
      TimeoutSeconds: 50
    })
  ),
  {
    StartAt: 'Many',
    States: {
      Many: {
        Type: 'Map',
        Label: 'Many',
        ItemsPath: '$.items',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...single(wait(3), 'Child')
        },
        Next: 'Fail'
      },
      Fail: { Type: 'Fail', Error: 'Meant' }
    }
  }
]

/** Actions that wait to be told, and do not listen to anybody: their results may come late. */
function createSlowPlugin() {
  const open: { succeed: () => void; fail: () => void }[] = []
  const action = (name: string, interruption: 'never' | 'repeat', run: () => Promise<unknown>) =>
    defineAction({
      ...{ name, title: name, description: name, errors: [], examples: [], interruption, run },
      input: z.unknown(),
      output: z.unknown(),
      patterns: ['request-response', 'wait-for-task-token']
    })
  const told = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      open.push({ succeed: () => resolve({}), fail: () => reject(new Error('told to fail')) })
    })
  const plugin = definePlugin({
    ...{ id: 'slow', version: '1.0.0', title: 'Slow', description: 'Waits', connectionTypes: [] },
    actions: [
      action('never', 'never', told),
      action('repeat', 'repeat', told),
      action('now', 'repeat', () => Promise.resolve({}))
    ]
  })
  return { plugin: plugin satisfies Plugin, open }
}

/** An engine's core over one database through many runs. */
export class Lives {
  readonly #folder: TempFolder
  #clock: SteppedClock = createSteppedClock()
  #slow = createSlowPlugin()
  #boot = 0
  core: TestCore

  constructor(folder: TempFolder) {
    this.#folder = folder
    this.core = this.#begin()
  }

  async prepare(): Promise<void> {
    for (const [index, definition] of machines.entries()) {
      await this.core.createMachine(`machine-${String(index)}`, definition)
    }
  }

  #begin(): TestCore {
    this.#slow = createSlowPlugin()
    // What the last run has planned is gone with it; the wall clock goes on.
    this.#clock = createSteppedClock(this.#clock.now())
    return startTestCore({
      ...{ folder: this.#folder, clock: this.#clock, concurrency: 50 },
      plugins: [this.#slow.plugin],
      bootId: String(this.#boot),
      // Few: executions are read from their rows again and again.
      cacheLimit: 2
    })
  }

  async happen(happening: Happening): Promise<void> {
    await this.#do(happening).catch((error: unknown) => {
      // Refusals are part of the game: what has ended cannot be stopped, redriven or completed.
      if (!(error instanceof ApiError)) throw error
    })
    await letRun()
  }

  async #do(happening: Happening): Promise<void> {
    const { core } = this
    const { host, tasks } = core
    switch (happening.type) {
      case 'start': {
        const name = `machine-${String(happening.machine % machines.length)}`
        const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`
        const input = JSON.stringify({ items: [1, 2, 3, 4, 5] })
        await host.enqueue((write) => host.start(write, { stateMachineArn, input }))
        return
      }
      case 'stop': {
        const id = this.#pick('SELECT id FROM execution WHERE status = 1', happening.which)
        if (id === undefined) return
        await host.submit(Number(id), { type: 'execution-stopped' })
        return
      }
      case 'redrive': {
        const id = this.#pick(
          `SELECT id FROM execution WHERE status IN (3, 4, 5)
           AND id NOT IN (SELECT execution_id FROM map_run_child)`,
          happening.which
        )
        if (id === undefined) return
        await host.enqueue((write) => host.redrive(write, Number(id)))
        return
      }
      case 'finish-action':
      case 'fail-action': {
        const { open } = this.#slow
        const [action] = open.splice(happening.which % Math.max(1, open.length), 1)
        if (happening.type === 'finish-action') action?.succeed()
        else action?.fail()
        return
      }
      case 'token-success':
      case 'token-failure':
      case 'token-heartbeat': {
        // Of any task, also of one that is over.
        const token = this.#pick('SELECT token FROM task WHERE token NOT NULL', happening.which)
        if (token === undefined) return
        await host.enqueue((write) => {
          if (happening.type === 'token-heartbeat') tasks.heartbeatByToken(write, String(token))
          else if (happening.type === 'token-failure')
            tasks.completeByToken(write, String(token), { type: 'failed', error: 'Told' })
          else tasks.completeByToken(write, String(token), { type: 'succeeded', output: {} })
        })
        return
      }
      case 'advance':
        await this.#clock.advance(happening.milliseconds)
        return
      case 'wall-jump':
        this.#clock.sleep(happening.milliseconds)
        return
      case 'reboot':
        this.#boot += 1
        core.crash()
        this.core = this.#begin()
        return
      case 'crash':
        core.crash()
        this.core = this.#begin()
        return
      case 'stop-engine':
        await this.#stop()
        this.core = this.#begin()
        return
    }
  }

  /** Actions do not listen, so the stop waits its whole time for them. */
  async #stop(): Promise<void> {
    const stopped = this.core.end()
    await this.#clock.advance(10_000)
    await stopped
  }

  #pick(sql: string, which: number): string | number | undefined {
    const rows = this.core.store.db.prepare(`${sql} ORDER BY rowid`).pluck().all() as string[]
    return rows[which % Math.max(1, rows.length)]
  }

  /** Lets all that is open come to its end: by its time limit, its action, its token. */
  async settle(): Promise<void> {
    const { db } = this.core.store
    const running = db.prepare('SELECT count(*) FROM execution WHERE status = 1').pluck()
    const tokens = db.prepare('SELECT token FROM task WHERE token NOT NULL AND status = 3').pluck()
    for (let round = 0; running.get() !== 0; round += 1) {
      if (round > 400) throw new Error(`Executions do not end: ${this.#whatRuns()}`)
      for (const action of this.#slow.open.splice(0)) action.succeed()
      for (const token of tokens.all()) {
        await this.happen({ type: 'token-success', which: this.#indexOf(String(token)) })
      }
      await this.#clock.advance(1000)
      // Files of actions are written in real time.
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await letRun()
  }

  #indexOf(token: string): number {
    const { db } = this.core.store
    return db
      .prepare('SELECT token FROM task WHERE token NOT NULL ORDER BY rowid')
      .pluck()
      .all()
      .indexOf(token)
  }

  #whatRuns(): string {
    const rows = this.core.store.db
      .prepare(
        `SELECT execution.id, state_machine.name AS machine,
           (SELECT group_concat(status || ' ' || resource) FROM task WHERE execution_id = execution.id) AS tasks,
           (SELECT group_concat(kind || ' ' || due_at) FROM timer WHERE execution_id = execution.id) AS timers,
           (SELECT head FROM snapshot WHERE execution_id = execution.id) AS head
         FROM execution JOIN state_machine ON state_machine.id = state_machine_id WHERE status = 1`
      )
      .all()
    return JSON.stringify({ now: this.#clock.now(), rows }, undefined, 1)
  }

  async end(): Promise<void> {
    await this.#stop()
  }
}
