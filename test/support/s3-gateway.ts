// cspell:ignore authtool monmaptool testkey testsecret fsid addv monmap asok chooseleaf objectstore memstore setuser
import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

export interface S3Gateway {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  stop: () => Promise<void>
}

const run = promisify(execFile)
const programs = [
  ...['ceph-mon', 'ceph-osd', 'ceph', 'ceph-authtool', 'monmaptool', 'radosgw', 'radosgw-admin']
]

/**
 * Why there can be no gateway here, for `describe.skipIf`; undefined where all programs are there.
 * With CI set, a missing program is an error, so that CI cannot lose the suite without a word.
 */
export function whyNoGateway(): string | undefined {
  const missing = programs.filter((name) => spawnSync('which', [name]).status !== 0)
  if (missing.length === 0) return undefined
  const why = `no S3 gateway: ${missing.join(', ')} not found (Debian: ceph-mon ceph-osd ceph-common radosgw)`
  if (process.env['CI'] === 'true') throw new Error(why)
  return why
}

/**
 * Ceph's RADOS gateway with one monitor and one store in memory, on free loopback ports and in a
 * temporary folder: an S3 server that checks signatures. Takes about 15 s to start.
 */
export async function startS3Gateway(): Promise<S3Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-s3-'))
  const stop = async (): Promise<void> => {
    await endDaemons(join(folder, 'run'))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const [gatewayPort, monitorPort] = await freePorts(2)
    if (gatewayPort === undefined || monitorPort === undefined)
      throw new Error('Expected two ports.')
    await startDaemons(folder, gatewayPort, monitorPort)
    const endpoint = `http://127.0.0.1:${gatewayPort}`
    await answers(endpoint)
    return { endpoint, accessKeyId: 'testkey', secretAccessKey: 'testsecret', stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startDaemons(
  folder: string,
  gatewayPort: number,
  monitorPort: number
): Promise<void> {
  for (const name of ['mon', 'osd', 'run', 'log']) await mkdir(join(folder, name))
  const config = join(folder, 'ceph.conf')
  const fsid = randomUUID()
  const osd = randomUUID()
  const keyring = join(folder, 'keyring')
  const call = (program: string, ...parameters: string[]): Promise<unknown> =>
    run(program, parameters, { timeout: 60_000, env: { ...process.env, CEPH_CONF: config } })
  const all = ['mon', 'osd', 'mgr'].flatMap((part) => ['--cap', part, 'allow *'])
  await writeFile(config, configuration(folder, fsid, gatewayPort, monitorPort))
  const address = `[v2:127.0.0.1:${monitorPort}/0]`
  await call(
    'monmaptool',
    '--create',
    '--addv',
    'a',
    address,
    '--fsid',
    fsid,
    join(folder, 'monmap')
  )
  const monitor = ['--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']
  await call('ceph-authtool', '--create-keyring', keyring, ...monitor)
  for (const name of ['client.admin', 'client.rgw']) {
    await call('ceph-authtool', keyring, '--gen-key', '-n', name, ...all)
  }
  const monmap = ['--monmap', join(folder, 'monmap'), '--keyring', keyring]
  await call('ceph-mon', '-c', config, '--mkfs', '-i', 'a', ...monmap)
  await call('ceph-mon', '-c', config, '-i', 'a')
  await call('ceph', '-c', config, 'osd', 'new', osd)
  const rights = ['mon', 'allow profile osd', 'osd', 'allow *', 'mgr', 'allow profile osd']
  const osdKeyring = join(folder, 'osd', 'keyring')
  await call('ceph', '-c', config, 'auth', 'get-or-create', 'osd.0', ...rights, '-o', osdKeyring)
  await call('ceph', '-c', config, 'auth', 'import', '-i', keyring)
  await call('ceph-osd', '-c', config, '-i', '0', '--mkfs', '--osd-uuid', osd)
  await call('ceph-osd', '-c', config, '-i', '0')
  const gateway = ['-c', config, '-n', 'client.rgw']
  const keys = ['--access-key=testkey', '--secret-key=testsecret']
  await call('radosgw-admin', ...gateway, 'user', 'create', '--uid=t', '--display-name=t', ...keys)
  await call('radosgw', ...gateway)
}

function configuration(
  folder: string,
  fsid: string,
  gatewayPort: number,
  monitorPort: number
): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitorPort}/0]
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file = ${folder}/log/$name.log
pid file = ${folder}/run/$name.pid
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data avail crit = 1
mon data = ${folder}/mon
keyring = ${folder}/keyring
auth allow insecure global id reclaim = false
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
osd pg object context cache count = 64
ms bind ipv6 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
mon max pg per osd = 1000
setuser match path = ${folder}
[osd]
keyring = ${folder}/osd/keyring
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
rgw data = ${folder}/rgw
rgw enable usage log = false
rgw thread pool size = 32
rgw dns name = 127.0.0.1
rgw obj stripe size = 4194304
rgw relaxed s3 bucket names = true
[mon.a]
mon addr = 127.0.0.1:${monitorPort}
`
}

async function answers(endpoint: string): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    const answer = await fetch(endpoint).catch(() => undefined)
    if (answer?.ok === true) return
    await delay(100)
  }
  throw new Error(`Expected the S3 gateway to answer at ${endpoint} within 30 s.`)
}

/** Ends the daemons by their pid files: the gateway first, so that it can still say goodbye. */
async function endDaemons(runFolder: string): Promise<void> {
  const names = await readdir(runFolder).catch(() => [])
  const pidFiles = names.filter((name) => name.endsWith('.pid')).sort()
  const pids = await Promise.all(
    pidFiles.map(async (name) => Number(await readFile(join(runFolder, name), 'utf8')))
  )
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const alive = pids.filter((pid) => pid > 0 && isAlive(pid))
    alive.forEach((pid) => process.kill(pid, signal))
    for (let look = 0; look < 50 && alive.some(isAlive); look += 1) await delay(100)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Ports that were free together a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    })
  )
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
