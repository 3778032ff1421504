/** `run.ts NAME … [flags]` or `run.ts all [flags]`: runs benchmarks one after the other, each in a process of its own. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { benchmarks } from './benchmarks.ts'

const [first = '', ...rest] = process.argv.slice(2)
const known = benchmarks.map(({ name }) => name)
const names = first === 'all' ? known : known.filter((name) => name === first)
if (names.length === 0) {
  console.error(`Expected the name of a benchmark, found '${first}': ${known.join(', ')} or all.`)
  process.exit(2)
}
const failed = names.filter((name) => {
  const file = join(import.meta.dirname, `${name}.ts`)
  return spawnSync(process.execPath, [file, ...rest], { stdio: 'inherit' }).status !== 0
})
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
