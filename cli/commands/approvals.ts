import { userInfo } from 'node:os'
import { ApiError } from '../../api/errors.ts'
import type { Client } from '../../api/client.ts'
import type { Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { moment } from '../moment.ts'
import { everyPage } from '../pages.ts'
import { styledStatus } from '../style.ts'
import { table } from '../table.ts'

type Approval = Output<'DescribeApproval'>

async function listAll(client: Client, status: 'PENDING' | undefined): Promise<Approval[]> {
  return everyPage(async (nextToken) => {
    const page = await client.ListApprovals({ ...(status ? { status } : {}), ...nextToken })
    return { items: page.approvals, nextToken: page.nextToken }
  })
}

/** Approvals that wait for a decision; with `all`, also those that are decided. */
export async function approvals(context: Context, options: { all?: boolean }): Promise<void> {
  const found = await context.withEngine(({ client }) =>
    listAll(client, options.all ? undefined : 'PENDING')
  )
  if (context.isJson) {
    context.json({ approvals: found })
    return
  }
  if (found.length === 0) context.terminal.err('Nothing waits for approval.\n')
  else {
    const rows = found.map((one) => [
      one.approvalId,
      styledStatus(context.style, one.status),
      moment(one.requestedDate),
      `${one.executionName} / ${one.stateName}`,
      one.title
    ])
    const { terminal } = context
    const width = terminal.isTty ? terminal.columns : Infinity
    terminal.out(table(['ID', 'STATUS', 'ASKED', 'EXECUTION / STATE', 'TITLE'], rows, width))
  }
}

/** The approval with this id, or a beginning of an id that fits one pending one; `last`: the newest pending one. */
async function findApproval(client: Client, id: string): Promise<string> {
  if (id !== 'last') {
    const exact = await client.DescribeApproval({ approvalId: id }).catch((error: unknown) => {
      if (error instanceof ApiError && error.errorName === 'ApprovalDoesNotExist') return undefined
      throw error
    })
    if (exact) return exact.approvalId
  }
  const pending = await listAll(client, 'PENDING')
  const matching =
    id === 'last' ? pending.slice(0, 1) : pending.filter((one) => one.approvalId.startsWith(id))
  const [first, second] = matching
  if (!first) {
    throw usageFailure(
      id === 'last'
        ? 'Nothing waits for approval.'
        : `No approval has the id '${id}'. See signalbox approvals.`
    )
  }
  if (second)
    throw usageFailure(`'${id}' fits ${String(matching.length)} approvals: give more of the id.`)
  return first.approvalId
}

/** Approves or rejects once; a second decision is refused and told who decided and when. */
export async function decide(
  context: Context,
  id: string,
  decision: 'APPROVED' | 'REJECTED',
  options: { comment?: string }
): Promise<void> {
  await context.withEngine(async ({ client, isOwn }) => {
    const decided = await client.DecideApproval({
      approvalId: await findApproval(client, id),
      decision,
      channel: 'cli',
      decidedBy: userInfo().username,
      ...(options.comment === undefined ? {} : { comment: options.comment })
    })
    if (context.isJson) context.json(decided)
    else {
      const word = decision === 'APPROVED' ? 'Approved' : 'Rejected'
      context.terminal.err(`${word} '${decided.title}' of ${decided.executionName}.\n`)
    }
    if (isOwn) {
      context.terminal.err(
        'No engine was running: the execution goes on as soon as one runs (signalbox serve).\n'
      )
    }
  })
}
