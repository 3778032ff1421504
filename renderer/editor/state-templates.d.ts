import type { Output } from '../../api/index.ts'
import type { JsonObject } from '../../asl/json.ts'
import type { TextRange } from './json-tree.ts'
export type PluginDescription = Output<'ListPlugins'>['plugins'][number]
/** A state to start from; offered in the editor's completion and in its "Add state" menu. */
export interface StateTemplate {
  /** Also the name of the new state. */
  name: string
  /** What it is for, in a few words. */
  detail: string
  group: 'States' | 'Plugins'
  state: JsonObject
}
/** One template for each state type. `Next` points at nothing yet: the editor says so until it does. */
export declare const stateTemplates: readonly StateTemplate[]
/** One template for each example of each action. */
export declare function pluginTemplates(plugins: readonly PluginDescription[]): StateTemplate[]
export interface Insertion {
  /** Offset into the text before the change. */
  from: number
  insert: string
  /** The new state's name, in offsets after the change: what to select. */
  select: TextRange
}
/** Adds a state after the last one of the States object around `offset`; undefined where there is none. */
export declare function insertState(
  text: string,
  offset: number,
  template: Pick<StateTemplate, 'name' | 'state'>
): Insertion | undefined
