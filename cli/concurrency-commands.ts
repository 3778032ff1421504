/** `signalbox limits` and `signalbox pools`: the rules on every start. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { add, bind, wholeNumber } from './command.ts'
import {
  clearLimit,
  deletePool,
  listLimits,
  listPools,
  putPool,
  setLimit,
  showLimit,
  showPool
} from './commands/concurrency.ts'
import type { CliHost } from './context.ts'

export function addConcurrencyCommands(program: Command, host: CliHost): void {
  addLimits(program, host)
  addPools(program, host)
}

function addLimits(program: Command, host: CliHost): void {
  const limits = add(
    program,
    'limits',
    'how many executions of a state machine run at once',
    'signalbox limits',
    'signalbox limits set transcode --limit 2',
    "signalbox limits set deploy --pool 'deploy:1:$input.project' --when-full skip"
  )
  bind(limits, host, listLimits)
  bind(add(limits, 'list', 'all limits, with who runs and waits'), host, listLimits)
  bind(add(limits, 'show <machine>', 'one limit, with its queue'), host, showLimit)
  bind(
    add(limits, 'set <machine>', 'set the rule on its starts')
      .option('--limit <n>', 'at most so many at once', wholeNumber)
      .option(
        '--pool <name[:units[:key]]>',
        'what each takes of a pool; the key is JSONata over $input (may be repeated)',
        (value: string, before: string[] | undefined) => [...(before ?? []), value]
      )
      .addOption(
        new Option(
          '--when-full <what>',
          'wait, be refused, or stop the oldest (default: queue)'
        ).choices(['queue', 'skip', 'replace'])
      )
      .option('--max-queued <n>', 'at most so many wait', wholeNumber),
    host,
    setLimit
  )
  bind(add(limits, 'clear <machine>', 'take the rule away'), host, clearLimit)
}

function addPools(program: Command, host: CliHost): void {
  const pools = add(
    program,
    'pools',
    'what executions of several state machines share',
    'signalbox pools put gpu --size 2',
    'signalbox pools show gpu'
  )
  bind(pools, host, listPools)
  bind(add(pools, 'list', 'all pools with their use'), host, listPools)
  bind(add(pools, 'show <name>', 'who holds it and who waits'), host, showPool)
  bind(
    add(pools, 'put <name>', 'make a pool or change its size; 1 is a mutex')
      .requiredOption('--size <n>', 'how many units there are', wholeNumber)
      .option('--description <text>', 'what it stands for'),
    host,
    putPool
  )
  bind(add(pools, 'delete <name>', 'delete one that no rule names'), host, deletePool)
}
