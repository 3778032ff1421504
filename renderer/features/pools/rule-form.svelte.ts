import type { Client } from '../../../api/client.ts'
import type { ConcurrencyRule, WhenFull } from './rule-words.ts'

type RuleClient = Pick<Client, 'PutConcurrencyRule' | 'DeleteConcurrencyRule'>

interface PoolUse {
  pool: string
  units: string
  key: string
}

const isCount = (text: string): boolean => /^[1-9]\d{0,6}$/.test(text.trim())

/** The rule on one state machine's starts, being edited. Numbers are texts, as typed. */
export class RuleForm {
  limit = $state('')
  pools: PoolUse[] = $state([])
  whenFull: WhenFull = $state('QUEUE')
  maxQueued = $state('')
  isSaving = $state(false)
  error: string | undefined = $state()
  readonly #client: RuleClient
  readonly #stateMachineArn: string

  constructor(client: RuleClient, stateMachineArn: string, rule: ConcurrencyRule) {
    this.#client = client
    this.#stateMachineArn = stateMachineArn
    this.limit = rule.limit === undefined ? '' : String(rule.limit)
    this.pools = (rule.pools ?? []).map(({ pool, units = 1, key = '' }) => ({
      pool,
      units: String(units),
      key
    }))
    this.whenFull = rule.whenFull ?? 'QUEUE'
    this.maxQueued = rule.maxQueued === undefined ? '' : String(rule.maxQueued)
  }

  get limitError(): string | undefined {
    return this.limit.trim() === '' || isCount(this.limit)
      ? undefined
      : 'Expected a whole number of at least 1.'
  }

  get maxQueuedError(): string | undefined {
    return this.maxQueued.trim() === '' || isCount(this.maxQueued)
      ? undefined
      : 'Expected a whole number of at least 1.'
  }

  unitsError(index: number): string | undefined {
    return isCount(this.pools[index]?.units ?? '')
      ? undefined
      : 'Expected a whole number of at least 1.'
  }

  get isReady(): boolean {
    const errors = [
      this.limitError,
      this.maxQueuedError,
      ...this.pools.map((_, index) => this.unitsError(index))
    ]
    return errors.every((error) => error === undefined)
  }

  /** Empty: there is no rule. */
  get rule(): ConcurrencyRule {
    const limit = this.limit.trim()
    const maxQueued = this.maxQueued.trim()
    if (limit === '' && this.pools.length === 0) return {}
    return {
      whenFull: this.whenFull,
      ...(limit ? { limit: Number(limit) } : {}),
      ...(maxQueued && this.whenFull === 'QUEUE' ? { maxQueued: Number(maxQueued) } : {}),
      ...(this.pools.length > 0
        ? {
            pools: this.pools.map(({ pool, units, key }) => ({
              pool,
              units: Number(units),
              ...(key.trim() ? { key: key.trim() } : {})
            }))
          }
        : {})
    }
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.error = undefined
    if (!this.isReady) return false
    this.isSaving = true
    const { rule } = this
    const stateMachineArn = this.#stateMachineArn
    try {
      if (Object.keys(rule).length === 0) {
        await this.#client.DeleteConcurrencyRule({ stateMachineArn })
      } else await this.#client.PutConcurrencyRule({ stateMachineArn, rule })
      return true
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}
