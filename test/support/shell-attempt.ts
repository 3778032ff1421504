import { run } from '../../plugins/shell/run.ts'
import { createTestContext } from './action-context.ts'

/**
 * A program of its own that calls `plugin:shell:run`, to be killed while it does:
 * node shell-attempt.ts FOLDER IDEMPOTENCY-KEY INPUT-AS-JSON
 */
const [folder, idempotencyKey, input] = process.argv.slice(2)
if (folder === undefined || idempotencyKey === undefined || input === undefined) {
  throw new Error('Expected FOLDER IDEMPOTENCY-KEY INPUT-AS-JSON.')
}
const { context } = await createTestContext({ resumed: { folder, idempotencyKey } })
await run.run(run.input.parse(JSON.parse(input)), context)
