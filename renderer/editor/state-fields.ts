/** The members that each state type may have, in the order a person writes them. Source: https://states-language.net/spec.html */

const flow = ['Next', 'End', 'Comment']
const paths = ['InputPath', 'OutputPath']
const results = ['Parameters', 'ResultSelector', 'ResultPath']
const failures = ['Retry', 'Catch']

export const machineFields = [
  'Comment',
  'StartAt',
  'States',
  'TimeoutSeconds',
  'QueryLanguage',
  'Version'
]

export const fieldsByType: Record<string, readonly string[]> = {
  Task: [
    'Type',
    'Resource',
    ...results,
    'TimeoutSeconds',
    'HeartbeatSeconds',
    ...failures,
    ...paths,
    ...flow
  ],
  Pass: ['Type', 'Result', 'ResultPath', 'Parameters', ...paths, ...flow],
  Choice: ['Type', 'Choices', 'Default', ...paths, 'Comment'],
  Wait: ['Type', 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath', ...paths, ...flow],
  Succeed: ['Type', ...paths, 'Comment'],
  Fail: ['Type', 'Error', 'ErrorPath', 'Cause', 'CausePath', 'Comment'],
  Parallel: ['Type', 'Branches', ...results, ...failures, ...paths, ...flow],
  Map: [
    'Type',
    'ItemsPath',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'ToleratedFailurePercentage',
    'ToleratedFailureCount',
    ...results,
    ...failures,
    ...paths,
    ...flow
  ]
}

/** Spec, appendix A: the errors that the language itself names. */
export const statesErrors = [
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.Permissions',
  'States.ResultPathMatchFailure',
  'States.ParameterPathFailure',
  'States.BranchFailed',
  'States.NoChoiceMatched',
  'States.IntrinsicFailure',
  'States.ExceedToleratedFailureThreshold',
  'States.DataLimitExceeded',
  'States.Runtime'
]
