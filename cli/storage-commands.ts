/** `signalbox storage`, `retention`, `prune`, `delete` and `keep`. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { parseBytes, parseCount, parseDays } from './bytes.ts'
import { add, bind } from './command.ts'
import {
  clearRetention,
  compact,
  deleteExecutions,
  keep,
  prune,
  setBudget,
  setRetention,
  showRetention,
  storage
} from './commands/storage.ts'
import type { CliHost } from './context.ts'

const YES = ['--yes', 'do it; without it, only says what would be deleted'] as const

export function addStorageCommands(program: Command, host: CliHost): void {
  addStorage(program, host)
  addRetention(program, host)
  addDeletion(program, host)
}

function addStorage(program: Command, host: CliHost): void {
  const command = add(
    program,
    'storage',
    'what the data folder takes, by part and by state machine, and when it will be full',
    'signalbox storage',
    'signalbox storage budget 20GiB'
  )
  bind(command, host, storage)
  bind(add(command, 'show', 'the same'), host, storage)
  bind(
    add(command, 'budget', 'how much it may take').argument(
      '<size>',
      '20GiB, or default',
      (text: string) => (text === 'default' ? text : parseBytes(text))
    ),
    host,
    setBudget
  )
  bind(
    add(command, 'compact', "rewrite the database at the engine's next start").option(
      '--cancel',
      'take that back'
    ),
    host,
    compact
  )
}

function addRetention(program: Command, host: CliHost): void {
  const command = add(
    program,
    'retention',
    'how long executions are kept, of a state machine or of all without a rule of their own',
    'signalbox retention set --days 90',
    'signalbox retention set nightly-etl --executions 500 --bytes 2GiB --failed-days 60',
    'signalbox retention show nightly-etl'
  )
  bind(command, host, (context) => showRetention(context, undefined))
  bind(add(command, 'show [machine]', 'what holds'), host, showRetention)
  bind(
    add(command, 'set [machine]', 'set it; what exceeds any of the limits goes, the oldest first')
      .option('--days <n>', 'ended longer ago', parseDays)
      .option('--executions <n>', 'beyond the last so many', parseCount)
      .option('--bytes <size>', 'beyond so much: rows, logs and files', parseBytes)
      .option('--failed-days <n>', 'what has failed stays for so long (default: 14)', parseDays),
    host,
    setRetention
  )
  bind(add(command, 'clear [machine]', 'take it back'), host, clearRetention)
}

function addDeletion(program: Command, host: CliHost): void {
  bind(
    add(
      program,
      'prune',
      'delete now what the retention rules let go',
      'signalbox prune',
      'signalbox prune --yes'
    ).option(...YES),
    host,
    prune
  )
  bind(
    add(
      program,
      'delete [execution]',
      'delete executions that have ended, with their logs and files',
      'signalbox delete last --yes',
      'signalbox delete --machine nightly-etl --status SUCCEEDED --older-than 30 --yes'
    )
      .option('--machine <name>', 'of this state machine')
      .addOption(
        new Option('--status <status>', 'that have ended so').choices([
          'SUCCEEDED',
          'FAILED',
          'TIMED_OUT',
          'ABORTED'
        ])
      )
      .option('--older-than <days>', 'started longer ago', parseDays)
      .option('--all', 'whatever their state machine, status and age')
      .option('--include-kept', 'also those that are kept by hand')
      .option(...YES),
    host,
    deleteExecutions
  )
  bind(
    add(program, 'keep <execution>', 'never delete it by itself', 'signalbox keep last').option(
      '--release',
      'let it go again'
    ),
    host,
    keep
  )
}
