import type { Client } from '../api/client.ts'
import type { KnownResource } from '../asl/validate/validate.ts'

/** What the installed plugins serve, for the validator. */
export async function knownResources(client: Client): Promise<KnownResource[]> {
  const { plugins } = await client.ListPlugins({})
  return plugins.flatMap((plugin) => plugin.actions)
}
