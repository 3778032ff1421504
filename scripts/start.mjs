// `npm start`: installs, builds and opens the app; where no window can be opened it serves the same window on loopback.
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { ensureNode, run } from './install.mjs'
import { commandLineEntry, root } from './paths.mjs'

const DEFAULT_PORT = 4774
const HELP = `Usage: npm start -- [options]

Opens Signalbox. On a fresh clone it installs and builds first. Without a display or without the official
Electron runtime it serves the same window on loopback and prints the address to open.

  --data DIR       the data folder (default: the same as the installed app's)
  --port N         the engine's port on loopback (served window: ${DEFAULT_PORT} if free; app: any)
  --serve          serve the window for a browser, open no window here
  --test-runtime   use the pinned Electron 33 of the tests (Linux x64; out of support: for trials only)
  --dev            build again after each change of a source file; reload the window to see it
  --help           this text
`

function readOptions() {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        serve: { type: 'boolean', default: false },
        'test-runtime': { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false }
      }
    }).values
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
}

const hasDisplay = () =>
  process.platform !== 'linux' || !!(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The engine with the window's pages, in this terminal. Ctrl+C stops it in order. */
async function serve(options, reason) {
  if (reason) console.log(reason)
  console.log(
    'Serving the window on loopback instead: open the address below in a browser on this machine.'
  )
  // Where it is taken, the engine keeps to its last one, so that links in mails stay valid.
  const port = options.port ?? ((await isFree(DEFAULT_PORT)) ? String(DEFAULT_PORT) : undefined)
  const data = options.data ? ['--data', options.data] : []
  return run(process.execPath, [
    commandLineEntry,
    'serve',
    ...(port ? ['--port', port] : []),
    ...data
  ])
}

async function openApp(options, folder, { electronExecutable, isTestRuntime }) {
  const args = [root]
  if (options.data) args.push(`--data=${options.data}`)
  if (options.port) args.push(`--port=${options.port}`)
  if (process.platform === 'linux' && process.getuid?.() === 0) args.push('--no-sandbox')
  const env = { ...process.env }
  if (isTestRuntime(folder))
    Object.assign(env, { ENGINE_HOST: 'node', ENGINE_NODE: process.execPath })
  return run(electronExecutable(folder), args, { env })
}

function watchSources() {
  const builder = `${root}/node_modules/electron-vite/bin/electron-vite.js`
  const env = { ...process.env, SIGNALBOX_WATCH: '1' }
  run(process.execPath, [builder, 'build', '--logLevel', 'warn'], { env }).catch((error) =>
    console.error(`Sources are not watched: ${error.message}`)
  )
}

async function start(options) {
  const { ensureBuilt } = await import('./build.mjs')
  await ensureBuilt()
  if (options.dev) watchSources()
  if (options.serve) return serve(options)
  if (!hasDisplay())
    return serve(options, 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).')
  const runtime = await import('./electron-runtime.mjs')
  const folder = options['test-runtime'] ? await runtime.testRuntime() : runtime.officialRuntime()
  if (folder) return openApp(options, folder, runtime)
  return serve(
    options,
    'The official Electron runtime is not installed and could not be fetched (its download is outside the npm registry).'
  )
}

const options = readOptions()
if (options.help) {
  console.log(HELP)
} else {
  await ensureNode(import.meta.filename)
  process.exit(await start(options))
}
