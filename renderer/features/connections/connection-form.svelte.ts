import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import { labelOf } from '../../forms/fields.ts'
import { FormState } from '../../forms/form.svelte.ts'

export type Connection = Output<'ListConnections'>['connections'][number]
export type ConnectionType = Output<'ListPlugins'>['plugins'][number]['connectionTypes'][number]

type ConnectionClient = Pick<Client, 'PutConnection'>

export interface SecretField {
  name: string
  label: string
  /** Whether the engine keeps a value already; it is never shown. */
  isSet: boolean
}

const nameForm = /^[A-Za-z0-9_-]{1,64}$/

/** One connection being made or changed. A secret that is left empty keeps its value. */
export class ConnectionForm {
  readonly type: ConnectionType
  readonly connection: Connection | undefined
  readonly settings: FormState
  readonly secretFields: readonly SecretField[]
  name = $state('')
  isDefault = $state(true)
  secrets: Record<string, string> = $state({})
  isSaving = $state(false)
  saveError: string | undefined = $state()
  isSubmitted = $state(false)
  readonly #client: ConnectionClient
  readonly #takenNames: readonly string[]

  constructor(
    client: ConnectionClient,
    type: ConnectionType,
    connections: readonly Connection[],
    connection?: Connection
  ) {
    this.#client = client
    this.type = type
    this.connection = connection
    this.#takenNames = connections.map(({ name }) => name)
    this.settings = new FormState(type.settingsSchema, connection?.settings, type.secretNames)
    this.secretFields = type.secretNames.map((name) => ({
      name,
      label: labelOf(name),
      isSet: connection?.secretsSet.includes(name) ?? false
    }))
    this.secrets = Object.fromEntries(type.secretNames.map((name) => [name, '']))
    this.name = connection?.name ?? freeName(type.type, this.#takenNames)
    this.isDefault =
      connection?.isDefault ?? !connections.some((one) => one.type === type.type && one.isDefault)
  }

  get nameError(): string | undefined {
    if (this.connection) return undefined
    if (!nameForm.test(this.name)) {
      return 'Expected up to 64 letters, digits, hyphens or underscores.'
    }
    return this.#takenNames.includes(this.name)
      ? `There is a connection “${this.name}” already.`
      : undefined
  }

  /** Resolves to whether it was stored. Typed secrets are forgotten here once they are. */
  async save(): Promise<boolean> {
    this.isSubmitted = true
    this.saveError = undefined
    const settings = this.settings.submit()
    if (!settings || this.nameError !== undefined || this.isSaving) return false
    const secrets = Object.fromEntries(
      Object.entries(this.secrets).filter(([, value]) => value !== '')
    )
    this.isSaving = true
    try {
      await this.#client.PutConnection({
        name: this.name,
        type: this.type.type,
        settings,
        secrets,
        isDefault: this.isDefault
      })
      this.secrets = Object.fromEntries(this.type.secretNames.map((name) => [name, '']))
      return true
    } catch (error) {
      this.saveError = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}

function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  let count = 2
  while (taken.includes(`${wanted}-${String(count)}`)) count += 1
  return `${wanted}-${String(count)}`
}
