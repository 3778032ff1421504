import type { Client } from '../../../api/client.ts'
import { jsonProblem } from '../../editor/json-problem.ts'

type RunClient = Pick<
  Client,
  'SearchExecutions' | 'DescribeExecution' | 'ListExamples' | 'StartExecution'
>

export type InputSource = 'last' | 'example' | 'empty'

/** AWS's rule: no white space, brackets, wildcards or control characters; at most 80. */
const nameForm = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u

/** What a person fills in to start an execution. */
export class RunForm {
  input = $state('{}')
  name = $state('')
  /** Where the prefilled input came from. */
  source: InputSource = $state('empty')
  isLoading = $state(true)
  isStarting = $state(false)
  startError: string | undefined = $state()
  readonly #client: RunClient
  readonly #stateMachineArn: string

  constructor(client: RunClient, stateMachineArn: string) {
    this.#client = client
    this.#stateMachineArn = stateMachineArn
  }

  get inputError(): string | undefined {
    return jsonProblem(this.input)?.message
  }

  get nameError(): string | undefined {
    return this.name === '' || nameForm.test(this.name)
      ? undefined
      : 'Expected up to 80 characters without spaces, brackets, wildcards or quotes.'
  }

  /** Prefills the input: the last execution's, else the example's, else an empty object. */
  async load(): Promise<void> {
    const prefilled = await this.#lastInput().catch(() => undefined)
    const found = prefilled ?? (await this.#exampleInput().catch(() => undefined))
    if (found !== undefined) this.input = found
    this.source = prefilled !== undefined ? 'last' : found !== undefined ? 'example' : 'empty'
    this.isLoading = false
  }

  /** Resolves to the new execution's ARN; undefined where something is wrong. */
  async start(): Promise<string | undefined> {
    if (this.inputError !== undefined || this.nameError !== undefined || this.isStarting) return
    this.isStarting = true
    this.startError = undefined
    try {
      const { executionArn } = await this.#client.StartExecution({
        stateMachineArn: this.#stateMachineArn,
        input: this.input,
        ...(this.name ? { name: this.name } : {})
      })
      return executionArn
    } catch (error) {
      this.startError = error instanceof Error ? error.message : String(error)
      return undefined
    } finally {
      this.isStarting = false
    }
  }

  async #lastInput(): Promise<string | undefined> {
    const { executions } = await this.#client.SearchExecutions({
      stateMachineArn: this.#stateMachineArn,
      maxResults: 1
    })
    const executionArn = executions[0]?.executionArn
    if (executionArn === undefined) return undefined
    const { input } = await this.#client.DescribeExecution({ executionArn })
    return input === undefined ? undefined : pretty(input)
  }

  async #exampleInput(): Promise<string | undefined> {
    const { examples } = await this.#client.ListExamples({})
    const example = examples.find((one) => one.stateMachineArn === this.#stateMachineArn)
    return example && pretty(example.input)
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
