/** Says what is wrong with an input, in the words of AWS's services. */
import type { z } from 'zod'
import { ApiError } from '../../api/errors.ts'

type Issue = z.core.$ZodIssue

/** Longer values are left out of the message. */
const LONGEST_VALUE_CHARACTERS = 4096

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

/** `tags.1.member.key`, as AWS counts list members from 1. */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `${String(key + 1)}.member` : String(key)))
    .join('.')
}

function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'Value null'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST_VALUE_CHARACTERS ? 'Value' : `Value '${text}'`
}

function amount(origin: string): string {
  return origin === 'string' || origin === 'array' ? 'length' : 'value'
}

function constraintOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'too_big':
      return `Member must have ${amount(issue.origin)} less than or equal to ${String(issue.maximum)}`
    case 'too_small':
      return `Member must have ${amount(issue.origin)} greater than or equal to ${String(issue.minimum)}`
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`
    case 'invalid_format':
      return issue.format === 'regex' && issue.pattern
        ? `Member must satisfy regular expression pattern: ${issue.pattern.replace(/^\/|\/[a-z]*$/g, '')}`
        : issue.message
    case 'invalid_type':
      return value === undefined || value === null
        ? 'Member must not be null'
        : `Member must be of the type ${issue.expected}`
    case 'unrecognized_keys':
      return `Member must not have the unknown keys: ${issue.keys.join(', ')}`
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return issue.message
  }
}

function finding(issue: Issue, input: unknown): string {
  const value = valueAt(input, issue.path)
  return `${valueText(value)} at '${placeOf(issue.path)}' failed to satisfy constraint: ${constraintOf(issue, value)}`
}

/**
 * All findings about an input in one ValidationException:
 * `1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member
 * must have value less than or equal to 1000`.
 */
export function validationError(issues: readonly Issue[], input: unknown): ApiError {
  const count = `${String(issues.length)} validation error${issues.length === 1 ? '' : 's'} detected`
  return new ApiError(
    'ValidationException',
    `${count}: ${issues.map((issue) => finding(issue, input)).join('; ')}`
  )
}
