import type { Registry } from '../plugins/registry.ts'

/** Why a resource that no plugin serves cannot be used, and what to do. */
export function unknownResourceCause(registry: Registry, resource: string): string {
  if (/^arn:aws[\w-]*:lambda:|^arn:aws[\w-]*:states:::lambda:/.test(resource)) {
    return (
      `Expected a resource that a plugin serves, found the Lambda function '${resource}'. ` +
      "Lambda functions do not run here: use a shell task ('plugin:shell:run') or an HTTP task ('plugin:http:invoke') instead."
    )
  }
  const nearest = registry.nearest(resource)
  const known = nearest
    ? `The nearest known one is '${nearest}'.`
    : `Known resources: ${registry.resources().join(', ') || 'none'}.`
  return `Expected a resource that a plugin serves, found '${resource}'. ${known}`
}

/** Why an action cannot be used with a task's integration pattern; undefined where it can. */
export function patternCause(
  task: { resource: string; pattern: string },
  patterns: readonly string[]
): string | undefined {
  if (patterns.includes(task.pattern)) return undefined
  return `Expected '${task.resource}' to be used with one of the patterns ${patterns.join(', ')}, found ${task.pattern}.`
}
