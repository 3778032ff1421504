import type { Client } from '../../api/client.ts'
import type { Input, Output } from '../../api/index.ts'
import { bytesText } from '../bytes.ts'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { moment } from '../moment.ts'
import { findExecution, findMachine, nameInArn } from '../names.ts'
import { sheet, table } from '../table.ts'

type Storage = Output<'DescribeStorage'>
type Rule = Storage['rule']

/** What the data folder takes, by part and by state machine. */
export async function storage(context: Context): Promise<void> {
  const found = await context.withEngine(({ client }) => client.DescribeStorage({}))
  if (context.isJson) {
    context.json(found)
    return
  }
  const { database, files, disk, forecast } = found
  context.terminal.out(
    sheet([
      ['Used', `${bytesText(found.usedBytes)} of ${budgetText(found)}`],
      ['Growth', growthText(forecast)],
      [
        'Database',
        `${bytesText(database.bytes)}, of which ${bytesText(database.freeBytes)} are free; log ${bytesText(database.logBytes)}`
      ],
      ['Tasks', bytesText(files.taskBytes)],
      ['Logs of events', bytesText(files.logBytes)],
      ['Buckets', bytesText(files.pluginBytes)],
      ['Work folders', bytesText(files.workBytes)],
      ['Other', bytesText(files.otherBytes)],
      ['Disk', `${bytesText(disk.freeBytes)} of ${bytesText(disk.totalBytes)} are free`],
      ['Kept', ruleText(found.rule)]
    ])
  )
  if (found.stateMachines.length > 0) {
    const rows = found.stateMachines.map((one) => [
      one.name,
      String(one.executions),
      bytesText(one.databaseBytes),
      bytesText(one.fileBytes),
      one.rule === undefined ? '' : ruleText(one.rule)
    ])
    context.terminal.out(`\n${table(['MACHINE', 'ENDED', 'ROWS', 'FILES', 'KEPT'], rows)}`)
  }
  for (const warning of found.warnings) context.terminal.out(`! ${warning}\n`)
}

function budgetText({ budget }: Storage): string {
  const percent = `${(budget.share * 100).toFixed(0)} %`
  return `${bytesText(budget.bytes)} (${percent}${budget.isDefault ? ', the default budget' : ''})`
}

function growthText({ bytesPerDay, budgetFullDate }: Storage['forecast']): string {
  if (bytesPerDay === undefined) return 'known after a day'
  const sign = bytesPerDay < 0 ? '-' : ''
  const full = budgetFullDate === undefined ? '' : `; full at ${moment(budgetFullDate)}`
  return `${sign}${bytesText(Math.abs(Math.round(bytesPerDay)))} a day${full}`
}

export function ruleText({ days, executions, bytes, failedDays }: Rule): string {
  const parts = [
    ...(days === undefined ? [] : [`${String(days)} days`]),
    ...(executions === undefined ? [] : [`the last ${String(executions)}`]),
    ...(bytes === undefined ? [] : [bytesText(bytes)])
  ]
  if (parts.length === 0) return 'everything, within the budget'
  return `${parts.join(', ')}; failed ones at least ${String(failedDays ?? 14)} days`
}

export async function setBudget(context: Context, size: number | 'default'): Promise<void> {
  const bytes = size === 'default' ? undefined : size
  const request = bytes === undefined ? {} : { bytes }
  await context.withEngine(({ client }) => client.PutStorageBudget(request))
  if (context.isJson) context.json({})
  else context.terminal.err(`Budget: ${bytes === undefined ? 'the default' : bytesText(bytes)}.\n`)
}

export async function compact(context: Context, { cancel = false }): Promise<void> {
  const answer = await context.withEngine(({ client }) => client.CompactDatabase({ cancel }))
  if (context.isJson) context.json(answer)
  else if (cancel) context.terminal.err('The database will not be rewritten.\n')
  else {
    context.terminal.err(
      `The next start of the engine rewrites the database: about ${bytesText(answer.freedBytes)} are given back, ` +
        `${bytesText(answer.neededBytes)} of free space are needed meanwhile.\n`
    )
  }
}

/** Says what would be deleted; with `--yes`, deletes it. */
export async function prune(context: Context, { yes = false }): Promise<void> {
  const found = await context.withEngine(async ({ client }) => {
    const answer = await client.PruneExecutions(yes ? { inBackground: true } : { dryRun: true })
    if (yes) await watchPruning(context, client)
    return answer
  })
  if (context.isJson) {
    context.json({ isDryRun: !yes, ...found })
    return
  }
  const rows = found.stateMachines.map((one) => [
    one.name,
    String(one.executions),
    bytesText(one.bytes)
  ])
  if (rows.length > 0) context.terminal.out(table(['MACHINE', 'EXECUTIONS', 'BYTES'], rows))
  tellDeleted(context, found, yes)
}

/** Tells how far it is, each second, until it is done. */
async function watchPruning(context: Context, client: Client): Promise<void> {
  for (let told = '', pause = 100; ; pause = 1000) {
    const { current } = (await client.DescribeStorage({})).pruning
    if (!current) return
    const { doneExecutions, expectedExecutions, deletedBytes } = current
    const line = `${String(doneExecutions)} of ${String(expectedExecutions)} executions, ${bytesText(deletedBytes)}`
    if (!context.isJson && line !== told) context.terminal.err(`${line}\n`)
    told = line
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

function tellDeleted(
  context: Context,
  { executions, bytes }: { executions: number; bytes: number },
  isDone: boolean
): void {
  const what = `${String(executions)} ${executions === 1 ? 'execution' : 'executions'}, ${bytesText(bytes)}`
  context.terminal.err(
    isDone ? `Deleted ${what}.\n` : `${what} would be deleted. Add --yes to delete.\n`
  )
}

export interface DeleteOptions {
  machine?: string
  status?: NonNullable<Input<'DeleteExecutions'>['status']>
  olderThan?: number
  all?: boolean
  includeKept?: boolean
  yes?: boolean
}

/** One execution by its name, or all that fit a filter: without `--yes` only says which. */
export async function deleteExecutions(
  context: Context,
  name: string | undefined,
  options: DeleteOptions
): Promise<void> {
  const { machine, status, olderThan, all, includeKept = false, yes = false } = options
  const hasFilter = Boolean(machine ?? status ?? olderThan ?? all)
  if (hasFilter === (name !== undefined)) {
    throw usageFailure(
      'Expected the name of an execution, or a filter (--machine, --status, --older-than, --all).'
    )
  }
  await context.withEngine(async ({ client }) => {
    if (name !== undefined) {
      const executionArn = await findExecution(client, name)
      if (!yes) throw usageFailure(`Add --yes to delete ${nameInArn(executionArn)} for good.`)
      const { bytes } = await client.DeleteExecution({ executionArn })
      if (context.isJson) context.json({ executionArn, bytes })
      else context.terminal.err(`Deleted ${nameInArn(executionArn)}, ${bytesText(bytes)}.\n`)
      return
    }
    const filter = {
      includeKept,
      ...(machine === undefined ? {} : { stateMachineArn: await findMachine(client, machine) }),
      ...(status === undefined ? {} : { status }),
      ...(olderThan === undefined ? {} : { startedBefore: Date.now() / 1000 - olderThan * 86_400 })
    }
    const total = { executions: 0, bytes: 0 }
    let hasMore = true
    while (hasMore) {
      const answer = await client.DeleteExecutions({ ...filter, dryRun: !yes })
      total.executions += answer.executions
      total.bytes += answer.bytes
      hasMore = yes && answer.hasMore && answer.executions > 0
      if (!yes && answer.hasMore)
        context.terminal.err('More than 1,000 fit; these are the oldest.\n')
    }
    if (context.isJson) context.json({ isDryRun: !yes, ...total })
    else tellDeleted(context, total, yes)
  })
}

export async function keep(context: Context, name: string, { release = false }): Promise<void> {
  await context.withEngine(async ({ client }) => {
    const executionArn = await findExecution(client, name)
    await client.KeepExecution({ executionArn, isKept: !release })
    if (context.isJson) context.json({ executionArn, isKept: !release })
    else {
      const what = release ? 'may be deleted by itself again' : 'is not deleted by itself any more'
      context.terminal.err(`${nameInArn(executionArn)} ${what}.\n`)
    }
  })
}

/** Of a state machine, or the engine's own. */
export async function showRetention(context: Context, machine: string | undefined): Promise<void> {
  await context.withEngine(async ({ client }) => {
    const found = await client.DescribeRetention(
      machine === undefined ? {} : { stateMachineArn: await findMachine(client, machine) }
    )
    if (context.isJson) context.json(found)
    else {
      const isOwn = machine === undefined || found.rule !== undefined
      context.terminal.out(`${ruleText(found.effective)}${isOwn ? '' : " (the engine's rule)"}\n`)
    }
  })
}

export async function setRetention(
  context: Context,
  machine: string | undefined,
  rule: Rule
): Promise<void> {
  const { days, executions, bytes, failedDays } = rule
  const isEmpty = [days, executions, bytes, failedDays].every((limit) => limit === undefined)
  if (isEmpty) {
    throw usageFailure('Expected a limit: --days, --executions, --bytes or --failed-days.')
  }
  await putRetention(context, machine, {
    ...(days === undefined ? {} : { days }),
    ...(executions === undefined ? {} : { executions }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(failedDays === undefined ? {} : { failedDays })
  })
}

export function clearRetention(context: Context, machine: string | undefined): Promise<void> {
  return putRetention(context, machine, undefined)
}

async function putRetention(
  context: Context,
  machine: string | undefined,
  rule: Rule | undefined
): Promise<void> {
  await context.withEngine(async ({ client }) => {
    await client.PutRetention({
      ...(machine === undefined ? {} : { stateMachineArn: await findMachine(client, machine) }),
      ...(rule === undefined ? {} : { rule })
    })
    if (context.isJson) context.json({})
    else {
      const what = rule === undefined ? 'no rule of its own' : ruleText(rule)
      context.terminal.err(`Kept of ${machine ?? 'all without a rule of their own'}: ${what}.\n`)
    }
  })
}
