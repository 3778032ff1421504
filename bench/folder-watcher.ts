/**
 * chokidar on one folder, in a process of its own, for the folder benchmark: `folder-watcher.ts FOLDER new|all`.
 * Prints a line once it watches and a line for each file that it tells of.
 */
import { watch } from 'chokidar'

const [folder = '', which] = process.argv.slice(2)

const watcher = watch(folder, {
  ignoreInitial: which === 'new',
  awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 50 }
})
watcher.on('ready', () => process.stdout.write('ready\n'))
watcher.on('add', (path) => process.stdout.write(`add ${path}\n`))
