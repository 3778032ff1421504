import type { Output } from '../../api/index.ts'
import type { Context } from '../context.ts'
import { CliFailure, exitCodes, usageFailure } from '../failure.ts'
import { moment } from '../moment.ts'
import { nameInArn } from '../names.ts'
import { styledStatus } from '../style.ts'
import { sheet, table } from '../table.ts'
import type { ScheduleFlags } from './schedule-settings.ts'
import { exclusionsOf, membersOf, settingsOf } from './schedule-settings.ts'
import { slotRows, slotTitles } from './schedule-slots.ts'

type Schedule = Output<'ListSchedules'>['Schedules'][number]

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

function next({ NextInvocationDate, State }: Schedule): string {
  if (NextInvocationDate !== undefined) return moment(NextInvocationDate)
  return State === 'DISABLED' ? 'paused' : 'never'
}

/** All schedules by name. */
export async function listSchedules(
  context: Context,
  { prefix, state }: { prefix?: string; state?: 'ENABLED' | 'DISABLED' } = {}
): Promise<void> {
  const schedules: Schedule[] = []
  await context.withEngine(async ({ client }) => {
    for (let token: string | undefined; ;) {
      const page = await client.ListSchedules({
        ...(prefix === undefined ? {} : { NamePrefix: prefix }),
        ...(state === undefined ? {} : { State: state }),
        ...(token === undefined ? {} : { NextToken: token })
      })
      schedules.push(...page.Schedules)
      token = page.NextToken
      if (token === undefined) break
    }
  })
  if (context.isJson) {
    context.json({ Schedules: schedules })
    return
  }
  if (schedules.length === 0) context.terminal.err('No schedules.\n')
  else {
    const rows = schedules.map((one) => [
      one.Name,
      styledStatus(context.style, one.State),
      nameInArn(one.Target.Arn),
      next(one),
      one.PlainText
    ])
    context.terminal.out(table(['NAME', 'STATE', 'MACHINE', 'NEXT', 'WHEN'], rows))
  }
}

/** One schedule with its last slots. */
export async function showSchedule(context: Context, name: string): Promise<void> {
  const schedule = await context.withEngine(({ client }) => client.GetSchedule({ Name: name }))
  if (context.isJson) {
    context.json(schedule)
    return
  }
  const { Pause, MissedPolicy, RemainingRuns, Conditions, RecentSlots = [] } = schedule
  const expressions = [schedule.ScheduleExpression, ...(schedule.AdditionalExpressions ?? [])]
  context.terminal.out(
    sheet([
      ['name', schedule.Name],
      ['state', styledStatus(context.style, schedule.State)],
      ...(Pause ? [['paused', Pause.Note ?? moment(Pause.PausedDate)] as const] : []),
      ['starts', schedule.Target.Arn],
      ['when', schedule.PlainText],
      ['expressions', expressions.join('; ')],
      ['next', next(schedule)],
      ['overlap', schedule.OverlapPolicy ?? 'SKIP'],
      ['missed', MissedPolicy?.Mode ?? 'LAST'],
      ...(Conditions
        ? [['only', `${conditionText(Conditions)}; else ${elseText(schedule)}`] as const]
        : []),
      ...(RemainingRuns === undefined ? [] : [['runs left', String(RemainingRuns)] as const])
    ])
  )
  if (RecentSlots.length === 0) return
  context.terminal.out(`\n${table(slotTitles, slotRows(context, RecentSlots))}`)
}

function conditionText(conditions: NonNullable<Schedule['Conditions']>): string {
  const { OnAcPower, BatteryAtLeast, NotOnMeteredNetwork, IdleMinutes } = conditions
  return [
    OnAcPower ? 'on mains power' : '',
    BatteryAtLeast === undefined ? '' : `with ${String(BatteryAtLeast)} % of battery`,
    NotOnMeteredNetwork ? 'not on a metered network' : '',
    IdleMinutes === undefined ? '' : `after ${String(IdleMinutes)} minutes without use`
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function elseText({ WhenConditionsUnmet }: Schedule): string {
  return WhenConditionsUnmet === 'WAIT' ? 'it waits' : 'it is skipped'
}

export async function createSchedule(
  context: Context,
  name: string,
  flags: ScheduleFlags
): Promise<void> {
  const lacking = usageFailure('Expected --machine and --expression, or both in --settings.')
  if (!flags.settings && !(flags.machine && flags.expression)) throw lacking
  await context.withEngine(async ({ client }) => {
    const { ScheduleExpression, Target, ...members } = await membersOf(context, client, flags)
    if (ScheduleExpression === undefined || !Target) throw lacking
    const created = await client.CreateSchedule({
      ScheduleExpressionTimezone: ownZone(),
      ...members,
      ...{ Name: name, ScheduleExpression, Target }
    })
    say(context, 'Created', created)
  })
}

/** Changes what the flags name; all else stays. */
export async function updateSchedule(
  context: Context,
  name: string,
  flags: ScheduleFlags
): Promise<void> {
  await context.withEngine(async ({ client }) => {
    const current = settingsOf(await client.GetSchedule({ Name: name }))
    const { Target, ...members } = await membersOf(context, client, {
      ...flags,
      machine: flags.machine ?? current.Target.Arn
    })
    const updated = await client.UpdateSchedule({
      ...{ ...current, ...members, Name: name },
      Target: { ...current.Target, ...Target }
    })
    say(context, 'Updated', updated)
  })
}

function say(context: Context, what: string, answer: Output<'CreateSchedule'>): void {
  if (context.isJson) {
    context.json(answer)
    return
  }
  const { Name, NextInvocationDate } = answer
  const when = NextInvocationDate === undefined ? '' : `, next at ${moment(NextInvocationDate)}`
  context.terminal.err(`${what} ${Name}${when}.\n`)
}

export async function deleteSchedule(context: Context, name: string): Promise<void> {
  await context.withEngine(({ client }) => client.DeleteSchedule({ Name: name }))
  if (context.isJson) context.json({})
  else context.terminal.err(`Deleted ${name}.\n`)
}

export async function pauseSchedule(
  context: Context,
  name: string,
  { note }: { note?: string }
): Promise<void> {
  const request = { Name: name, ...(note === undefined ? {} : { Note: note }) }
  await context.withEngine(({ client }) => client.PauseSchedule(request))
  if (context.isJson) context.json({})
  else context.terminal.err(`Paused ${name}.\n`)
}

export async function resumeSchedule(context: Context, name: string): Promise<void> {
  const resumed = await context.withEngine(({ client }) => client.ResumeSchedule({ Name: name }))
  if (context.isJson) context.json(resumed)
  else {
    const { NextInvocationDate: at } = resumed
    context.terminal.err(`Resumed ${name}${at === undefined ? '' : `, next at ${moment(at)}`}.\n`)
  }
}

/** When an expression would start something. */
export async function previewSchedule(
  context: Context,
  expressions: string[],
  options: ScheduleFlags & { count: number }
): Promise<void> {
  const [first = '', ...others] = expressions
  const exclusions = exclusionsOf(options)
  const preview = await context.withEngine(({ client }) =>
    client.PreviewSchedule({
      ScheduleExpression: first,
      AdditionalExpressions: others,
      ScheduleExpressionTimezone: options.timezone ?? ownZone(),
      ...(exclusions ? { Exclusions: exclusions } : {}),
      Count: options.count
    })
  )
  if (context.isJson) {
    context.json(preview)
    return
  }
  const wrong = preview.Problems.find(({ Severity }) => Severity === 'ERROR')
  if (wrong) throw new CliFailure(exitCodes.failed, `${wrong.Member}: ${wrong.Message}`)
  context.terminal.err(`${preview.Description}\n`)
  for (const { LocalTime, IsMoved, ClockChange } of preview.Slots) {
    const moved = IsMoved ? '  (moved: the written time does not exist that day)' : ''
    const change = ClockChange && !IsMoved ? '  (the clock changes that day)' : ''
    context.terminal.out(`${LocalTime}${moved}${change}\n`)
  }
  for (const { Message } of preview.Problems) context.terminal.err(`${Message}\n`)
}
