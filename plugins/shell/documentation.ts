import type { ActionError, ActionExample } from '../contract/action.ts'

export const runErrors: readonly ActionError[] = [
  {
    name: 'Shell.ExitCode.*',
    description:
      'The command ended with a code that is not in successCodes; the code is part of the name: Shell.ExitCode.2. The cause carries the last lines of stderr.'
  },
  {
    name: 'Shell.Signal',
    description:
      'The command was ended by a signal from outside, such as SIGKILL where memory ran out.'
  },
  {
    name: 'Shell.Timeout',
    description: 'The command ran for timeoutSeconds; it and all that it had started were ended.'
  },
  {
    name: 'Shell.CommandNotFound',
    description: 'There is no such program in PATH or at the path, or it cannot be executed.'
  },
  { name: 'Shell.FolderNotFound', description: 'The folder cwd does not exist.' },
  { name: 'Shell.LaunchFailed', description: 'The system could not start a process.' },
  {
    name: 'Shell.OutputNotJson',
    description: 'With output: json, the command printed something else.'
  },
  {
    name: 'Shell.OutputTooLarge',
    description:
      'With output: json, the JSON is longer than 240 KiB; with any, the command printed more than 1 GiB.'
  },
  {
    name: 'Shell.Interrupted',
    description:
      'The computer went down while the command ran (on Windows: Signalbox ended). It may have done its work or not.'
  }
]

export const runExamples: readonly ActionExample[] = [
  {
    title: 'A program with arguments',
    input: { command: 'echo', arguments: ['hello'] },
    output: {
      exitCode: 0,
      stdout: 'hello',
      isStdoutTruncated: false,
      stderr: '',
      durationSeconds: 0.01
    }
  },
  {
    title: 'A script that reads JSON and prints JSON',
    input: {
      script: 'read -r line\nprintf \'{"got": %s}\' "$line"',
      stdin: { rows: 3 },
      output: 'json'
    },
    output: {
      exitCode: 0,
      stdout: { got: { rows: 3 } },
      isStdoutTruncated: false,
      stderr: '',
      durationSeconds: 0.01
    }
  },
  {
    title: 'A training script in a folder of its own, with a time limit',
    input: {
      command: 'python3',
      arguments: ['train.py', '--epochs', '3'],
      cwd: 'training',
      env: { PYTHONUNBUFFERED: '1' },
      timeoutSeconds: 3600
    }
  },
  {
    title: 'A search in which 1 means "nothing found"',
    input: { command: 'grep', arguments: ['-c', 'ERROR', 'app.log'], successCodes: [0, 1] }
  }
]
