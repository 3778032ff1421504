/** The region of an ARN: `arn:aws:states:eu-central-1:…` → `eu-central-1`; empty where it has none. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? ''
}
