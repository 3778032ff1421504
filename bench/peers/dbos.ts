import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Peer } from './peer.ts'
import {
  data,
  freePort,
  importPeer,
  keepRunning,
  missingPackage,
  startServer,
  STEPS,
  until
} from './peer.ts'

interface Dbos {
  setConfig: (config: Record<string, unknown>) => void
  registerWorkflow: <T>(workflow: () => Promise<T>, options: { name: string }) => () => Promise<T>
  runStep: <T>(step: () => Promise<T>, options: { name: string }) => Promise<T>
  launch: () => Promise<void>
  shutdown: () => Promise<void>
}

const POSTGRES = '/usr/lib/postgresql'

function programs(): string | undefined {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : []
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1)
  return newest === undefined ? undefined : join(POSTGRES, newest, 'bin')
}

/** PostgreSQL refuses to run as root: then it runs as the user of its package. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** On a PostgreSQL of its own: https://docs.dbos.dev */
export const dbos: Peer = {
  name: 'DBOS on PostgreSQL',
  about: 'DBOS.runStep',
  missing: () =>
    missingPackage('@dbos-inc/dbos-sdk') ??
    (programs() === undefined ? "PostgreSQL (Debian's postgresql)" : undefined),
  start: async (parent) => {
    const bin = programs() ?? ''
    const user = owner()
    const folder = join(parent, 'postgres')
    mkdirSync(folder, { mode: 0o700 })
    if (user.uid !== undefined && user.gid !== undefined) {
      // Its way there must be open to it.
      for (const above of [parent, dirname(parent)]) chmodSync(above, 0o711)
      chownSync(folder, user.uid, user.gid)
    }
    const options = { ...user, cwd: folder, stdio: 'ignore' } as const
    const port = String(await freePort())
    execFileSync(join(bin, 'initdb'), ['-D', folder, '-U', 'bench', '-A', 'trust'], options)
    const arguments_ = ['-D', folder, '-p', port, '-k', folder, '-h', '127.0.0.1']
    const server = startServer(join(bin, 'postgres'), arguments_, options)
    const address = ['-h', '127.0.0.1', '-p', port, '-U', 'bench']
    await until(async () => {
      await Promise.resolve(execFileSync(join(bin, 'createdb'), [...address, 'bench'], options))
      return true
    })
    const { DBOS } = await importPeer<{ DBOS: Dbos }>('@dbos-inc/dbos-sdk')
    DBOS.setConfig({
      ...{ name: 'bench', runAdminServer: false, logLevel: 'error', systemDatabasePoolSize: 20 },
      systemDatabaseUrl: `postgresql://bench@127.0.0.1:${port}/bench`
    })
    hundred ??= DBOS.registerWorkflow(() => steps(DBOS), { name: 'hundred' })
    await DBOS.launch()
    const workflow = hundred
    return {
      stepsPerSecond: (load) => keepRunning(workflow, load),
      stop: async () => {
        await DBOS.shutdown()
        await server.stop('SIGINT')
      }
    }
  }
}

/** Registered once a process. */
let hundred: (() => Promise<number>) | undefined

async function steps(DBOS: Dbos): Promise<number> {
  let handed: Record<string, unknown> = data
  for (let step = 0; step < STEPS; step++) {
    const before = handed
    handed = await DBOS.runStep(() => Promise.resolve({ ...before, step }), { name: `s${step}` })
  }
  return STEPS
}
