import type { Plugin } from './contract/plugin.ts'
import { emailPlugin } from './email/plugin.ts'
import { httpPlugin } from './http/plugin.ts'
import { createLambdaPlugin } from './lambda/plugin.ts'
import { s3Plugin } from './s3/plugin.ts'
import { shellPlugin } from './shell/plugin.ts'

/**
 * The plugins that come with Signalbox, in the order in which they are shown. `functionsFile` is the
 * absolute path of the file that maps Lambda functions to commands.
 */
export function createBuiltInPlugins({ functionsFile }: { functionsFile: string }): Plugin[] {
  return [shellPlugin, httpPlugin, s3Plugin, emailPlugin, createLambdaPlugin(functionsFile)]
}
