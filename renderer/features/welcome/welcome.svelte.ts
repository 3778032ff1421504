import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'

export type Example = Output<'ListExamples'>['examples'][number]

/** Installs an example and starts it: one click from the first page to a running execution. */
export class ExampleRunner {
  /** The name of the example that is being started. */
  starting = $state<string | undefined>()
  /** What went wrong with the last one. */
  failure = $state.raw<{ name: string; message: string } | undefined>()
  readonly #client: Pick<Client, 'InstallExample' | 'StartExecution'>

  constructor(client: Pick<Client, 'InstallExample' | 'StartExecution'>) {
    this.#client = client
  }

  /** Answers the ARN of the started execution; undefined where it failed or another one is being started. */
  async run(example: Pick<Example, 'name'>): Promise<string | undefined> {
    if (this.starting !== undefined) return undefined
    this.starting = example.name
    this.failure = undefined
    try {
      const { stateMachineArn, input } = await this.#client.InstallExample({ name: example.name })
      const { executionArn } = await this.#client.StartExecution({ stateMachineArn, input })
      return executionArn
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.failure = { name: example.name, message }
      return undefined
    } finally {
      this.starting = undefined
    }
  }
}
