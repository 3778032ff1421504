/** What can start a workflow besides a person and a schedule: each kind in words. */
import type { Component } from 'svelte'
import CloudDownload from '@lucide/svelte/icons/cloud-download'
import FolderInput from '@lucide/svelte/icons/folder-input'
import Mail from '@lucide/svelte/icons/mail'
import Power from '@lucide/svelte/icons/power'
import Sunrise from '@lucide/svelte/icons/sunrise'
import Webhook from '@lucide/svelte/icons/webhook'
import Workflow from '@lucide/svelte/icons/workflow'
import Zap from '@lucide/svelte/icons/zap'
import type { Input, Output } from '../../../api/index.ts'
import { nameOfArn } from '../../format.ts'

export type Trigger = Output<'ListTriggers'>['triggers'][number]
export type TriggerSettings = Input<'CreateTrigger'>['settings']
export type TriggerKind = TriggerSettings['kind']
export type SettingsOf<Kind extends TriggerKind> = Extract<TriggerSettings, { kind: Kind }>

interface Kind {
  title: string
  /** What it starts for, in one sentence. */
  text: string
  icon: Component<{ size?: number | string; 'aria-hidden'?: 'true' }>
  /** What a new one begins with. */
  empty: TriggerSettings
  /** Shown where nothing is typed yet. */
  nameExample: string
  inputExample: string
}

/** In the order in which they are offered. */
const kinds: Readonly<Record<string, Kind>> = {
  FOLDER: {
    title: 'Folder',
    text: 'A file appears, changes or goes away in a folder.',
    icon: FolderInput,
    empty: { kind: 'FOLDER', path: '' },
    nameExample: 'new-invoices',
    inputExample: '{ "file": "{% $event.path %}" }'
  },
  WEBHOOK: {
    title: 'Webhook',
    text: 'A program calls an address of this computer, and may wait for the answer.',
    icon: Webhook,
    empty: { kind: 'WEBHOOK', authentication: { type: 'BEARER' } },
    nameExample: 'orders',
    inputExample: '{ "order": "{% $event.body %}" }'
  },
  EXECUTION_ENDED: {
    title: 'Execution ended',
    text: 'Another workflow has succeeded, failed or timed out; its output comes along.',
    icon: Workflow,
    empty: { kind: 'EXECUTION_ENDED', sourceArn: '' },
    nameExample: 'after-nightly',
    inputExample: '{ "result": "{% $event.output %}" }'
  },
  S3_OBJECTS: {
    title: 'S3 objects',
    text: 'An object appears or changes in a bucket.',
    icon: CloudDownload,
    empty: { kind: 'S3_OBJECTS', bucket: '' },
    nameExample: 'new-uploads',
    inputExample: '{ "key": "{% $event.key %}" }'
  },
  MAIL: {
    title: 'Mail',
    text: 'A mail comes into a mailbox; its attachments can be saved.',
    icon: Mail,
    empty: { kind: 'MAIL' },
    nameExample: 'invoices-by-mail',
    inputExample: '{ "subject": "{% $event.subject %}" }'
  },
  APP_START: {
    title: 'App start',
    text: 'The engine starts, such as after you have signed in.',
    icon: Power,
    empty: { kind: 'APP_START' },
    nameExample: 'on-start',
    inputExample: '{ "since": "{% $event.startedAt %}" }'
  },
  WAKE: {
    title: 'Wake',
    text: 'The computer wakes from sleep.',
    icon: Sunrise,
    empty: { kind: 'WAKE' },
    nameExample: 'after-sleep',
    inputExample: '{ "minutes": "{% $event.sleptMinutes %}" }'
  }
}

/** One that a newer engine has and this window does not know: shown, and edited elsewhere. */
const otherKind: Kind = {
  title: 'Other',
  text: 'Made by the command line or a program.',
  icon: Zap,
  empty: { kind: 'APP_START' },
  nameExample: 'my-trigger',
  inputExample: '{}'
}

/** Those that can be made here. */
export const kindNames = Object.keys(kinds).filter(isTriggerKind)

export function isTriggerKind(text: string | null): text is TriggerKind {
  return text !== null && text in kinds
}

export function kindOf(kind: string): Kind {
  return kinds[kind] ?? otherKind
}

const endings = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  ABORTED: 'was aborted'
} as const

/** `a`, `a or b`, `a, b or c` */
function either(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}

function mailText({ mailbox, from, subject, hasAttachment }: SettingsOf<'MAIL'>): string {
  const parts = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(subject === undefined ? [] : [`about ${subject}`]),
    ...(hasAttachment === undefined ? [] : [hasAttachment ? 'with a file' : 'without files'])
  ]
  return ['Mails in', mailbox ?? 'INBOX', ...parts].join(' ')
}

/** What it waits for, in one line. */
export function settingsText(settings: TriggerSettings): string {
  switch (settings.kind) {
    case 'FOLDER': {
      const verbs = { ADDED: 'appears', CHANGED: 'changes', REMOVED: 'goes away' }
      const events = (settings.events ?? ['ADDED']).map((event) => verbs[event])
      const files = settings.include?.join(', ') ?? 'A file'
      return `${files} ${either(events)} in ${settings.path}`
    }
    case 'WEBHOOK':
      return `${(settings.methods ?? ['POST']).join(', ')}, ${
        settings.mode === 'SYNC' ? 'answers with the output' : 'answers at once'
      }`
    case 'EXECUTION_ENDED':
      return `${nameOfArn(settings.sourceArn)} ${either(
        (settings.statuses ?? ['SUCCEEDED']).map((status) => endings[status])
      )}`
    case 'S3_OBJECTS':
      return `Objects in ${settings.bucket}/${settings.prefix ?? ''}`
    case 'MAIL':
      return mailText(settings)
    case 'APP_START':
      return 'Each start of the engine'
    case 'WAKE':
      return settings.sleptMinutes
        ? `Wakes after at least ${String(settings.sleptMinutes)} minutes of sleep`
        : 'Each time the computer wakes'
    default:
      return 'As it was set by the command line or a program'
  }
}
