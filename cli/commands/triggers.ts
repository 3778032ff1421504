import type { Client } from '../../api/client.ts'
import type { Input, Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { readJson } from '../input.ts'
import { moment } from '../moment.ts'
import { findMachine, nameInArn } from '../names.ts'
import { styledStatus } from '../style.ts'
import { sheet, table } from '../table.ts'

type Trigger = Output<'GetTrigger'>['trigger']
type Firing = Output<'ListFirings'>['firings'][number]

/** All triggers by name. */
export async function listTriggers(context: Context): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.ListTriggers({ maxResults: 1000 }))
  if (context.isJson) {
    context.json(answer)
    return
  }
  if (answer.triggers.length === 0) context.terminal.err('No triggers.\n')
  else {
    const rows = answer.triggers.map((one) => [
      ...[one.name, one.kind, styledStatus(context.style, one.state)],
      ...[nameInArn(one.stateMachineArn), countsOf(one)],
      one.lastFiredDate === undefined ? 'never' : moment(one.lastFiredDate),
      healthOf(one)
    ])
    const header = ['NAME', 'KIND', 'STATE', 'MACHINE', 'FIRINGS', 'LAST', 'HEALTH']
    context.terminal.out(table(header, rows))
  }
}

function countsOf({ firingCounts }: Trigger): string {
  const parts = Object.entries(firingCounts).map(([status, count]) => `${String(count)} ${status}`)
  return parts.length === 0 ? '-' : parts.join(', ')
}

function healthOf({ health }: Trigger): string {
  return health.message === undefined ? health.status : `${health.status}: ${health.message}`
}

export async function showTrigger(context: Context, name: string): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.GetTrigger({ name }))
  if (context.isJson) context.json(answer)
  else context.terminal.out(sheetOf(answer.trigger))
}

function sheetOf(trigger: Trigger): string {
  const { description, url, input, conditions, settings } = trigger
  return sheet([
    ...[['Name', trigger.name] as const, ['Kind', trigger.kind] as const],
    ...(description === undefined ? [] : [['Description', description] as const]),
    ['State', trigger.state],
    ['Health', healthOf(trigger)],
    ['Starts', trigger.stateMachineArn],
    ...(url === undefined ? [] : [['Call', url] as const]),
    ...(input === undefined ? [] : [['Input', input] as const]),
    ...(conditions === undefined ? [] : [['Conditions', JSON.stringify(conditions)] as const]),
    ['Settings', JSON.stringify(settings)],
    ['Firings', countsOf(trigger)]
  ])
}

export interface TriggerOptions {
  machine?: string
  folder?: string
  webhook?: boolean
  after?: string
  mail?: string
  atStart?: boolean
  settings?: string
  input?: string
  conditions?: string
  description?: string
  secret?: string
  disabled?: boolean
}

type Draft = Omit<Input<'CreateTrigger'>, 'name'>

export async function createTrigger(
  context: Context,
  name: string,
  options: TriggerOptions
): Promise<void> {
  const { machine } = options
  if (machine === undefined) throw usageFailure('Expected --machine: what it is to start.')
  const made = await context.withEngine(async (engine) => {
    const settings = await settingsOf(context, engine.client, options)
    if (!settings) throw usageFailure(`Expected one of ${KINDS}: what it fires for.`)
    const stateMachineArn = await findMachine(engine.client, machine)
    const more = await moreOf(context, options)
    const { client } = engine
    const created = await client.CreateTrigger({ name, stateMachineArn, settings, ...more })
    return { ...created, health: await firstHealth(client, name) }
  })
  if (context.isJson) {
    const { health: _health, ...answer } = made
    context.json(answer)
    return
  }
  context.terminal.err(`Created ${name}.\n`)
  if (made.health?.status === 'ERROR') {
    context.terminal.err(`It cannot watch yet: ${made.health.message ?? ''}\n`)
  }
  if (made.trigger.url !== undefined) context.terminal.err(`Call it at ${made.trigger.url}.\n`)
  if (made.secret !== undefined) {
    context.terminal.err('Its secret, which is shown this once:\n')
    context.terminal.out(`${made.secret}\n`)
  }
}

type Health = Output<'GetTrigger'>['trigger']['health']

/** Whether it can watch, as far as it has looked within two seconds: a folder may not be there. */
async function firstHealth(client: Client, name: string): Promise<Health | undefined> {
  for (let tries = 0; tries < 20; tries++) {
    const { trigger } = await client.GetTrigger({ name })
    if (trigger.health.status !== 'STARTING') return trigger.health
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return undefined
}

/** What is not given stays as it is. */
export async function updateTrigger(
  context: Context,
  name: string,
  options: TriggerOptions
): Promise<void> {
  const updated = await context.withEngine(async ({ client }) => {
    const { trigger } = await client.GetTrigger({ name })
    const { description, state, stateMachineArn, input, conditions } = trigger
    const before: Draft = {
      ...{ state, stateMachineArn, settings: trigger.settings },
      ...(description === undefined ? {} : { description }),
      ...(input === undefined ? {} : { input }),
      ...(conditions === undefined ? {} : { conditions })
    }
    const settings = await settingsOf(context, client, options)
    return client.UpdateTrigger({
      ...{ ...before, name },
      ...(await moreOf(context, options)),
      ...(settings ? { settings } : {}),
      ...(options.machine === undefined
        ? {}
        : { stateMachineArn: await findMachine(client, options.machine) })
    })
  })
  if (context.isJson) context.json(updated)
  else context.terminal.err(`Updated ${name}.\n`)
}

const KINDS = '--folder, --webhook, --after, --mail, --at-start or --settings'

async function settingsOf(
  context: Context,
  client: Parameters<typeof findMachine>[0],
  options: TriggerOptions
): Promise<Draft['settings'] | undefined> {
  const { folder, webhook, after, mail, atStart, settings } = options
  const given = [folder, webhook, after, mail, atStart].filter((one) => one !== undefined)
  if (given.length > 1) throw usageFailure(`Expected only one of ${KINDS}.`)
  const more =
    settings === undefined ? {} : (JSON.parse(await readJson(settings, context.terminal)) as object)
  const kind =
    folder !== undefined
      ? { kind: 'FOLDER', path: folder }
      : webhook
        ? { kind: 'WEBHOOK' }
        : after !== undefined
          ? { kind: 'EXECUTION_ENDED', sourceArn: await findMachine(client, after) }
          : mail !== undefined
            ? { kind: 'MAIL', mailbox: mail }
            : atStart
              ? { kind: 'APP_START' }
              : {}
  // The engine checks it: the shape is its own.
  const whole = { ...kind, ...more } as Draft['settings']
  return 'kind' in whole ? whole : undefined
}

async function moreOf(context: Context, options: TriggerOptions): Promise<Partial<Draft>> {
  const { input, conditions, description, secret, disabled } = options
  return {
    ...(input === undefined ? {} : { input: await mappingOf(context, input) }),
    ...(conditions === undefined
      ? {}
      : {
          conditions: JSON.parse(await readJson(conditions, context.terminal)) as NonNullable<
            Draft['conditions']
          >
        }),
    ...(description === undefined ? {} : { description }),
    ...(secret === undefined ? {} : { secret }),
    ...(disabled ? { state: 'DISABLED' as const } : {})
  }
}

/** One expression as a whole, or JSON. */
async function mappingOf(context: Context, text: string): Promise<string> {
  return text.startsWith('{%') ? text : readJson(text, context.terminal)
}

export async function switchTrigger(
  context: Context,
  name: string,
  state: 'ENABLED' | 'DISABLED'
): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.SetTriggerState({ name, state }))
  if (context.isJson) context.json(answer)
  else context.terminal.err(`${state === 'ENABLED' ? 'Enabled' : 'Disabled'} ${name}.\n`)
}

export async function deleteTrigger(context: Context, name: string): Promise<void> {
  await context.withEngine(({ client }) => client.DeleteTrigger({ name }))
  if (context.isJson) context.json({})
  else context.terminal.err(`Deleted ${name}.\n`)
}

export async function fireTrigger(
  context: Context,
  name: string,
  options: { event?: string; firing?: string }
): Promise<void> {
  const { event, firing } = options
  const text = event === undefined ? undefined : await readJson(event, context.terminal)
  const answer = await context.withEngine(({ client }) =>
    client.FireTrigger({
      name,
      ...(text === undefined ? {} : { event: text }),
      ...(firing === undefined ? {} : { firingId: firing })
    })
  )
  const { status, executionArn, reason } = answer.firing
  if (context.isJson) context.json(answer)
  else if (executionArn === undefined) context.terminal.err(`${status}: ${reason ?? ''}\n`)
  else context.terminal.out(`${executionArn}\n`)
  if (status !== 'STARTED') context.setExitCode(1)
}

export async function listFirings(
  context: Context,
  name: string,
  options: { status?: Firing['status']; limit: number }
): Promise<void> {
  const { status, limit } = options
  const answer = await context.withEngine(({ client }) =>
    client.ListFirings({ name, maxResults: limit, ...(status === undefined ? {} : { status }) })
  )
  if (context.isJson) {
    context.json(answer)
    return
  }
  if (answer.firings.length === 0) context.terminal.err('No firings.\n')
  else {
    const rows = answer.firings.map((one) => [
      ...[one.firingId, styledStatus(context.style, one.status), moment(one.firedDate), one.title],
      one.reason ?? nameInArn(one.executionArn ?? '')
    ])
    context.terminal.out(table(['ID', 'STATUS', 'FIRED', 'WHAT', 'EXECUTION OR REASON'], rows))
  }
}

/** What would start now. */
export async function testTrigger(
  context: Context,
  name: string,
  options: { event?: string }
): Promise<void> {
  const event =
    options.event === undefined ? undefined : await readJson(options.event, context.terminal)
  const answer = await context.withEngine(({ client }) =>
    client.TestTrigger({ name, ...(event === undefined ? {} : { event }) })
  )
  if (context.isJson) {
    context.json(answer)
    return
  }
  const { rehearsals, hasMore, problem } = answer
  if (problem !== undefined) context.terminal.err(`${problem}\n`)
  else if (rehearsals.length === 0) context.terminal.err('It finds nothing to start for.\n')
  for (const one of rehearsals) {
    const verdict = one.wouldStart ? 'would start' : `would not start: ${one.reason ?? ''}`
    context.terminal.out(`${one.title}: ${verdict}\n`)
    if (one.input !== undefined) context.terminal.out(`  ${one.input}\n`)
  }
  if (hasMore) context.terminal.err('There is more.\n')
}
