import type { Context } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { duration, moment } from '../moment.ts'
import { sheet } from '../table.ts'

const MEBIBYTE = 1024 * 1024

/** Whether an engine runs on the data folder, and what it does. Never starts one. */
export async function status(context: Context): Promise<void> {
  const engine = await context.findEngine()
  if (!engine) {
    if (context.isJson) context.json({ isRunning: false, dataFolder: context.dataFolder })
    else context.terminal.out(`No engine runs on ${context.dataFolder}.\n`)
    context.setExitCode(exitCodes.noEngine)
    return
  }
  const { client, address } = engine
  const described = await client.DescribeEngine({})
  const { counts } = await client.CountExecutions({})
  const { pendingCount } = await client.ListApprovals({ status: 'PENDING', maxResults: 1 })
  if (context.isJson) {
    context.json({
      isRunning: true,
      url: address.url,
      ...described,
      counts,
      pendingApprovals: pendingCount
    })
    return
  }
  const uptime = Date.now() / 1000 - described.startedDate
  const executions = Object.entries(counts).map(([name, count]) => `${String(count)} ${name}`)
  context.terminal.out(
    sheet([
      [
        'Engine',
        `Signalbox ${described.version}, process ${String(described.pid)}, ${address.url}`
      ],
      ['Running', `for ${duration(uptime)}, since ${moment(described.startedDate)}`],
      ['Data', `${described.dataFolder} (${(described.databaseBytes / MEBIBYTE).toFixed(1)} MiB)`],
      ['Durability', described.durability.toLowerCase()],
      ['Executions', executions.length === 0 ? 'none' : executions.join(', ')],
      ['Approvals', pendingCount === 0 ? 'none waiting' : `${String(pendingCount)} waiting`]
    ])
  )
  for (const notice of described.notices) context.terminal.out(`! ${notice}\n`)
}
