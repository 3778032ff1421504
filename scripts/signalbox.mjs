// The command line: `npm run --silent signalbox -- <command>`. Prints nothing of its own on stdout, so that the
// first line of `serve` is the engine's.
import { ensureNode, run } from './install.mjs'
import { builtCommandLine, commandLineEntry } from './paths.mjs'

await ensureNode(import.meta.filename)
const args = process.argv.slice(2)
let entry = commandLineEntry
if (args[0] === 'serve') {
  const { ensureBuilt } = await import('./build.mjs')
  await ensureBuilt()
  // Its engine is one bundle: it listens about four times sooner than from hundreds of source files.
  entry = builtCommandLine
}
process.exit(await run(process.execPath, [entry, ...args]))
