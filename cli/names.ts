/** What people call things, and the ARNs that the API wants. */
import { basename, dirname, resolve } from 'node:path'
import type { Client } from '../api/client.ts'
import { usageFailure } from './failure.ts'
import { everyPage } from './pages.ts'

/** The last part of an ARN: the name of a state machine or of an execution. */
export function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1)
}

/** The name of the state machine in an execution's ARN. */
export function machineInArn(executionArn: string): string {
  return executionArn.split(':').at(-2) ?? ''
}

// cspell:ignore statemachine
const forbiddenInNames = /[^A-Za-z0-9_.-]+/g
const MAX_NAME_LENGTH = 80

/**
 * The state machine's name for a file: the file's name without its extensions; where that is only
 * `workflow`, `definition` or the like, the name of its folder.
 */
export function machineNameOf(file: string): string {
  const path = resolve(file)
  const stem = basename(path).replace(/(\.(asl|states?))?\.(json|asl)$/i, '')
  const isGeneric = ['workflow', 'definition', 'statemachine', 'state-machine', 'asl'].includes(
    stem.toLowerCase()
  )
  const name = isGeneric ? basename(dirname(path)) : stem
  const clean = name.replaceAll(forbiddenInNames, '-').slice(0, MAX_NAME_LENGTH)
  return clean === '' ? 'workflow' : clean
}

/** The ARN of the state machine that is called `name` (a name or an ARN). */
export async function findMachine(client: Client, name: string): Promise<string> {
  if (name.startsWith('arn:')) return name
  const machines = await everyPage(async (nextToken) => {
    const page = await client.ListStateMachines(nextToken)
    return { items: page.stateMachines, nextToken: page.nextToken }
  })
  const found = machines.find((machine) => machine.name === name)
  if (found) return found.stateMachineArn
  const names = machines.map((machine) => machine.name)
  throw usageFailure(`No state machine is called '${name}'. ${knownNames(names)}`)
}

function knownNames(names: readonly string[]): string {
  return names.length === 0
    ? 'There are none yet: run a file, or install an example.'
    : `There are: ${names.join(', ')}.`
}

/** An execution by its ARN, its name, or a beginning of its name that fits only one; `last`: the newest. */
export async function findExecution(client: Client, name: string): Promise<string> {
  if (name.startsWith('arn:')) return name
  if (name === 'last') {
    const { executions } = await client.SearchExecutions({ maxResults: 1 })
    const [newest] = executions
    if (newest) return newest.executionArn
    throw usageFailure('There is no execution yet.')
  }
  const candidates = await everyPage(async (nextToken) => {
    const page = await client.SearchExecutions({ nameContains: name, ...nextToken })
    return { items: page.executions, nextToken: page.nextToken }
  })
  const exact = candidates.filter((execution) => execution.name === name)
  const matching = exact.length > 0 ? exact : candidates.filter((one) => one.name.startsWith(name))
  const [first, second] = matching
  if (!first) throw usageFailure(`No execution is called '${name}'. See signalbox list.`)
  if (second) {
    const some = matching.slice(0, 5).map((one) => `${nameInArn(one.stateMachineArn)}:${one.name}`)
    throw usageFailure(
      `'${name}' fits ${String(matching.length)} executions: ${some.join(', ')}${matching.length > 5 ? ', …' : ''}. Give more of the name, or the ARN.`
    )
  }
  return first.executionArn
}
