import { z } from 'zod'

const withoutNul = (text: string): boolean => !text.includes('\0')
const argument = z.string().refine(withoutNul, 'must not contain a NUL character')
const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name such as MODEL_DIR')

/** The input of `plugin:shell:run`. */
export const runInput = z
  .strictObject({
    command: argument
      .min(1)
      .optional()
      .describe(
        'The program to run: a name that is looked up in PATH, or a path (a relative one starts at cwd). No shell reads it. Give either command or script.'
      ),
    arguments: z
      .array(argument)
      .optional()
      .describe('Arguments of the command or the script, each passed on as it is.'),
    script: argument
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('A script, run by the interpreter. Give either command or script.')
      .meta({ format: 'multiline' }),
    interpreter: argument
      .min(1)
      .optional()
      .describe(
        'What runs the script: a program and its options, split at spaces, such as "python3" or "bash -eu". Default: /bin/sh -e, which stops at the first command that fails.'
      ),
    cwd: argument
      .min(1)
      .optional()
      .describe("The folder to run in; a relative path starts at the state machine's folder."),
    env: z
      .record(variableName, argument)
      .optional()
      .describe('Environment variables to set, over those that are inherited.'),
    inheritEnv: z
      .boolean()
      .default(false)
      .describe(
        'Whether to inherit all environment variables of Signalbox. Otherwise only PATH, HOME, LANG, TMPDIR and the like.'
      ),
    stdin: z
      .json()
      .optional()
      .describe(
        'What the command reads: a text as it is, any other value as a line of JSON. Default: nothing.'
      ),
    output: z
      .enum(['auto', 'json', 'text'])
      .default('auto')
      .describe(
        'How to read what the command prints: auto takes JSON where it is JSON, else text; json fails where it is not JSON.'
      ),
    timeoutSeconds: z
      .number()
      .positive()
      .max(99_999_999)
      .optional()
      .describe('After so many seconds the command and all that it has started are ended.'),
    successCodes: z
      .array(z.number().int().min(0).max(255))
      .min(1)
      .default([0])
      .describe('Exit codes that count as success.')
  })
  .superRefine((input, context) => {
    if (input.command === undefined && input.script === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['command'],
        message: 'expected either command or script, found neither'
      })
    }
    if (input.command !== undefined && input.script !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['script'],
        message: 'expected either command or script, found both'
      })
    }
    if (input.interpreter !== undefined && input.script === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['interpreter'],
        message: 'is for a script; to run a program, use command and arguments'
      })
    }
  })

/** The output of `plugin:shell:run`. */
export const runOutput = z.object({
  exitCode: z.number().int().describe('The exit code, one of successCodes.'),
  stdout: z
    .json()
    .describe('What the command printed: a JSON value, or text without its last line break.'),
  isStdoutTruncated: z
    .boolean()
    .describe(
      'Whether stdout was too long for the output of a task; then it is the beginning, as text.'
    ),
  stdoutPath: z
    .string()
    .optional()
    .describe(
      'Where stdout was truncated: the file that holds all of it, as long as the execution is kept.'
    ),
  stderr: z.string().describe('The end of what the command wrote to stderr, up to 8 KiB.'),
  durationSeconds: z.number().describe('How long the command ran, in seconds.')
})

export type RunInput = z.output<typeof runInput>
export type RunOutput = z.input<typeof runOutput>
