/** The command line. `node cli/main.ts --help` */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runCommandLine } from './program.ts'
import { processTerminal } from './terminal.ts'

/** Beside us in a built app, in its own folder in the source tree. */
function engineEntry(): string {
  const built = join(import.meta.dirname, 'engine.js')
  return existsSync(built) ? built : join(import.meta.dirname, '../engine/main.ts')
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  engineEntry: engineEntry()
})
