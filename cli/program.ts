/** The commands, their arguments, help and examples. */
import { Argument, Command, CommanderError, Option } from 'commander'
import { ApiError } from '../api/errors.ts'
import { approvals, decide } from './commands/approvals.ts'
import { describe, history, list, log, start, stop } from './commands/executions.ts'
import {
  deleteMachine,
  durabilityLevels,
  listMachines,
  setDurability,
  showMachine
} from './commands/machines.ts'
import { run } from './commands/run.ts'
import { serve } from './commands/serve.ts'
import { status } from './commands/status.ts'
import { validate } from './commands/validate.ts'
import { add, addCommonOptions, bind, examples, inputOption, wholeNumber } from './command.ts'
import { addConcurrencyCommands } from './concurrency-commands.ts'
import type { CliHost } from './context.ts'
import { addScheduleCommands } from './schedule-commands.ts'
import { addTriggerCommands } from './trigger-commands.ts'
import { isEngineGone } from './engine-connection.ts'
import { CliFailure, exitCodes } from './failure.ts'
import { addStorageCommands } from './storage-commands.ts'
import { styleFor } from './style.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs one command line (without the program's own name) and resolves to its exit code.
 *
 * @example
 * await runCommandLine(['validate', 'a.asl.json'], { terminal, engineEntry, version })
 */
export async function runCommandLine(
  args: readonly string[],
  host: { terminal: Terminal; engineEntry: string; version: string }
): Promise<number> {
  let exitCode = 0
  const program = createProgram({ ...host, setExitCode: (code) => (exitCode = code) })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    return exitCodeOf(error, host.terminal)
  }
  return exitCode
}

function exitCodeOf(error: unknown, terminal: Terminal): number {
  // Help, version and usage errors: commander has printed them.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
  const style = styleFor(terminal.isErrorTty, terminal.environment)
  const say = (message: string): void => terminal.err(`${style('red', 'error')}: ${message}\n`)
  if (error instanceof CliFailure) {
    say(error.message)
    return error.exitCode
  }
  if (error instanceof ApiError) {
    say(`${error.errorName}: ${error.message}`)
    return error.errorName === 'InvalidDefinition' ? exitCodes.usage : exitCodes.failed
  }
  if (isEngineGone(error)) {
    say(
      'The engine has gone away while the command waited for it. What it had begun goes on when it runs again.'
    )
    return exitCodes.noEngine
  }
  throw error
}

function createProgram(host: CliHost & { version: string }): Command {
  const { terminal } = host
  const program = new Command('signalbox')
    .description('AWS Step Functions for your own computer.')
    .version(host.version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'help for a command')
    .showHelpAfterError('(signalbox --help shows how)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
  addCommonOptions(program)
  addEngineCommands(program, host)
  addWorkflowCommands(program, host)
  addExecutionCommands(program, host)
  addApprovalCommands(program, host)
  addScheduleCommands(program, host)
  addMachineCommands(program, host)
  addConcurrencyCommands(program, host)
  addTriggerCommands(program, host)
  addStorageCommands(program, host)
  program.addHelpText(
    'after',
    examples(
      'signalbox run model-approval --follow      install and run an example',
      'signalbox run my.asl.json --input @in.json run a workflow and print its output',
      'signalbox approve last --comment "fine"    decide what waits for approval',
      'signalbox help run                         more about a command'
    ) +
      '\nExit codes: 0 well, 1 failed, 2 wrong usage or invalid definition, 3 no engine.\n' +
      'Talks to the engine that runs on the data folder, or starts one for the command and stops it afterwards.\n' +
      'Executions go by their ARN, their name, the beginning of a name, or last.\n'
  )
  return program
}

function addEngineCommands(program: Command, host: CliHost): void {
  bind(
    add(
      program,
      'serve',
      'run the engine in the foreground; its first line is "listening URL"',
      'signalbox serve',
      'signalbox serve --data ./data --port 0'
    )
      .option('--port <n>', 'port on 127.0.0.1; 0: any free one (default: the last one, else any)')
      .option('--concurrency <n>', 'how many tasks run at once (default: 16)')
      .option(
        '--durability <level>',
        'full (default) or normal: what a step outlives before it has effects'
      )
      .option('--salvage', 'put a damaged database aside and begin with what can be read of it')
      .option('--start-empty', 'put a damaged database aside and begin anew')
      .option(
        '--mock-config <file>',
        'answers of test cases instead of services, in the format of Step Functions Local'
      )
      .option(
        '--functions <file>',
        'which commands stand for Lambda functions (default: functions.json in the data folder)'
      ),
    host,
    serve
  )
  bind(
    add(program, 'status', 'what the running engine does', 'signalbox status --json'),
    host,
    status
  )
}

function addWorkflowCommands(program: Command, host: CliHost): void {
  bind(
    add(
      program,
      'run <file>',
      'run a workflow: create or update its state machine, start it, wait, print the output',
      'signalbox run hello.asl.json --input \'{"name": "Ada"}\'',
      'signalbox run etl.asl.json --input @input.json --follow',
      'signalbox run model-approval             an example, with its own input',
      'cat flow.json | signalbox run - --machine flow'
    )
      .option(...inputOption)
      .option('--name <name>', "the execution's name (its idempotency key)")
      .option('--machine <name>', "the state machine's name (default: that of the file)")
      .option('--follow', 'tell on stderr what happens, with the logs of tasks'),
    host,
    run
  )
  bind(
    add(
      program,
      'validate <files...>',
      'check definitions; prints file:line:column: error CODE message',
      'signalbox validate *.asl.json',
      'signalbox validate --strict --json flow.json',
      'signalbox validate --aws flow.json         would AWS accept it, and what is ours alone'
    )
      .addOption(
        new Option('--type <type>', 'type of state machine').choices(['STANDARD', 'EXPRESS'])
      )
      .option('--strict', 'warnings count as errors')
      .option('--aws', 'check whether AWS would accept them; names what is ours alone'),
    host,
    validate
  )
}

const statuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']

function addExecutionCommands(program: Command, host: CliHost): void {
  bind(
    add(
      program,
      'start <machine>',
      'start an execution and return at once',
      'signalbox start nightly-etl'
    )
      .option(...inputOption)
      .option('--name <name>', "the execution's name (its idempotency key)"),
    host,
    start
  )
  bind(
    add(
      program,
      'stop <execution>',
      'abort a running execution',
      'signalbox stop last --cause "wrong input"'
    )
      .option('--error <name>', 'error to record')
      .option('--cause <text>', 'cause to record'),
    host,
    stop
  )
  bind(
    add(
      program,
      'list',
      'executions, newest first',
      'signalbox list --status FAILED',
      'signalbox list --machine model-approval --limit 5',
      `signalbox list --search 'error:States.Timeout "order 17" -test'`
    )
      .addOption(new Option('--status <status>', 'only of this status').choices(statuses))
      .option('--machine <name>', 'only of this state machine')
      .option('--search <text>', 'only with these words in name, input, output, error or cause')
      .option('--limit <n>', 'at most so many', wholeNumber, 50),
    host,
    list
  )
  addInspectionCommands(program, host)
}

function addInspectionCommands(program: Command, host: CliHost): void {
  bind(
    add(
      program,
      'describe <execution>',
      'one execution with its input, output or error',
      'signalbox describe last'
    ),
    host,
    describe
  )
  bind(
    add(
      program,
      'history <execution>',
      'its history events',
      'signalbox history last --follow'
    ).option('--follow', 'go on until it ends'),
    host,
    history
  )
  bind(
    add(
      program,
      'log <execution> <state>',
      'what the task of a state has printed',
      'signalbox log last "Train model" --follow'
    )
      .option('--all', 'all tasks of the state, not only the last one')
      .option('--follow', 'go on until the task ends'),
    host,
    log
  )
}

function addApprovalCommands(program: Command, host: CliHost): void {
  bind(
    add(program, 'approvals', 'what waits for a decision', 'signalbox approvals').option(
      '--all',
      'decided ones too'
    ),
    host,
    approvals
  )
  bind(
    add(
      program,
      'approve <id>',
      'approve (an id, its beginning, or last)',
      'signalbox approve last'
    ).option('--comment <text>', 'kept with the decision'),
    host,
    (context, id: string, options: { comment?: string }) => decide(context, id, 'APPROVED', options)
  )
  bind(
    add(
      program,
      'reject <id>',
      'reject',
      'signalbox reject last --comment "accuracy is too low"'
    ).option('--comment <text>', 'the reason, kept with the decision'),
    host,
    (context, id: string, options: { comment?: string }) => decide(context, id, 'REJECTED', options)
  )
}

function addMachineCommands(program: Command, host: CliHost): void {
  const machines = add(
    program,
    'machines',
    'state machines',
    'signalbox machines',
    'signalbox machines show hello'
  )
  bind(machines, host, listMachines)
  bind(add(machines, 'list', 'all state machines'), host, listMachines)
  bind(add(machines, 'show <name>', 'the definition of one'), host, showMachine)
  bind(
    add(
      machines,
      'durability <name>',
      'what its steps outlive before they have effects',
      'signalbox machines durability nightly-etl normal'
    ).addArgument(
      new Argument('<level>', 'full: a power loss; normal: a crash; engine: as the engine').choices(
        durabilityLevels
      )
    ),
    host,
    setDurability
  )
  bind(add(machines, 'delete <name>', 'delete one; its executions finish'), host, deleteMachine)
}
