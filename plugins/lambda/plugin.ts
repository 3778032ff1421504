import type { Plugin } from '../contract/plugin.ts'
import { definePlugin } from '../contract/plugin.ts'
import { defineCall } from './call.ts'
import { createFunctionMap } from './function-map.ts'
import { defineInvoke } from './invoke.ts'

/** Lambda functions as commands, mapped by the file at `functionsFile` (absolute). */
export function createLambdaPlugin(functionsFile: string): Plugin {
  const find = createFunctionMap(functionsFile)
  return definePlugin({
    id: 'lambda',
    version: '0.1.0',
    title: 'Lambda',
    description: 'Lambda functions as commands of this computer.',
    actions: [defineInvoke(find), defineCall(find)],
    connectionTypes: []
  })
}
