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

// Who reads the output has had enough (`signalbox list | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  engineEntry: engineEntry()
})
