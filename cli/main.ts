/** The command line. `node cli/main.ts --help` */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommandLine } from './program.ts'
import { processTerminal } from './terminal.ts'

/** Beside us in a built app (`out/main/`), in its own folder in the source tree. */
function findEngine(): { engineEntry: string; version: string } {
  const built = join(import.meta.dirname, 'engine.js')
  const isBuilt = existsSync(built)
  const root = join(import.meta.dirname, isBuilt ? '../..' : '..')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return { version, engineEntry: isBuilt ? built : join(root, 'engine/main.ts') }
}

// Who reads the output has had enough (`signalbox list | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  ...findEngine()
})
