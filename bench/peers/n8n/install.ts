/**
 * `npm run bench:n8n`: installs n8n in this folder, without the scripts of its packages (a Kafka
 * client among them wants a library that most machines lack), then builds the one driver that it needs.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const folder = import.meta.dirname

function run(cwd: string, program: string, ...args: string[]): void {
  console.log(`${program} ${args.join(' ')}`)
  const { status } = spawnSync(program, args, { cwd, stdio: 'inherit' })
  if (status === 0) return
  console.error(`It has failed; the benchmarks leave n8n out until it has worked.`)
  process.exit(1)
}

const quiet = ['--no-package-lock', '--no-audit', '--no-fund']
run(folder, 'npm', 'install', '--ignore-scripts', ...quiet)
run(join(folder, 'node_modules/sqlite3'), 'npx', 'node-gyp', 'rebuild')
