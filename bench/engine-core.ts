import { inProcessPlugin } from './in-process-plugin.ts'
import { createCore } from '../engine/core.ts'
import { createMocks } from '../engine/mocks/mocks.ts'
import type { Core, CoreOptions } from '../engine/core.ts'
import { systemClock } from '../engine/clock.ts'
import { dataFolder } from '../engine/data-folder.ts'
import { randomIds } from '../engine/ids.ts'
import { createLog } from '../engine/log.ts'
import { migrate } from '../engine/store/migrate.ts'
import { migrations } from '../engine/store/migrations/index.ts'
import { openStore } from '../engine/store/open.ts'

/** The engine's core over a database in `folder`, without plugins and HTTP. */
export function startCore(
  folder: string,
  options: Partial<Pick<CoreOptions, 'transitionLimit' | 'plugins' | 'clock' | 'services'>> = {}
): Core {
  const data = dataFolder(folder)
  const store = openStore(data.database)
  migrate(store, migrations)
  const core = createCore({
    store,
    folder: data,
    clock: systemClock,
    ids: randomIds,
    log: createLog(),
    plugins: [inProcessPlugin],
    mocks: createMocks(undefined),
    concurrency: 16,
    tell: () => undefined,
    onDamaged: (error) => {
      throw error
    },
    services: () => ({
      taskEnded: () => undefined,
      forTasks: {
        connections: { find: () => Promise.resolve(undefined) },
        approvals: { request: () => Promise.reject(new Error('no approvals in a benchmark')) },
        outbox: { put: () => Promise.reject(new Error('no outbox in a benchmark')) }
      }
    }),
    ...options
  })
  core.start()
  return core
}
