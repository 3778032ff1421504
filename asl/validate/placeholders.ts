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

export const placeholderMessage = (text: string): string =>
  `The placeholder in ${text} has to be filled in before the machine runs`
