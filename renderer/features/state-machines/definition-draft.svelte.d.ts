import type { Client } from '../../../api/client.ts'
import type { Graph } from '../../../asl/graph.ts'
import type { LocatedProblem } from '../../editor/diagnostics.ts'
import type { PluginDescription } from '../../editor/state-templates.ts'
type DraftClient = Pick<Client, 'CreateStateMachine' | 'UpdateStateMachine'>
export interface DraftOptions {
  client: DraftClient
  /** The stored state machine; a new one where absent. */
  stateMachineArn?: string
  name: string
  text: string
}
/** A new definition's first text: the smallest one that runs. */
export declare const firstDefinition =
  '{\n  "Comment": "What this workflow is for",\n  "StartAt": "Hello",\n  "States": {\n    "Hello": {\n      "Type": "Task",\n      "Resource": "plugin:shell:run",\n      "Parameters": {\n        "command": "echo",\n        "arguments": ["Hello, Signalbox"]\n      },\n      "End": true\n    }\n  }\n}\n'
/** A definition while it is written: its text, what is wrong with it, and how it looks drawn. */
export declare class DefinitionDraft {
  #private
  readonly isNew: boolean
  stateMachineArn: string | undefined
  name: string
  text: string
  /** Of the text that was last checked. */
  problems: readonly LocatedProblem[]
  /** Of the last text without an error; kept while the text is being repaired. */
  graph: Graph | undefined
  isGraphCurrent: boolean
  isSaving: boolean
  saveError: string | undefined
  hasTriedToSave: boolean
  constructor({ client, stateMachineArn, name, text }: DraftOptions)
  readonly errors: LocatedProblem[]
  readonly warnings: LocatedProblem[]
  get isDirty(): boolean
  get nameError(): string | undefined
  /** What tasks may call; from then on unknown resources are problems too. */
  setPlugins(plugins: readonly PluginDescription[]): void
  /** Checks the text as it is now; cheap enough for every pause in typing. */
  validate(): void
  /** Indents the text; says whether it could (it must be JSON). */
  format(): boolean
  /** Stores the definition. Resolves to the state machine's ARN, or undefined where it was not stored. */
  save(): Promise<string | undefined>
}
export {}
