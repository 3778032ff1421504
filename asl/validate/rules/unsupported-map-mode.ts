/** Distributed maps are accepted by all other rules, and refused here as long as nothing runs child executions. */
import { isJsonObject } from '../../json.ts'
import type { StateRule } from '../check.ts'

export const checkSupportedMapMode: StateRule = ({ type, state, pointer, report }) => {
  if (type !== 'Map') return
  const processor = state['ItemProcessor']
  const config = isJsonObject(processor) ? processor['ProcessorConfig'] : undefined
  const isDistributed = isJsonObject(config) && config['Mode'] === 'DISTRIBUTED'
  const fields = ['ItemReader', 'ItemBatcher', 'ResultWriter'].filter((field) =>
    Object.hasOwn(state, field)
  )
  if (!isDistributed && fields.length === 0) return
  const at = isDistributed
    ? `${pointer}/ItemProcessor/ProcessorConfig/Mode`
    : `${pointer}/${fields[0] ?? ''}`
  report.error(
    pointer,
    'A Map in DISTRIBUTED mode (also ItemReader, ItemBatcher, ResultWriter) is not supported by this version: use "Mode": "INLINE" and ItemsPath',
    { code: 'UNSUPPORTED_MAP_MODE', at, isKey: !isDistributed }
  )
}
