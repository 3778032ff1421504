import type { Action } from './action.ts'
import type { ConnectionType } from './connection.ts'
import type { WithMailbox } from './mailbox.ts'
import type { WithObjects } from './objects.ts'

/** An installable folder that brings actions and connection types. */
export interface Plugin {
  /** The `<plugin>` of the resource `plugin:<plugin>:<action>`. */
  id: string
  version: string
  title: string
  description: string
  actions: readonly Action[]
  connectionTypes: readonly ConnectionType[]
  /** Where it keeps objects in buckets: distributed Maps read their items and write their results there. */
  withObjects?: WithObjects
  /** Where it reads mails: triggers wait for them there. */
  withMailbox?: WithMailbox
}

/** Defines a plugin; identity at run time, checked types at compile time. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}
