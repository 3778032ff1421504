import { definePlugin } from '../contract/plugin.ts'
import { run } from './run.ts'

export const shellPlugin = definePlugin({
  id: 'shell',
  version: '0.1.0',
  title: 'Shell',
  description: 'Commands and scripts on this computer.',
  actions: [run],
  connectionTypes: []
})
