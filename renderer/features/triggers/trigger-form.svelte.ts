import type { Client } from '../../../api/client.ts'
import type { Input, Output } from '../../../api/index.ts'
import type { Conditions } from '../conditions/conditions.ts'
import type { Trigger, TriggerKind, TriggerSettings } from './trigger-kinds.ts'
import { kindOf } from './trigger-kinds.ts'

type FormClient = Pick<Client, 'CreateTrigger' | 'UpdateTrigger' | 'TestTrigger'>
type Draft = NonNullable<Input<'TestTrigger'>['draft']>
export type Rehearsals = Output<'TestTrigger'>

export interface TriggerFormOptions {
  client: FormClient
  /** The trigger to change; a new one where absent. */
  trigger?: Trigger
  kind: TriggerKind
  stateMachineArn?: string
}

const nameForm = /^[A-Za-z0-9_-]{1,64}$/
const REHEARSED = 20
const MIN_SECRET = 16

/** What is changed of some settings; undefined takes a member away. */
export type Changes<Settings> = { [Member in keyof Settings]?: Settings[Member] | undefined }

/** Settings with changes, without members that are undefined or empty. */
export function withChanges<Settings extends object>(
  settings: Settings,
  changes: Changes<Settings>
): Settings {
  const next = Object.assign({}, settings, changes)
  for (const [name, value] of Object.entries(next)) {
    const isEmpty =
      value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
    // What must be there stays, so that the engine can say what is wrong with it.
    if (isEmpty && name in changes && !required.has(name)) Reflect.deleteProperty(next, name)
  }
  return next
}
const required = new Set(['path', 'bucket', 'sourceArn'])

/** One trigger being made or changed, and what it would start now. */
export class TriggerForm {
  readonly trigger: Trigger | undefined
  name = $state('')
  description = $state('')
  stateMachineArn = $state('')
  isEnabled = $state(true)
  /** Empty: the event itself is the input. */
  input = $state('')
  /** Of a webhook; empty: the engine makes one, or the old one stays. */
  secret = $state('')
  conditions: Conditions = $state.raw({})
  settings: TriggerSettings = $state.raw({ kind: 'APP_START' })
  isSaving = $state(false)
  isSubmitted = $state(false)
  /** From then on what a test needs is asked for: no name, but what to look at and what to start. */
  isTested = $state(false)
  saveError: string | undefined = $state()
  isTesting = $state(false)
  rehearsals: Rehearsals | undefined = $state.raw()
  testError: string | undefined = $state()
  /** The secret that the engine has made: shown this once. */
  madeSecret: string | undefined = $state()
  saved: Trigger | undefined = $state.raw()
  readonly #client: FormClient

  constructor(options: TriggerFormOptions) {
    const { trigger } = options
    this.#client = options.client
    this.trigger = trigger
    this.name = trigger?.name ?? ''
    this.description = trigger?.description ?? ''
    this.stateMachineArn = trigger?.stateMachineArn ?? options.stateMachineArn ?? ''
    this.isEnabled = trigger?.state !== 'DISABLED'
    this.input = trigger?.input ?? ''
    this.conditions = trigger?.conditions ?? {}
    this.settings = trigger?.settings ?? kindOf(options.kind).empty
  }

  get nameError(): string | undefined {
    if (this.trigger || nameForm.test(this.name)) return undefined
    return this.name === ''
      ? 'A trigger needs a name.'
      : 'Expected up to 64 letters, digits, hyphens or underscores.'
  }

  get targetError(): string | undefined {
    return this.stateMachineArn ? undefined : 'Choose what to start.'
  }

  get secretError(): string | undefined {
    return this.secret === '' || this.secret.length >= MIN_SECRET
      ? undefined
      : `Expected at least ${String(MIN_SECRET)} characters, or none to have one made.`
  }

  /** What of the settings must be there and is not. */
  get settingsError(): string | undefined {
    const { settings } = this
    if (settings.kind === 'FOLDER' && settings.path === '') return 'Write the path of a folder.'
    if (settings.kind === 'S3_OBJECTS' && settings.bucket === '')
      return 'Write the name of a bucket.'
    if (settings.kind === 'MAIL' && settings.afterwards === 'MOVE' && !settings.moveTo) {
      return 'Write the mailbox where mails go.'
    }
    if (settings.kind === 'EXECUTION_ENDED' && settings.sourceArn === '') {
      return 'Choose whose executions are waited for.'
    }
    return undefined
  }

  get isReady(): boolean {
    const errors = [this.nameError, this.targetError, this.secretError, this.settingsError]
    return errors.every((error) => error === undefined)
  }

  get #draft(): Draft {
    const description = this.description.trim()
    return {
      stateMachineArn: this.stateMachineArn,
      state: this.isEnabled ? 'ENABLED' : 'DISABLED',
      settings: this.settings,
      ...(description ? { description } : {}),
      ...(this.input.trim() ? { input: this.input } : {}),
      ...(Object.keys(this.conditions).length > 0 ? { conditions: this.conditions } : {})
    }
  }

  /** Asks what it would start now; nothing is started. */
  async test(): Promise<void> {
    this.isTested = true
    this.testError = undefined
    if (this.targetError !== undefined || this.settingsError !== undefined) return
    this.isTesting = true
    try {
      this.rehearsals = await this.#client.TestTrigger({
        draft: this.#draft,
        maxResults: REHEARSED,
        ...(this.trigger ? { name: this.trigger.name } : {})
      })
    } catch (error) {
      this.rehearsals = undefined
      this.testError = error instanceof Error ? error.message : String(error)
    } finally {
      this.isTesting = false
    }
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.isSubmitted = true
    this.saveError = undefined
    if (!this.isReady) return false
    this.isSaving = true
    const asked = {
      name: this.name,
      ...this.#draft,
      ...(this.secret ? { secret: this.secret } : {})
    }
    try {
      if (this.trigger) {
        this.saved = (await this.#client.UpdateTrigger(asked)).trigger
      } else {
        const { trigger, secret } = await this.#client.CreateTrigger(asked)
        this.saved = trigger
        this.madeSecret = secret
      }
      return true
    } catch (error) {
      this.saveError = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}
