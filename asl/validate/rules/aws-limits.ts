/**
 * Limits of AWS that are wider here (only for the target AWS): errors where AWS refuses the
 * definition, warnings where it takes it and then does less than is asked for.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
import { hasMoreBytes } from '../../data/limit.ts'
import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { BlockRule, Report, StateRule, StateVisit } from '../check.ts'

const code = 'AWS_LIMIT'

const LARGEST_DEFINITION_BYTES = 1_048_576
const INLINE_CONCURRENCY = 40
const DISTRIBUTED_CONCURRENCY = 10_000
const EXPRESS_SECONDS = 300
const HTTP_SECONDS = 60
const LARGEST_BATCH_BYTES = 262_144
const MOST_ITEMS = 100_000_000

/** CreateStateMachine, length constraints of `definition`. */
export function checkDefinitionSize(text: string, report: Report): void {
  if (!hasMoreBytes(text, LARGEST_DEFINITION_BYTES)) return
  const message = `AWS takes a definition of at most ${String(LARGEST_DEFINITION_BYTES)} bytes: this one is larger`
  report.error('', message, { code, hint: 'Move parts into state machines of their own' })
}

/** The time limit of express executions. */
export const checkExpressDuration: BlockRule = ({ kind, block, report }) => {
  const seconds = block['TimeoutSeconds']
  if (kind !== 'machine' || report.options.type !== 'EXPRESS') return
  if (typeof seconds !== 'number' || seconds <= EXPRESS_SECONDS) return
  const message = `AWS ends express executions after ${String(EXPRESS_SECONDS)} seconds, whatever 'TimeoutSeconds' says`
  report.warning('/TimeoutSeconds', message, { code })
}

export const checkAwsLimits: StateRule = (visit) => {
  const { type, state, pointer, report } = visit
  if (type === 'Map') checkMapLimits(visit)
  const { Resource: resource, TimeoutSeconds: seconds } = state
  if (type !== 'Task' || typeof resource !== 'string' || typeof seconds !== 'number') return
  if (!resource.endsWith(':states:::http:invoke') || seconds <= HTTP_SECONDS) return
  const message = `AWS ends an HTTP task after ${String(HTTP_SECONDS)} seconds, whatever 'TimeoutSeconds' says`
  report.warning(`${pointer}/TimeoutSeconds`, message, { code })
}

function checkMapLimits({ state, pointer, report }: StateVisit): void {
  const isDistributed = modeOf(state) === 'DISTRIBUTED'
  const most = isDistributed ? DISTRIBUTED_CONCURRENCY : INLINE_CONCURRENCY
  const { MaxConcurrency: concurrency, ItemBatcher: batcher, ItemReader: reader } = state
  if (typeof concurrency === 'number' && concurrency > most) {
    const what = isDistributed ? 'child executions of a distributed Map' : 'iterations of a Map'
    const message = `AWS runs at most about ${String(most)} ${what} at once, found ${String(concurrency)}`
    const hint = isDistributed ? undefined : 'A Map in DISTRIBUTED mode runs more'
    report.warning(`${pointer}/MaxConcurrency`, message, { code, hint })
  }
  const check = (holder: unknown, at: string, field: string, limit: number): void => {
    const value = isJsonObject(holder) ? holder[field] : undefined
    if (typeof value !== 'number' || value <= limit) return
    const message = `AWS allows at most ${String(limit)} for the field '${field}', found ${String(value)}`
    report.error(`${pointer}/${at}/${field}`, message, { code })
  }
  check(batcher, 'ItemBatcher', 'MaxInputBytesPerBatch', LARGEST_BATCH_BYTES)
  const config = isJsonObject(reader) ? reader['ReaderConfig'] : undefined
  check(config, 'ItemReader/ReaderConfig', 'MaxItems', MOST_ITEMS)
}

function modeOf(state: JsonObject): unknown {
  const processor = state['ItemProcessor'] ?? state['Iterator']
  const config = isJsonObject(processor) ? processor['ProcessorConfig'] : undefined
  return isJsonObject(config) ? config['Mode'] : undefined
}
