import type { IntegrationPattern } from './interpreter/command.ts'

/** What a Task's Resource names. */
export interface Resource {
  /** `plugin:shell:run`, an optimised or SDK integration ARN, a Lambda function, an activity. */
  kind: 'plugin' | 'integration' | 'lambda' | 'activity' | 'other'
  /** As written, without the pattern's suffix. */
  resource: string
  pattern: IntegrationPattern
  /** AWS's resourceType: `shell`, `sqs`, `aws-sdk:s3`; `lambda` and `activity` for those ARNs. */
  service: string
  /** AWS's resource in history events, with the pattern's suffix: `sendMessage.waitForTaskToken`. */
  action: string
}

const patternOfSuffix: Record<string, IntegrationPattern> = {
  '.sync': 'sync',
  '.sync:2': 'sync',
  '.waitForTaskToken': 'wait-for-task-token'
}

/**
 * Takes a Resource apart: `arn:aws:states:::sqs:sendMessage.waitForTaskToken` → service `sqs`,
 * action `sendMessage.waitForTaskToken`, pattern `wait-for-task-token`. Any text is accepted; what is
 * no known form becomes kind `other`.
 */
export function parseResource(text: string): Resource {
  const suffix = /\.(?:sync(?::2)?|waitForTaskToken)$/.exec(text)?.[0] ?? ''
  const resource = suffix === '' ? text : text.slice(0, -suffix.length)
  const pattern = patternOfSuffix[suffix] ?? 'request-response'
  const parts = resource.split(':')
  if (parts[0] === 'plugin' && parts.length >= 3) {
    const action = parts.slice(2).join(':') + suffix
    return { kind: 'plugin', resource, pattern, service: parts[1] ?? '', action }
  }
  if (parts[0] === 'arn' && parts[2] === 'states') {
    if (parts[5] === 'activity') {
      return {
        kind: 'activity',
        resource: text,
        pattern: 'request-response',
        service: 'activity',
        action: text
      }
    }
    const action = (parts[parts.length - 1] ?? '') + suffix
    return { kind: 'integration', resource, pattern, service: parts.slice(5, -1).join(':'), action }
  }
  if (parts[0] === 'arn' && parts[2] === 'lambda') {
    return {
      kind: 'lambda',
      resource: text,
      pattern: 'request-response',
      service: 'lambda',
      action: text
    }
  }
  return { kind: 'other', resource, pattern, service: '', action: text }
}
