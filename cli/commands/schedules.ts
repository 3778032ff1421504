import type { Client } from '../../api/client.ts'
import type { Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { CliFailure, exitCodes } from '../failure.ts'
import { readJson } from '../input.ts'
import { moment } from '../moment.ts'
import { findMachine, nameInArn } from '../names.ts'
import { styledStatus } from '../style.ts'
import { table } from '../table.ts'

type Schedule = Output<'GetSchedule'>

/** All schedules by name. */
export async function listSchedules(context: Context): Promise<void> {
  const { Schedules } = await context.withEngine(({ client }) => client.ListSchedules({}))
  if (context.isJson) {
    context.json({ Schedules })
    return
  }
  if (Schedules.length === 0) context.terminal.err('No schedules.\n')
  else {
    const rows = Schedules.map((one) => [
      one.Name,
      styledStatus(context.style, one.State),
      nameInArn(one.Target.Arn),
      one.NextInvocationDate === undefined ? 'never' : moment(one.NextInvocationDate),
      `${one.ScheduleExpression}${one.ScheduleExpressionTimezone ? ` ${one.ScheduleExpressionTimezone}` : ''}`
    ])
    context.terminal.out(table(['NAME', 'STATE', 'MACHINE', 'NEXT', 'EXPRESSION'], rows))
  }
}

export interface CreateScheduleOptions {
  machine: string
  expression: string
  timezone?: string
  input?: string
  description?: string
  disabled?: boolean
}

export async function createSchedule(
  context: Context,
  name: string,
  options: CreateScheduleOptions
): Promise<void> {
  const { expression, timezone, description } = options
  const input =
    options.input === undefined ? undefined : await readJson(options.input, context.terminal)
  await context.withEngine(async ({ client }) => {
    const created = await client.CreateSchedule({
      Name: name,
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      State: options.disabled ? 'DISABLED' : 'ENABLED',
      ...(description === undefined ? {} : { Description: description }),
      Target: {
        Arn: await findMachine(client, options.machine),
        ...(input === undefined ? {} : { Input: input })
      }
    })
    if (context.isJson) context.json(created)
    else {
      const next = created.NextInvocationDate
      context.terminal.err(
        `Created ${created.Name}${next === undefined ? '' : `, next at ${moment(next)}`}.\n`
      )
    }
  })
}

export async function deleteSchedule(context: Context, name: string): Promise<void> {
  await context.withEngine(({ client }) => client.DeleteSchedule({ Name: name }))
  if (context.isJson) context.json({})
  else context.terminal.err(`Deleted ${name}.\n`)
}

export async function switchSchedule(
  context: Context,
  name: string,
  state: 'ENABLED' | 'DISABLED'
): Promise<void> {
  const updated = await context.withEngine(async ({ client }) => {
    const schedule = await client.GetSchedule({ Name: name })
    return client.UpdateSchedule({ ...settingsOf(schedule), State: state })
  })
  if (context.isJson) context.json(updated)
  else context.terminal.err(`${state === 'ENABLED' ? 'Enabled' : 'Disabled'} ${name}.\n`)
}

/** UpdateSchedule replaces all settings, so all are sent back. */
function settingsOf(schedule: Schedule): Parameters<Client['UpdateSchedule']>[0] {
  const {
    CreationDate: _created,
    LastModificationDate: _modified,
    NextInvocationDate: _next,
    LastInvocation: _last,
    ...settings
  } = schedule
  return settings
}

export async function triggerSchedule(context: Context, name: string): Promise<void> {
  const started = await context.withEngine(({ client }) => client.TriggerSchedule({ Name: name }))
  if (context.isJson) context.json(started)
  else context.terminal.out(`${started.ExecutionArn ?? started.Slot.Status}\n`)
}

/** When an expression would start something. */
export async function previewSchedule(
  context: Context,
  expression: string,
  options: { timezone?: string; count: number }
): Promise<void> {
  const preview = await context.withEngine(({ client }) =>
    client.PreviewSchedule({
      ScheduleExpression: expression,
      ScheduleExpressionTimezone:
        options.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      Count: options.count
    })
  )
  if (context.isJson) {
    context.json(preview)
    return
  }
  const wrong = preview.Problems.find(({ Severity }) => Severity === 'ERROR')
  if (wrong) throw new CliFailure(exitCodes.failed, wrong.Message)
  context.terminal.err(`${preview.Description}\n`)
  for (const date of preview.NextInvocationDates) context.terminal.out(`${moment(date)}\n`)
}
