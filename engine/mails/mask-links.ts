/**
 * Decision links decide on behalf of their recipient, so the outbox does not show them: only the
 * beginning of each stays.
 */
export function maskDecisionLinks(text: string): string {
  return text.replace(/(\/approvals\/)[A-Za-z0-9._~-]+(\?[A-Za-z0-9=&;_-]*)?/g, '$1…')
}
