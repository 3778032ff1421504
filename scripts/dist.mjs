// electron-builder. Where the official runtime cannot be had, it packs the test runtime (never to be shipped)
// and dpkg-deb stands in for fpm.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureNode, run } from './install.mjs'
import { root } from './paths.mjs'

await ensureNode(import.meta.filename)
const { isTestRuntime, officialRuntime, testRuntime } = await import('./electron-runtime.mjs')
const folder = officialRuntime() ?? (await testRuntime())
const args = process.argv.slice(2)
const env = { ...process.env }
if (isTestRuntime(folder)) {
  console.error('Packing the test runtime: for tests on this machine, not for shipping.')
  const version = readFileSync(join(folder, 'version'), 'utf8').trim()
  args.push(`-c.electronDist=${folder}`, `-c.electronVersion=${version}`)
  env.CUSTOM_FPM_PATH ??= join(import.meta.dirname, 'fpm.mjs')
}
const builder = join(root, 'node_modules/electron-builder/out/cli/cli.js')
process.exit(await run(process.execPath, [builder, ...args, '--publish', 'never'], { env }))
