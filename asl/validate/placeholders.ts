import type { Report } from './check.ts'

/** What CloudFormation, SAM and the like leave to be filled in: `${BucketName}`. */
const pattern = /\$\{[^}]*\}/g

/** Whether the text holds a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return text.search(pattern) !== -1
}

/** The text as it may look once it is filled in, for checks of its form. */
export function fillPlaceholders(text: string): string {
  return text.replaceAll(pattern, 'x')
}

/** A template may hold placeholders; what is about to run (its resources are known) may not. */
export function reportPlaceholder(
  report: Report,
  pointer: string,
  text: string,
  at = pointer
): void {
  const message = `The placeholder in ${text} has to be filled in before the machine runs`
  const details = { code: 'UNRESOLVED_PLACEHOLDER', at }
  if (report.options.resources) report.error(pointer, message, details)
  else report.warning(pointer, message, details)
}
