import { z } from 'zod'
import { defineAction } from '../plugins/contract/action.ts'
import { definePlugin } from '../plugins/contract/plugin.ts'

/** The action that answers at once with its input. */
export const resource = 'plugin:bench:echo'

/** A plugin that costs nothing, so that what is measured is the engine's part of a task. */
export const inProcessPlugin = definePlugin({
  id: 'bench',
  version: '1.0.0',
  title: 'Bench',
  description: 'For benchmarks',
  connectionTypes: [],
  actions: [
    defineAction({
      name: 'echo',
      title: 'Echo',
      description: 'Answers its input',
      input: z.looseObject({}),
      output: z.unknown(),
      errors: [],
      patterns: ['request-response'],
      interruption: 'repeat',
      examples: [],
      run: (input) => Promise.resolve(input)
    })
  ]
})
