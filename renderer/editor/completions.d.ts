/** What may be written at a place of a definition. Pure; `definition-extensions.ts` hands it to CodeMirror. */
import type { Cursor } from './json-tree.ts'
import type { PluginDescription, StateTemplate } from './state-templates.ts'
export interface Suggestion {
  label: string
  detail?: string
  info?: string
  kind: 'name' | 'value' | 'state' | 'resource' | 'template'
  /** Set for a whole new state: inserted with its own rules. */
  template?: StateTemplate
}
export interface Suggestions extends Cursor {
  suggestions: Suggestion[]
}
/** What fits at an offset of a definition, and what of the text it would replace. */
export declare function suggestionsAt(
  text: string,
  offset: number,
  plugins: readonly PluginDescription[]
): Suggestions | undefined
