import { spawnSync } from 'node:child_process'
import type { Peer } from './peer.ts'
import { data, freePort, importPeer, missingPackage, startServer, until } from './peer.ts'

interface Queue {
  add: (name: string, data: unknown) => Promise<unknown>
  close: () => Promise<void>
  on: (event: string, listener: () => void) => void
}

interface Worker {
  waitUntilReady: () => Promise<unknown>
  close: (isForced: boolean) => Promise<void>
  on: (event: string, listener: (...told: unknown[]) => void) => void
}

interface BullMq {
  Queue: new (name: string, options: object) => Queue
  Worker: new (name: string, work: () => Promise<unknown>, options: object) => Worker
}

/** On a Redis of its own that syncs each write; a step is a job: https://docs.bullmq.io */
export const bullMq: Peer = {
  name: 'BullMQ on Redis',
  about: 'a job, appendfsync always',
  missing: () =>
    missingPackage('bullmq') ??
    (spawnSync('redis-server', ['--version']).status === 0
      ? undefined
      : "redis-server (Debian's redis-server)"),
  start: async (folder) => {
    const port = await freePort()
    const bind = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    const server = startServer(
      'redis-server',
      [...bind, '--appendonly', 'yes', '--appendfsync', 'always'],
      {}
    )
    const { Queue, Worker } = await importPeer<BullMq>('bullmq')
    const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null }
    const queue = new Queue('bench', { connection })
    // Until the server listens.
    queue.on('error', () => undefined)
    await until(async () => {
      await queue.add('first', data)
      return true
    })
    return {
      stepsPerSecond: async ({ atOnce, seconds }) => {
        const waiting: (() => void)[] = []
        const work = async (): Promise<object> => {
          setImmediate(() => waiting.shift()?.())
          return Promise.resolve(data)
        }
        const worker = new Worker('bench', work, { connection, concurrency: atOnce })
        worker.on('error', () => undefined)
        await worker.waitUntilReady()
        const startedAt = performance.now()
        let jobs = 0
        const caller = async (): Promise<void> => {
          while (performance.now() - startedAt < seconds * 1000) {
            const done = new Promise<void>((resolve) => waiting.push(resolve))
            await queue.add('job', data)
            await done
            jobs++
          }
        }
        await Promise.all(Array.from({ length: atOnce }, caller))
        const perSecond = (jobs / (performance.now() - startedAt)) * 1000
        await worker.close(true)
        return perSecond
      },
      stop: async () => {
        await queue.close()
        await server.stop()
      }
    }
  }
}
