/** `signalbox triggers`: what starts state machines when something happens. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { add, bind, wholeNumber } from './command.ts'
import {
  createTrigger,
  deleteTrigger,
  fireTrigger,
  listFirings,
  listTriggers,
  showTrigger,
  switchTrigger,
  testTrigger,
  updateTrigger
} from './commands/triggers.ts'
import type { CliHost } from './context.ts'

const statuses = ['WAITING', 'HELD', 'STARTED', 'SKIPPED', 'FAILED']

export function addTriggerCommands(program: Command, host: CliHost): void {
  const triggers = add(
    program,
    'triggers',
    'what starts state machines when something happens',
    'signalbox triggers',
    'signalbox triggers create inbox --machine import --folder ~/Inbox --settings \'{"include":["*.csv"]}\'',
    "signalbox triggers create orders --machine order --webhook --input '{% $event.body %}'",
    'signalbox triggers create report --machine report --after import',
    'signalbox triggers firings inbox --status FAILED'
  )
  bind(triggers, host, listTriggers)
  bind(add(triggers, 'list', 'all triggers'), host, listTriggers)
  bind(add(triggers, 'show <name>', 'one trigger with its health'), host, showTrigger)
  bind(
    withDraft(add(triggers, 'create <name>', 'create a trigger')).option(
      '--disabled',
      'create it switched off'
    ),
    host,
    createTrigger
  )
  bind(
    withDraft(add(triggers, 'update <name>', 'change what is given; all else stays')),
    host,
    updateTrigger
  )
  bind(add(triggers, 'delete <name>', 'delete one with its firings'), host, deleteTrigger)
  bind(add(triggers, 'enable <name>', 'switch on'), host, (context, name: string) =>
    switchTrigger(context, name, 'ENABLED')
  )
  bind(add(triggers, 'disable <name>', 'switch off'), host, (context, name: string) =>
    switchTrigger(context, name, 'DISABLED')
  )
  addFiringCommands(triggers, host)
}

function addFiringCommands(triggers: Command, host: CliHost): void {
  bind(
    add(triggers, 'firings <name>', 'what it has fired for, newest first')
      .addOption(new Option('--status <status>', 'only of this status').choices(statuses))
      .option('--limit <n>', 'at most so many', wholeNumber, 50),
    host,
    listFirings
  )
  bind(
    add(triggers, 'fire <name>', 'fire it by hand, or try a firing again')
      .option('--event <json>', 'the event: JSON text, @file, or - for stdin')
      .option('--firing <id>', 'the firing that could not start'),
    host,
    fireTrigger
  )
  bind(
    add(triggers, 'test <name>', 'say what it would start now').option(
      '--event <json>',
      'for this event: JSON text, @file, or - for stdin'
    ),
    host,
    testTrigger
  )
}

function withDraft(command: Command): Command {
  return command
    .option('--machine <name>', 'the state machine to start')
    .option('--folder <path>', 'for files in a folder')
    .option('--webhook', 'for calls over HTTP')
    .option('--after <machine>', 'for ends of executions of another state machine')
    .option('--mail <mailbox>', 'for mails that come, such as INBOX')
    .option('--at-start', 'for starts of the engine')
    .option('--settings <json>', "the kind's settings: JSON text, @file, or -; see docs/api.md")
    .option('--input <mapping>', 'JSON text with {% JSONata %} over $event, @file, or -')
    .option('--conditions <json>', 'such as {"onAcPower":true}')
    .option('--secret <text>', 'of a webhook (default: one is made)')
    .option('--description <text>', 'what it is for')
}
