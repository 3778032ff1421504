import { z } from 'zod'
import { defineAction } from '../../plugins/contract/action.ts'
import type { Interruption } from '../../plugins/contract/action.ts'
import type { ActionContext } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { Plugin } from '../../plugins/contract/plugin.ts'
import { definePlugin } from '../../plugins/contract/plugin.ts'

export interface TestPlugin {
  plugin: Plugin
  /** The contexts of all calls so far, by action name. */
  calls: { action: string; context: ActionContext }[]
  /** Lets the oldest call that waits at `hold` go on. */
  release: () => void
}

/** A plugin that does what tests need: well-behaved actions, and every way to misbehave. */
export function createTestPlugin(): TestPlugin {
  const calls: TestPlugin['calls'] = []
  const held: (() => void)[] = []
  const action = (
    name: string,
    run: (input: Record<string, unknown>, context: ActionContext) => Promise<unknown>,
    interruption: Interruption = 'never'
  ) =>
    defineAction({
      name,
      title: name,
      description: name,
      input: z.looseObject({}),
      output: z.unknown(),
      errors: [],
      patterns: ['request-response', 'wait-for-task-token'],
      interruption,
      examples: [],
      run: (input, context) => {
        calls.push({ action: name, context })
        return run(input, context)
      }
    })
  const hold = (context: ActionContext): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { isResumed, isAfterReboot } = context.attempt
      held.push(() => resolve({ isResumed, isAfterReboot }))
      context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))
    })
  const plugin = definePlugin({
    id: 'test',
    version: '1.0.0',
    title: 'Test',
    description: 'For tests',
    connectionTypes: [],
    actions: [
      action('echo', (input) => Promise.resolve(input)),
      action('fail', ({ error, cause }) =>
        Promise.reject(new TaskFailure(String(error), String(cause)))
      ),
      action('throw', () => {
        throw new TypeError('a bug in the plugin')
      }),
      action('hold', (_input, context) => hold(context)),
      action('holdRepeat', (_input, context) => hold(context), 'repeat'),
      action('hang', () => new Promise(() => undefined)),
      action('flood', ({ bytes }, { log }) => {
        const line = `${'x'.repeat(1023)}\n`
        for (let written = 0; written < Number(bytes); written += line.length) log.write(line)
        return Promise.resolve('flooded')
      }),
      action('leak', async (_input, { connection, log }) => {
        const secret = (await connection('vault'))?.secrets['password'] ?? ''
        for (const part of secret.match(/.{1,3}/g) ?? []) log.write(part)
        throw new TaskFailure('Test.Leak', `the password is ${secret}`)
      }),
      action('large', ({ bytes }) => Promise.resolve('x'.repeat(Number(bytes)))),
      action('notJson', () => Promise.resolve({ big: 1n })),
      action('beat', async ({ times }, { heartbeat }) => {
        for (let count = 0; count < Number(times); count++) {
          heartbeat()
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
        return times
      }),
      defineAction({
        name: 'strict',
        title: 'strict',
        description: 'strict',
        input: z.strictObject({ name: z.string() }),
        output: z.object({ length: z.number() }),
        errors: [],
        patterns: ['request-response'],
        interruption: 'repeat',
        examples: [],
        run: ({ name }) => Promise.resolve({ length: name === 'lie' ? NaN : name.length })
      })
    ]
  })
  return { plugin, calls, release: () => held.shift()?.() }
}
