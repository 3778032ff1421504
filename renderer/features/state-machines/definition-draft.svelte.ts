import type { Client } from '../../../api/client.ts'
import type { Graph } from '../../../asl/graph.ts'
import { graphOf } from '../../../asl/graph.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import type { LocatedProblem } from '../../editor/diagnostics.ts'
import { locate } from '../../editor/diagnostics.ts'
import { formatJson } from '../../editor/format-json.ts'
import { jsonProblem } from '../../editor/json-problem.ts'
import type { PluginDescription } from '../../editor/state-templates.ts'

type DraftClient = Pick<Client, 'CreateStateMachine' | 'UpdateStateMachine'>

export interface DraftOptions {
  client: DraftClient
  /** The stored state machine; a new one where absent. */
  stateMachineArn?: string
  name: string
  text: string
}

const nameForm = /^[0-9A-Za-z_-]{1,80}$/

/** A new definition's first text: the smallest one that runs. */
export const firstDefinition = `{
  "Comment": "What this workflow is for",
  "StartAt": "Hello",
  "States": {
    "Hello": {
      "Type": "Task",
      "Resource": "plugin:shell:run",
      "Parameters": {
        "command": "echo",
        "arguments": ["Hello, Signalbox"]
      },
      "End": true
    }
  }
}
`

/** A definition while it is written: its text, what is wrong with it, and how it looks drawn. */
export class DefinitionDraft {
  readonly isNew: boolean
  stateMachineArn: string | undefined
  name = $state('')
  text = $state('')
  /** Of the text that was last checked. */
  problems: readonly LocatedProblem[] = $state.raw([])
  /** Of the last text without an error; kept while the text is being repaired. */
  graph: Graph | undefined = $state.raw()
  isGraphCurrent = $state(false)
  isSaving = $state(false)
  saveError: string | undefined = $state()
  hasTriedToSave = $state(false)
  #savedText = $state('')
  #plugins: readonly PluginDescription[] | undefined = $state.raw()
  readonly #client: DraftClient

  constructor({ client, stateMachineArn, name, text }: DraftOptions) {
    this.#client = client
    this.stateMachineArn = stateMachineArn
    this.isNew = stateMachineArn === undefined
    this.name = name
    this.text = text
    this.#savedText = text
    this.validate()
  }

  readonly errors = $derived(this.problems.filter(({ severity }) => severity === 'error'))
  readonly warnings = $derived(this.problems.filter(({ severity }) => severity === 'warning'))

  get isDirty(): boolean {
    return this.text !== this.#savedText
  }

  get nameError(): string | undefined {
    if (!this.isNew || nameForm.test(this.name)) return undefined
    return this.name === ''
      ? 'A state machine needs a name.'
      : 'Expected up to 80 letters, digits, hyphens or underscores.'
  }

  /** What tasks may call; from then on unknown resources are problems too. */
  setPlugins(plugins: readonly PluginDescription[]): void {
    this.#plugins = plugins
    this.validate()
  }

  /** Checks the text as it is now; cheap enough for every pause in typing. */
  validate(): void {
    const resources = this.#plugins?.flatMap((plugin) => plugin.actions)
    const { problems, definition } = validateDefinition(this.text, resources ? { resources } : {})
    this.problems = locate(this.text, problems)
    this.isGraphCurrent = definition !== undefined
    if (definition) this.graph = graphOf(definition)
  }

  /** Indents the text; says whether it could (it must be JSON). */
  format(): boolean {
    if (jsonProblem(this.text)) return false
    this.text = formatJson(this.text)
    this.validate()
    return true
  }

  /** Stores the definition. Resolves to the state machine's ARN, or undefined where it was not stored. */
  async save(): Promise<string | undefined> {
    this.hasTriedToSave = true
    this.saveError = undefined
    this.validate()
    if (this.errors.length > 0 || this.nameError !== undefined || this.isSaving) return undefined
    this.isSaving = true
    const { text } = this
    try {
      const stateMachineArn = await this.#store(text)
      this.#savedText = text
      return stateMachineArn
    } catch (error) {
      this.saveError = error instanceof Error ? error.message : String(error)
      return undefined
    } finally {
      this.isSaving = false
    }
  }

  async #store(definition: string): Promise<string> {
    if (this.stateMachineArn !== undefined) {
      await this.#client.UpdateStateMachine({ stateMachineArn: this.stateMachineArn, definition })
      return this.stateMachineArn
    }
    const created = await this.#client.CreateStateMachine({ name: this.name, definition })
    this.stateMachineArn = created.stateMachineArn
    return created.stateMachineArn
  }
}
