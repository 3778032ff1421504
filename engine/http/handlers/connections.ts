import type { z } from 'zod'
import type { connection } from '../../../api/operations/connections.ts'
import type { Host } from '../../host/host.ts'
import type { Connections } from '../../secrets/connections.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Store } from '../../store/open.ts'
import type { ConnectionRecord } from '../../store/queries/connections.ts'
import { listConnections } from '../../store/queries/connections.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toSeconds } from './wire.ts'

type Names = 'ListConnections' | 'PutConnection' | 'DeleteConnection' | 'TestConnection'

export interface ConnectionHandlerServices {
  store: Store
  host: Host
  vault: Vault
  connections: Connections
}

export function connectionHandlers(services: ConnectionHandlerServices): Pick<Handlers, Names> {
  const { store, host, vault, connections } = services
  return {
    ListConnections: () => ({
      connections: listConnections(reader(store)).map(toWire),
      keyStorage: vault.storage
    }),
    PutConnection: async ({ name, type, settings, secrets, isDefault }) => {
      const change = {
        name,
        type,
        settings,
        ...(secrets === undefined ? {} : { secrets }),
        ...(isDefault === undefined ? {} : { isDefault })
      }
      return toWire(await host.enqueue((write) => connections.put(write, change)))
    },
    DeleteConnection: async ({ name }) => {
      await host.enqueue((write) => connections.remove(write, name))
      return {}
    },
    TestConnection: async ({ name }, { signal }) => ({
      message: await connections.test(name, signal)
    })
  }
}

function toWire(record: ConnectionRecord): z.output<typeof connection> {
  return {
    name: record.name,
    type: record.type,
    settings: record.settings,
    secretsSet: record.secretNames,
    isDefault: record.isDefault,
    modifiedDate: toSeconds(record.modifiedAt)
  }
}
