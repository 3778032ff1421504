import type { Client } from '../../../api/client.ts'

export type TestResult =
  { state: 'testing' } | { state: 'passed'; message: string } | { state: 'failed'; message: string }

/** What trying the connections has brought, by name. */
export class ConnectionTests {
  #results: Readonly<Record<string, TestResult>> = $state.raw({})
  readonly #client: Pick<Client, 'TestConnection'>

  constructor(client: Pick<Client, 'TestConnection'>) {
    this.#client = client
  }

  resultOf(name: string): TestResult | undefined {
    return this.#results[name]
  }

  /** Connects and signs in, and keeps what the other side answered. */
  async test(name: string): Promise<void> {
    if (this.#results[name]?.state === 'testing') return
    this.#keep(name, { state: 'testing' })
    try {
      const { message } = await this.#client.TestConnection({ name })
      this.#keep(name, { state: 'passed', message })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#keep(name, { state: 'failed', message })
    }
  }

  /** The connection has changed: an old result says nothing about it. */
  forget(name: string): void {
    this.#results = Object.fromEntries(
      Object.entries(this.#results).filter(([key]) => key !== name)
    )
  }

  #keep(name: string, result: TestResult): void {
    this.#results = { ...this.#results, [name]: result }
  }
}
