import type { Client } from '../../api/client.ts'
import type { Input, Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { usageFailure } from '../failure.ts'
import { detailsOf, eventLine, eventsAfter, eventTable } from '../history.ts'
import type { HistoryEvent } from '../history.ts'
import { readJson } from '../input.ts'
import { untilInterrupted } from '../interrupt.ts'
import { duration, moment } from '../moment.ts'
import { findExecution, findMachine, machineInArn, nameInArn } from '../names.ts'
import { everyPage } from '../pages.ts'
import { readable } from '../progress.ts'
import { styledStatus } from '../style.ts'
import { sheet, table } from '../table.ts'
import { watchExecution } from '../watch.ts'

type Status = NonNullable<Input<'SearchExecutions'>['status']>

export interface ListOptions {
  status?: Status
  machine?: string
  /** Words, phrases, fields: docs/search.md. */
  search?: string
  limit: number
}

/** Executions of all state machines, newest first. */
export async function list(context: Context, options: ListOptions): Promise<void> {
  const executions = await context.withEngine(async ({ client }) => {
    const { machine, status, search, limit } = options
    const filter = {
      ...(machine === undefined ? {} : { stateMachineArn: await findMachine(client, machine) }),
      ...(status === undefined ? {} : { status }),
      ...(search === undefined ? {} : { text: search }),
      maxResults: Math.min(limit, 1000)
    }
    return everyPage(async (nextToken) => {
      const page = await client.SearchExecutions({ ...filter, ...nextToken })
      return { items: page.executions, nextToken: page.nextToken }
    }, limit)
  })
  if (context.isJson) {
    context.json({ executions })
    return
  }
  if (executions.length === 0) context.terminal.err('No executions.\n')
  else {
    const rows = executions.map((one) => [
      styledStatus(context.style, one.status),
      nameInArn(one.stateMachineArn),
      moment(one.startDate),
      one.stopDate === undefined ? '' : duration(one.stopDate - one.startDate),
      one.name
    ])
    context.terminal.out(table(['STATUS', 'MACHINE', 'STARTED', 'TOOK', 'NAME'], rows))
  }
}

/** One execution with its input and its output or error. */
export async function describe(context: Context, name: string): Promise<void> {
  const described = await context.withEngine(async ({ client }) =>
    client.DescribeExecution({ executionArn: await findExecution(client, name) })
  )
  if (context.isJson) {
    context.json(described)
    return
  }
  const { status, startDate, stopDate, input, output, error, cause } = described
  const entries: [string, string][] = [
    ['Name', described.name],
    ['Machine', machineInArn(described.executionArn)],
    ['Status', styledStatus(context.style, status)],
    ['Started', moment(startDate)]
  ]
  if (stopDate !== undefined) {
    entries.push(['Ended', `${moment(stopDate)} (after ${duration(stopDate - startDate)})`])
  }
  const { queue } = described
  if (queue) entries.push(['Waits', `for ${queue.waitsFor}, as number ${String(queue.position)}`])
  if (error !== undefined) entries.push(['Error', error])
  if (cause !== undefined) entries.push(['Cause', cause])
  const events = described.limits && eventsOfLimit(described.limits)
  if (events !== undefined) entries.push(['Events', events])
  entries.push(['ARN', described.executionArn])
  context.terminal.out(sheet(entries))
  context.terminal.out(`\nInput\n${readable(input ?? '')}\n`)
  if (output !== undefined) context.terminal.out(`\nOutput\n${readable(output)}\n`)
}

/** `120 of the 25000 that AWS allows (0 %)`. */
function eventsOfLimit(limits: NonNullable<Output<'DescribeExecution'>['limits']>): string {
  const { historyEvents: count, historyEventsLimit: limit } = limits
  const percent = Math.floor((count / limit) * 100)
  return `${String(count)} of the ${String(limit)} that AWS allows (${String(percent)} %)`
}

/** The history events; with `follow`, until the execution ends. */
export async function history(
  context: Context,
  name: string,
  options: { follow?: boolean }
): Promise<void> {
  await context.withEngine(async (engine) => {
    const executionArn = await findExecution(engine.client, name)
    const { terminal, style } = context
    if (options.follow) {
      const onEvent = (event: HistoryEvent): void =>
        terminal.out(context.isJson ? `${JSON.stringify(event)}\n` : `${eventLine(event, style)}\n`)
      await untilInterrupted('No longer following.', (signal) =>
        watchExecution(engine, executionArn, { onEvent }, signal)
      )
      return
    }
    const events = await eventsAfter(engine.client, executionArn, 0)
    if (context.isJson) context.json({ events })
    else terminal.out(eventTable(events, style, terminal.isTty ? terminal.columns : Infinity))
  })
}

/** Starts an execution of a known state machine and returns at once. */
export async function start(
  context: Context,
  machine: string,
  options: { input?: string; name?: string }
): Promise<void> {
  const input = options.input === undefined ? '{}' : await readJson(options.input, context.terminal)
  await context.withEngine(async ({ client, isOwn }) => {
    const started = await client.StartExecution({
      stateMachineArn: await findMachine(client, machine),
      input,
      ...(options.name === undefined ? {} : { name: options.name })
    })
    if (context.isJson) context.json(started)
    else context.terminal.out(`${started.executionArn}\n`)
    if (isOwn) {
      context.terminal.err(
        'No engine was running: the execution is kept, and goes on as soon as one runs (signalbox serve).\n'
      )
    }
  })
}

/** Aborts a running execution. */
export async function stop(
  context: Context,
  name: string,
  options: { error?: string; cause?: string }
): Promise<void> {
  await context.withEngine(async ({ client }) => {
    const executionArn = await findExecution(client, name)
    const stopped = await client.StopExecution({
      executionArn,
      ...(options.error === undefined ? {} : { error: options.error }),
      ...(options.cause === undefined ? {} : { cause: options.cause })
    })
    if (context.isJson) context.json(stopped)
    else context.terminal.err(`Stopped ${nameInArn(executionArn)}.\n`)
  })
}

const LOG_POLL_MILLISECONDS = 500

/** What the tasks of a state have printed: of its last task, or of all. */
export async function log(
  context: Context,
  name: string,
  stateName: string,
  options: { all?: boolean; follow?: boolean }
): Promise<void> {
  await context.withEngine(async ({ client }) => {
    const executionArn = await findExecution(client, name)
    const taskIds = tasksOf(await eventsAfter(client, executionArn, 0), stateName)
    if (taskIds.length === 0) {
      throw usageFailure(
        `The execution ${nameInArn(executionArn)} has no task of a state '${stateName}' yet.`
      )
    }
    for (const taskId of options.all ? taskIds : taskIds.slice(-1)) {
      if (options.all) context.terminal.err(`— task ${String(taskId)}\n`)
      await untilInterrupted('No longer following.', (signal) =>
        printLog(context, client, { executionArn, taskId }, options.follow ? signal : undefined)
      )
    }
  })
}

async function printLog(
  context: Context,
  client: Client,
  task: { executionArn: string; taskId: number },
  follow: AbortSignal | undefined
): Promise<void> {
  let offset = 0
  for (;;) {
    follow?.throwIfAborted()
    const part = await client.GetTaskLog({ ...task, offset })
    context.terminal.out(part.text)
    offset = part.nextOffset
    if (offset < part.size) continue
    if (part.truncated) context.terminal.err('(The task has printed more than is kept.)\n')
    if (!follow || !part.running) return
    await new Promise((resolve) => setTimeout(resolve, LOG_POLL_MILLISECONDS))
  }
}

/** The ids of the scheduling events of a state's tasks, in order: each belongs to the state entered last before it. */
function tasksOf(events: readonly HistoryEvent[], stateName: string): number[] {
  const byId = new Map(events.map((event) => [event.id, event]))
  const stateOf = (event: HistoryEvent): unknown => {
    let current: HistoryEvent | undefined = event
    while (current && !current.type.endsWith('StateEntered'))
      current = byId.get(current.previousEventId)
    return current && detailsOf(current)['name']
  }
  const isScheduling = ({ type }: HistoryEvent): boolean =>
    ['TaskScheduled', 'LambdaFunctionScheduled', 'ActivityScheduled'].includes(type)
  return events
    .filter((event) => isScheduling(event) && stateOf(event) === stateName)
    .map((event) => event.id)
}
