// Where things are, for the scripts. Plain data: importing it does nothing.
import { resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
export const renderedWindow = resolve(root, 'out/renderer/index.html')
export const engineEntry = resolve(root, 'engine/main.ts')
export const commandLineEntry = resolve(root, 'cli/main.ts')
export const builtCommandLine = resolve(root, 'out/main/cli.js')
