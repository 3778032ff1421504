/** Small state machines of every kind. Each waits for `$.wait` seconds, then works. */
import type { JsonObject } from '../../asl/json.ts'
import { passChain } from '../support/definitions.ts'

/** `append` writes one line `<execution> <state> <retry count>` to the file of `$.effects`. */
function append(state: string, script: string, more: JsonObject = {}): JsonObject {
  return {
    Type: 'Task',
    Resource: 'plugin:shell:run',
    Parameters: {
      script: `printf '%s\\n' "$NAME ${state} $RETRY" >> "$EFFECTS"\n${script}`,
      env: {
        'NAME.$': '$$.Execution.Name',
        'RETRY.$': "States.Format('{}', $$.State.RetryCount)",
        'EFFECTS.$': '$.effects',
        'TOKENS.$': '$.tokens',
        ...more
      }
    },
    ResultSelector: { 'exitCode.$': '$.exitCode', 'stdout.$': '$.stdout' }
  }
}

function afterWait(startAt: string, states: JsonObject): JsonObject {
  return {
    StartAt: 'Later',
    States: { Later: { Type: 'Wait', SecondsPath: '$.wait', Next: startAt }, ...states }
  }
}

const asOutput: JsonObject = { Type: 'Pass', Parameters: { 'done.$': '$.n' }, End: true }

/** In one piece, so that who looks for it finds a whole token. */
const saveToken = 'printf %s "$TOKEN" > "$TOKENS/$NAME.new"; mv "$TOKENS/$NAME.new" "$TOKENS/$NAME"'

export const workflows: Readonly<Record<string, JsonObject>> = {
  passes: afterWait('Chain', {
    Chain: { Type: 'Parallel', Branches: [passChain(40)], ResultPath: null, Next: 'Done' },
    Done: asOutput
  }),

  parallel: afterWait('Fork', {
    Fork: {
      Type: 'Parallel',
      Branches: [
        passChain(3, 'A'),
        {
          StartAt: 'Pause',
          States: {
            Pause: { Type: 'Wait', Seconds: 1, Next: 'Paused' },
            Paused: { Type: 'Pass', Result: 'paused', End: true }
          }
        },
        passChain(5, 'B')
      ],
      ResultSelector: { 'paused.$': '$[1]' },
      Next: 'Joined'
    },
    Joined: { Type: 'Pass', End: true }
  }),

  map: afterWait('Each', {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        StartAt: 'Before',
        States: {
          Before: { Type: 'Pass', Next: 'Pause' },
          Pause: { Type: 'Wait', SecondsPath: '$.pause', Next: 'After' },
          After: { Type: 'Pass', Parameters: { 'id.$': '$.id' }, End: true }
        }
      },
      End: true
    }
  }),

  shell: afterWait('Act', {
    Act: { ...append('Act', 'sleep 0.2; echo acted'), End: true }
  }),

  retry: afterWait('Flaky', {
    Flaky: {
      ...append('Flaky', 'test "$RETRY" -ge 2'),
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 3 }],
      End: true
    }
  }),

  caught: afterWait('Broken', {
    Broken: {
      ...append('Broken', 'exit 3'),
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Rescued' }],
      End: true
    },
    Rescued: { Type: 'Pass', Parameters: { 'error.$': '$.failure.Error' }, End: true }
  }),

  token: afterWait('Ask', {
    Ask: {
      ...append('Ask', saveToken, { 'TOKEN.$': '$$.Task.Token' }),
      Resource: 'plugin:shell:run.waitForTaskToken',
      ResultSelector: { 'answer.$': '$.answer' },
      End: true
    }
  }),

  // Without a mail server: the mail waits in the outbox, the question is asked all the same.
  approval: afterWait('Ask', {
    Ask: {
      Type: 'Task',
      Resource: 'plugin:email:requestApproval.waitForTaskToken',
      Parameters: {
        to: ['ada@example.org'],
        'title.$': '$$.Execution.Name',
        'data.$': '$.n'
      },
      ResultSelector: { 'decision.$': '$.decision', 'decidedBy.$': '$.decidedBy' },
      ResultPath: '$.answer',
      Next: 'Approved'
    },
    Approved: {
      ...append('Approved', 'sleep 0.1'),
      ResultPath: null,
      OutputPath: '$.answer',
      End: true
    }
  }),

  loop: afterWait('Count', {
    Count: { Type: 'Pass', Parameters: { count: 0, 'n.$': '$.n' }, Next: 'More' },
    More: {
      Type: 'Choice',
      Choices: [{ Variable: '$.count', NumericLessThan: 800, Next: 'Add' }],
      Default: 'Done'
    },
    Add: {
      Type: 'Pass',
      Parameters: { 'count.$': 'States.MathAdd($.count, 1)', 'n.$': '$.n' },
      Next: 'More'
    },
    Done: asOutput
  })
}

/** How many executions of each workflow: 200 in all. */
export function countsOf(each: number): Record<string, number> {
  const counts = Object.fromEntries(Object.keys(workflows).map((name) => [name, each]))
  return { ...counts, passes: Math.floor(each / 2), loop: Math.ceil(each / 2) }
}

/** The input of an execution: the same but for the wait and where the side effects go. */
export function inputOf(wait: number, folder: { effects: string; tokens: string }): JsonObject {
  return {
    wait,
    n: 7,
    items: Array.from({ length: 8 }, (_, id) => ({ id, pause: 1 + (id % 2) })),
    ...folder
  }
}
