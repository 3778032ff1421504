/** `signalbox schedules …` */
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { add, bind, inputOption, wholeNumber } from './command.ts'
import {
  calendar,
  deleteExclusions,
  listExclusions,
  putExclusions
} from './commands/schedule-calendars.ts'
import {
  backfillSchedule,
  digest,
  dropSlot,
  listSlots,
  runSlot,
  triggerSchedule
} from './commands/schedule-slots.ts'
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  pauseSchedule,
  previewSchedule,
  resumeSchedule,
  showSchedule,
  updateSchedule
} from './commands/schedules.ts'
import type { CliHost } from './context.ts'

const policies = [
  ...['SKIP', 'BUFFER_ONE', 'BUFFER_ALL', 'CANCEL_OTHER', 'TERMINATE_OTHER', 'ALLOW_ALL']
]

const several = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  value
]

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `90s`, `10m`, `2h` or `7d` in seconds. */
function seconds(text: string): number {
  const [, value, unit = ''] = /^(\d{1,9})(s|m|h|d)$/.exec(text) ?? []
  const size = unitSeconds[unit]
  if (value === undefined || size === undefined) {
    throw new InvalidArgumentError('Expected a duration such as 90s, 10m, 2h or 7d.')
  }
  return Number(value) * size
}

/** Says it in the manner of the API, whatever the case. */
const upper = (text: string): string => text.toUpperCase().replaceAll('-', '_')
const overlapOption = (): Option =>
  new Option('--overlap <policy>', 'what to do while an execution runs')
    .choices(policies)
    .argParser(upper)

export function addScheduleCommands(program: Command, host: CliHost): void {
  const schedules = add(
    program,
    'schedules',
    'when what starts by itself',
    'signalbox schedules',
    'signalbox schedules create nightly --machine nightly-etl --expression "cron(0 2 * * ? *)"',
    'signalbox schedules preview "30 2 * * 1-5" --exclude-date 2026-12-25',
    'signalbox schedules digest                 what was missed while you were away'
  )
  // `signalbox schedules` alone lists them.
  bind(schedules, host, listSchedules)
  bind(
    add(schedules, 'list', 'all schedules')
      .option('--prefix <text>', 'whose names begin so')
      .addOption(
        new Option('--state <state>', 'only these')
          .choices(['ENABLED', 'DISABLED'])
          .argParser(upper)
      ),
    host,
    listSchedules
  )
  bind(add(schedules, 'show <name>', 'one schedule with its last slots'), host, showSchedule)
  addSettingCommands(schedules, host)
  addSlotCommands(schedules, host)
  addCalendarCommands(schedules, host)
}

function addSettingCommands(schedules: Command, host: CliHost): void {
  bind(withSettings(add(schedules, 'create <name>', 'create a schedule')), host, createSchedule)
  bind(
    withSettings(add(schedules, 'update <name>', 'change what is named; all else stays')),
    host,
    updateSchedule
  )
  bind(add(schedules, 'delete <name>', 'delete a schedule'), host, deleteSchedule)
  bind(
    add(schedules, 'pause <name>', 'start nothing until it is resumed')
      .alias('disable')
      .option('--note <text>', 'why'),
    host,
    pauseSchedule
  )
  bind(
    add(schedules, 'resume <name>', 'go on; nothing is made up for').alias('enable'),
    host,
    resumeSchedule
  )
  bind(
    withExclusions(
      add(schedules, 'preview <expression...>', 'when expressions would start something')
        .option('--timezone <zone>', 'IANA time zone (default: that of this computer)')
        .option('--count <n>', 'how many times', wholeNumber, 5)
    ),
    host,
    previewSchedule
  )
}

function withExclusions(command: Command): Command {
  return command
    .option(
      '--exclude-date <date>',
      '2026-12-25, --12-25, 2026-12-24/2027-01-06 (may be repeated)',
      several
    )
    .option('--exclude-weekday <day>', 'SAT (may be repeated)', several)
    .option('--exclude-time <range>', '22:00-06:00 (may be repeated)', several)
    .option('--calendar <name>', 'an exclusion calendar (may be repeated)', several)
}

function withSettings(command: Command): Command {
  return withExclusions(command)
    .option('--machine <name>', 'the state machine to start')
    .option(
      '--expression <text>',
      'cron(…), five-field cron, rate(…) or at(…) (may be repeated)',
      several
    )
    .option('--timezone <zone>', 'IANA time zone (default: that of this computer)')
    .option(...inputOption)
    .option('--description <text>', 'what it is for')
    .option('--disabled', 'paused')
    .option('--start <time>', 'not before')
    .option('--end <time>', 'not after')
    .option('--window <duration>', 'start each slot within so long, such as 10m', seconds)
    .option('--runs <n>', 'so many starts, then it is over', wholeNumber)
    .addOption(overlapOption())
    .option('--catch-up <duration>', 'no start later than this, such as 2h', seconds)
    .addOption(
      new Option('--missed <what>', 'of the slots missed in a sleep: none, last or all')
        .choices(['NONE', 'LAST', 'ALL'])
        .argParser(upper)
    )
    .option('--spacing <duration>', 'pause between missed slots that are made up for', seconds)
    .option('--cap <n>', 'make up for at most so many', wholeNumber)
    .option('--on-ac-power', 'only while the computer has mains power')
    .option('--battery-at-least <percent>', 'only with so much battery', wholeNumber)
    .option('--not-on-metered-network', 'not while the network is metered')
    .option('--idle-minutes <n>', 'only when nobody has used the computer for so long', wholeNumber)
    .option('--no-conditions', 'in any state of the computer')
    .addOption(
      new Option('--when-unmet <what>', 'of a time at which that is not so: skip it, or wait')
        .choices(['SKIP', 'WAIT'])
        .argParser(upper)
    )
    .option('--pause-on-failure', 'pause it when an execution fails')
    .option('--delete-after', 'delete it after its last start')
    .option('--settings <json>', 'any members of the API: JSON text, @file, or - for stdin')
}

function addSlotCommands(schedules: Command, host: CliHost): void {
  bind(
    add(schedules, 'trigger <name>', 'start its state machine now').addOption(overlapOption()),
    host,
    triggerSchedule
  )
  bind(
    add(
      schedules,
      'backfill <name>',
      'start it for past times',
      'signalbox schedules backfill nightly --from 2026-11-01 --to 2026-11-07'
    )
      .requiredOption('--from <time>', 'the first time')
      .requiredOption('--to <time>', 'the last time')
      .addOption(overlapOption()),
    host,
    backfillSchedule
  )
  bind(
    add(schedules, 'slots [name]', 'what came of the times at which they were due')
      .option('--status <status>', 'RAN, MISSED, UPCOMING, … (may be repeated)', several)
      .option('--from <time>', 'not before')
      .option('--to <time>', 'not after')
      .option('--limit <n>', 'how many', wholeNumber, 50),
    host,
    listSlots
  )
  bind(add(schedules, 'run-slot <name> <time>', 'run a slot that was missed'), host, runSlot)
  bind(
    add(schedules, 'drop-slot <name> <time>', 'never run a slot that was missed'),
    host,
    dropSlot
  )
  bind(
    add(schedules, 'digest', 'what was missed while you were away').option(
      '--acknowledge',
      'put it away'
    ),
    host,
    digest
  )
}

function addCalendarCommands(schedules: Command, host: CliHost): void {
  bind(
    add(schedules, 'calendar [month]', 'a month day by day, such as 2026-12')
      .option('--timezone <zone>', 'IANA time zone (default: that of this computer)')
      .option('--schedule <name>', 'only this one (may be repeated)', several),
    host,
    calendar
  )
  const exclusions = add(schedules, 'exclusions', 'named lists of times at which nothing runs')
  bind(exclusions, host, listExclusions)
  bind(
    withExclusions(add(exclusions, 'put <name>', 'create or replace one')).option(
      '--description <text>',
      'what it is for'
    ),
    host,
    putExclusions
  )
  bind(
    add(exclusions, 'delete <name>', 'delete one that no schedule names'),
    host,
    deleteExclusions
  )
}
