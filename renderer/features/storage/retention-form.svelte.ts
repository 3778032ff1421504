import type { Client } from '../../../api/client.ts'
import type { RetentionRule } from './storage-words.ts'

const GIGABYTE = 2 ** 30
type Field = 'days' | 'executions' | 'gigabytes' | 'failedDays'

/** How long executions are kept: of one state machine, or the engine's own rule. Numbers as typed. */
export class RetentionForm {
  /** Of a state machine: whether it has a rule of its own. */
  isOwn = $state(true)
  days = $state('')
  executions = $state('')
  gigabytes = $state('')
  failedDays = $state('')
  isSaving = $state(false)
  error: string | undefined = $state()
  readonly stateMachineArn: string | undefined
  readonly #client: Pick<Client, 'PutRetention'>

  constructor(
    client: Pick<Client, 'PutRetention'>,
    options: { stateMachineArn?: string; rule: RetentionRule | undefined }
  ) {
    this.#client = client
    this.stateMachineArn = options.stateMachineArn
    this.isOwn = options.stateMachineArn === undefined || options.rule !== undefined
    const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value))
    const { rule } = options
    this.days = textOf(rule?.days)
    this.executions = textOf(rule?.executions)
    this.gigabytes = textOf(rule?.bytes === undefined ? undefined : rule.bytes / GIGABYTE)
    this.failedDays = textOf(rule?.failedDays)
  }

  errorOf(field: Field): string | undefined {
    const text = this[field].trim()
    if (text === '') return undefined
    const value = Number(text)
    const isRight = field === 'executions' ? Number.isInteger(value) : Number.isFinite(value)
    return isRight && value >= 0 ? undefined : 'Expected a number of at least 0.'
  }

  get isReady(): boolean {
    const fields: Field[] = ['days', 'executions', 'gigabytes', 'failedDays']
    return !this.isOwn || fields.every((field) => this.errorOf(field) === undefined)
  }

  get rule(): RetentionRule {
    const numberOf = (field: Field): number | undefined => {
      const text = this[field].trim()
      return text === '' ? undefined : Number(text)
    }
    const [days, executions, gigabytes, failedDays] = [
      numberOf('days'),
      numberOf('executions'),
      numberOf('gigabytes'),
      numberOf('failedDays')
    ]
    return {
      ...(days === undefined ? {} : { days }),
      ...(executions === undefined ? {} : { executions }),
      ...(gigabytes === undefined ? {} : { bytes: Math.round(gigabytes * GIGABYTE) }),
      ...(failedDays === undefined ? {} : { failedDays })
    }
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.error = undefined
    if (!this.isReady) return false
    this.isSaving = true
    const { stateMachineArn } = this
    try {
      await this.#client.PutRetention({
        ...(stateMachineArn === undefined ? {} : { stateMachineArn }),
        ...(this.isOwn ? { rule: this.rule } : {})
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
