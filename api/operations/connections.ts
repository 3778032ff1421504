import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nothing, timestamp } from './shapes.ts'

const connectionName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** Secret members are never answered: their names are in `secretsSet`. */
export const connection = z.object({
  name: z.string(),
  /** The connection type, as a plugin defines it: `smtp`, `s3`, `http`. */
  type: z.string(),
  settings: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  /** Whether actions that name no connection use this one of its type. */
  isDefault: z.boolean(),
  modifiedDate: timestamp
})

export const listConnections = defineOperation({
  service: 'Signalbox',
  name: 'ListConnections',
  summary: 'All connections, without their secrets.',
  input: nothing,
  output: z.object({
    connections: z.array(connection),
    /** How the key that encrypts the secrets is kept. */
    keyStorage: z.enum(['os-keychain', 'weak-keychain', 'file'])
  }),
  errors: []
})

export const putConnection = defineOperation({
  service: 'Signalbox',
  name: 'PutConnection',
  summary: 'Creates or replaces a connection; a secret that is left out keeps its value.',
  input: z.object({
    name: connectionName,
    type: z.string().min(1).max(64),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.string().max(65_536)).optional(),
    isDefault: z.boolean().optional()
  }),
  output: connection,
  errors: ['ValidationException']
})

export const deleteConnection = defineOperation({
  service: 'Signalbox',
  name: 'DeleteConnection',
  summary: 'Deletes a connection and its secrets.',
  input: z.object({ name: connectionName }),
  output: nothing,
  errors: ['ConnectionDoesNotExist']
})

export const testConnection = defineOperation({
  service: 'Signalbox',
  name: 'TestConnection',
  summary: 'Connects and signs in, changes nothing, and says what the other side answered.',
  input: z.object({ name: connectionName }),
  output: z.object({ message: z.string() }),
  errors: ['ConnectionDoesNotExist', 'ConnectionTestFailed']
})
