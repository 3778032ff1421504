import type { Express } from '../../express/express.ts'
import { billedMilliseconds } from '../../express/result.ts'
import type { Host } from '../../host/host.ts'
import { findStart } from '../../host/start.ts'
import type { Store } from '../../store/open.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { typeNotSupported } from './executions.ts'
import { toSeconds } from './wire.ts'

export interface ExpressServices {
  store: Store
  host: Host
  express: Express
}

/** What AWS charges at least. */
const BILLED_MEMORY_MB = 64

export function expressHandlers({
  store,
  host,
  express
}: ExpressServices): Pick<Handlers, 'StartSyncExecution'> {
  return {
    StartSyncExecution: async ({ stateMachineArn: arn, name, input, includedData }) => {
      const { target } = findStart(reader(store), arn, host.moment())
      if (target.machine.type !== 'EXPRESS') throw typeNotSupported()
      const request = {
        target,
        ...(name === undefined ? {} : { name }),
        ...(input === undefined ? {} : { input })
      }
      const result = await express.prepare(request).run(true)
      const hasData = includedData !== 'METADATA_ONLY'
      const { executionArn, stateMachineArn, status, output, error, cause } = result
      // Nobody can stop an express execution.
      if (status === 'ABORTED') throw new Error(`${executionArn} was aborted`)
      return {
        ...{ executionArn, stateMachineArn, name: result.name, status },
        startDate: toSeconds(result.startedAt),
        stopDate: toSeconds(result.stoppedAt),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
        ...(hasData ? { input: result.input } : {}),
        inputDetails: { included: hasData },
        ...(hasData && output !== undefined ? { output } : {}),
        outputDetails: { included: hasData },
        billingDetails: {
          billedMemoryUsedInMB: BILLED_MEMORY_MB,
          billedDurationInMilliseconds: billedMilliseconds(result)
        }
      }
    }
  }
}
