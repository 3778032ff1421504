import type { Context } from '../context.ts'
import { moment } from '../moment.ts'
import { findMachine } from '../names.ts'
import { everyPage } from '../pages.ts'
import { readable } from '../progress.ts'
import { table } from '../table.ts'

/** State machines by name. */
export async function listMachines(context: Context): Promise<void> {
  const stateMachines = await context.withEngine(({ client }) =>
    everyPage(async (nextToken) => {
      const page = await client.ListStateMachines(nextToken)
      return { items: page.stateMachines, nextToken: page.nextToken }
    })
  )
  if (context.isJson) {
    context.json({ stateMachines })
    return
  }
  if (stateMachines.length === 0) context.terminal.err('No state machines.\n')
  else {
    const rows = stateMachines.map((one) => [one.name, one.type, moment(one.creationDate)])
    context.terminal.out(table(['NAME', 'TYPE', 'CREATED'], rows))
  }
}

/** The definition of one. */
export async function showMachine(context: Context, name: string): Promise<void> {
  const machine = await context.withEngine(async ({ client }) =>
    client.DescribeStateMachine({ stateMachineArn: await findMachine(client, name) })
  )
  if (context.isJson) context.json(machine)
  else {
    if (machine.workFolder !== undefined) {
      context.terminal.err(`Tasks start in ${machine.workFolder}\n`)
    }
    if (machine.durability !== undefined) {
      context.terminal.err(`Durability ${machine.durability.toLowerCase()}\n`)
    }
    context.terminal.out(`${readable(machine.definition)}\n`)
  }
}

const levels = { full: 'FULL', normal: 'NORMAL', engine: 'ENGINE' } as const

export const durabilityLevels = Object.keys(levels) as (keyof typeof levels)[]

/** Sets what its executions' steps outlive before they have effects. */
export async function setDurability(
  context: Context,
  name: string,
  level: keyof typeof levels
): Promise<void> {
  await context.withEngine(async ({ client }) =>
    client.UpdateStateMachine({
      stateMachineArn: await findMachine(client, name),
      durability: levels[level]
    })
  )
  if (context.isJson) context.json({})
  else
    context.terminal.err(
      `Durability of ${name}: ${level === 'engine' ? 'as the engine' : level}.\n`
    )
}

export async function deleteMachine(context: Context, name: string): Promise<void> {
  await context.withEngine(async ({ client }) =>
    client.DeleteStateMachine({ stateMachineArn: await findMachine(client, name) })
  )
  if (context.isJson) context.json({})
  else context.terminal.err(`Deleted ${name}.\n`)
}
