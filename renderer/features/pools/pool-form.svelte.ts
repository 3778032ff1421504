import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'

export type Pool = Output<'ListPools'>['pools'][number]

const nameForm = /^[A-Za-z0-9_.-]{1,64}$/

/** A pool being made, or its size changed. */
export class PoolForm {
  readonly pool: Pool | undefined
  name = $state('')
  size = $state('1')
  description = $state('')
  isSaving = $state(false)
  isSubmitted = $state(false)
  error: string | undefined = $state()
  readonly #client: Pick<Client, 'PutPool'>

  constructor(client: Pick<Client, 'PutPool'>, pool?: Pool) {
    this.#client = client
    this.pool = pool
    this.name = pool?.name ?? ''
    this.size = String(pool?.size ?? 1)
    this.description = pool?.description ?? ''
  }

  get nameError(): string | undefined {
    return nameForm.test(this.name)
      ? undefined
      : 'Expected up to 64 letters, digits, hyphens, underscores or dots.'
  }

  get sizeError(): string | undefined {
    return /^[1-9]\d{0,6}$/.test(this.size.trim())
      ? undefined
      : 'Expected a whole number of at least 1.'
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.isSubmitted = true
    this.error = undefined
    if (this.nameError !== undefined || this.sizeError !== undefined) return false
    this.isSaving = true
    const description = this.description.trim()
    try {
      await this.#client.PutPool({
        name: this.name,
        size: Number(this.size),
        ...(description ? { description } : {})
      })
      return true
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}
