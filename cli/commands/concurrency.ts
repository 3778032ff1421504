import type { Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { moment } from '../moment.ts'
import { findMachine, nameInArn } from '../names.ts'
import { sheet, table } from '../table.ts'

type Rule = Output<'GetConcurrencyRule'>['rule']

/** All pools with their use. */
export async function listPools(context: Context): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.ListPools({}))
  if (context.isJson) {
    context.json(answer)
    return
  }
  if (answer.pools.length === 0) context.terminal.err('No pools.\n')
  else {
    const rows = answer.pools.map((pool) => [
      pool.name,
      String(pool.size),
      String(pool.unitsHeld),
      String(pool.queued),
      pool.stateMachineArns.map(nameInArn).join(', ')
    ])
    context.terminal.out(table(['NAME', 'SIZE', 'HELD', 'QUEUED', 'MACHINES'], rows))
  }
}

export async function showPool(context: Context, name: string): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.DescribePool({ name }))
  if (context.isJson) {
    context.json(answer)
    return
  }
  const { pool, keys } = answer
  const entries = [
    ['name', pool.name],
    ['size', String(pool.size)],
    ...(pool.description === undefined ? [] : [['description', pool.description]])
  ] as [string, string][]
  context.terminal.out(sheet(entries))
  const rows = keys.flatMap(({ key, holders, queue }) => [
    ...holders.map((one) => [key || '-', 'holds', moment(one.since), nameInArn(one.executionArn)]),
    ...queue.map((one) => [
      ...[key || '-', `waits as ${String(one.position)}`],
      ...[moment(one.queuedDate), nameInArn(one.executionArn)]
    ])
  ])
  if (rows.length > 0) {
    context.terminal.out(`\n${table(['KEY', 'DOES', 'SINCE', 'EXECUTION'], rows)}`)
  }
}

export async function putPool(
  context: Context,
  name: string,
  options: { size: number; description?: string }
): Promise<void> {
  const pool = await context.withEngine(({ client }) => client.PutPool({ name, ...options }))
  if (context.isJson) context.json(pool)
  else context.terminal.err(`The pool ${name} has the size ${String(pool.size)}.\n`)
}

export async function deletePool(context: Context, name: string): Promise<void> {
  await context.withEngine(({ client }) => client.DeletePool({ name }))
  if (context.isJson) context.json({})
  else context.terminal.err(`Deleted ${name}.\n`)
}

/** All rules with who runs and waits. */
export async function listLimits(context: Context): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.ListConcurrencyRules({}))
  if (context.isJson) {
    context.json(answer)
    return
  }
  if (answer.rules.length === 0) context.terminal.err('No limits: every start begins at once.\n')
  else {
    const rows = answer.rules.map(({ stateMachineArn, rule, running, queued }) => [
      ...[nameInArn(stateMachineArn), String(running), String(queued), wordsOf(rule)]
    ])
    context.terminal.out(table(['MACHINE', 'RUNNING', 'QUEUED', 'RULE'], rows))
  }
}

export async function showLimit(context: Context, machine: string): Promise<void> {
  const answer = await context.withEngine(async ({ client }) =>
    client.GetConcurrencyRule({ stateMachineArn: await findMachine(client, machine) })
  )
  if (context.isJson) {
    context.json(answer)
    return
  }
  context.terminal.out(
    sheet([
      ['rule', wordsOf(answer.rule)],
      ['running', String(answer.running)],
      ['queued', String(answer.queued)]
    ])
  )
  const rows = answer.queue.map((one) => [
    ...[String(one.position), moment(one.queuedDate)],
    ...[one.waitsFor, nameInArn(one.executionArn)]
  ])
  if (rows.length > 0) {
    context.terminal.out(`\n${table(['PLACE', 'SINCE', 'WAITS FOR', 'EXECUTION'], rows)}`)
  }
}

export interface LimitOptions {
  limit?: number
  pool?: string[]
  whenFull?: 'queue' | 'skip' | 'replace'
  maxQueued?: number
}

export async function setLimit(
  context: Context,
  machine: string,
  options: LimitOptions
): Promise<void> {
  const { limit, pool = [], whenFull, maxQueued } = options
  if (limit === undefined && pool.length === 0) throw usageFailure('Expected --limit or --pool.')
  const rule: Rule = {
    ...(limit === undefined ? {} : { limit }),
    ...(pool.length === 0 ? {} : { pools: pool.map(poolUseOf) }),
    ...(whenFull === undefined ? {} : { whenFull: fullWords[whenFull] }),
    ...(maxQueued === undefined ? {} : { maxQueued })
  }
  const answer = await context.withEngine(async ({ client }) =>
    client.PutConcurrencyRule({ stateMachineArn: await findMachine(client, machine), rule })
  )
  if (context.isJson) context.json(answer)
  else context.terminal.err(`${machine}: ${wordsOf(answer.rule)}.\n`)
}

export async function clearLimit(context: Context, machine: string): Promise<void> {
  await context.withEngine(async ({ client }) =>
    client.DeleteConcurrencyRule({ stateMachineArn: await findMachine(client, machine) })
  )
  if (context.isJson) context.json({})
  else context.terminal.err(`${machine} starts at once again.\n`)
}

const fullWords = { queue: 'QUEUE', skip: 'SKIP', replace: 'REPLACE' } as const

/** `gpu`, `gpu:2` or `deploy:1:$input.project`. */
function poolUseOf(text: string): { pool: string; units?: number; key?: string } {
  const [, pool = '', units, key] = /^([^:]+)(?::(\d+))?(?::(.+))?$/s.exec(text) ?? []
  if (pool === '') throw usageFailure(`Expected --pool NAME[:UNITS[:KEY]], found '${text}'.`)
  return {
    pool,
    ...(units === undefined ? {} : { units: Number(units) }),
    ...(key === undefined ? {} : { key })
  }
}

/** `at most 2 at once, 1 of gpu; more wait`. */
function wordsOf({ limit, pools = [], whenFull = 'QUEUE' }: Rule): string {
  const parts = [
    ...(limit === undefined ? [] : [`at most ${String(limit)} at once`]),
    ...pools.map(
      ({ pool, units = 1, key }) =>
        `${String(units)} of ${pool}${key === undefined ? '' : ` by ${key}`}`
    )
  ]
  if (parts.length === 0) return 'none'
  const more = { QUEUE: 'more wait', SKIP: 'more are refused', REPLACE: 'the oldest is stopped' }
  return `${parts.join(', ')}; ${more[whenFull]}`
}
