/** Parallel and Map: their inner blocks, and what only distributed maps may have. */
import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { BlockRule, BlockVisit, StateRule, StateVisit } from '../check.ts'
import { isStateType } from '../fields.ts'
import { child } from '../pointer.ts'
import { innerBlocks } from '../walk.ts'

export const checkParallel: StateRule = ({ type, state, pointer, report }) => {
  if (type !== 'Parallel' || !Object.hasOwn(state, 'Branches')) return
  const branches = state['Branches']
  if (!Array.isArray(branches)) {
    report.error(`${pointer}/Branches`, "Expected an array of branches for the field 'Branches'")
    return
  }
  if (branches.length === 0) report.error(`${pointer}/Branches`, 'Value cannot be empty')
  branches.forEach((branch, index) => {
    if (!isJsonObject(branch)) {
      report.error(
        child(`${pointer}/Branches`, index),
        "Expected an object with 'StartAt' and 'States'"
      )
    }
  })
}

export const checkMap: StateRule = (visit) => {
  const { type, state, pointer, report } = visit
  if (type !== 'Map') return
  const present = ['ItemProcessor', 'Iterator'].filter((field) => Object.hasOwn(state, field))
  if (present.length === 0) report.error(pointer, 'These fields are required: [ItemProcessor]')
  for (const field of present) {
    if (!isJsonObject(state[field])) {
      report.error(`${pointer}/${field}`, "Expected an object with 'StartAt' and 'States'")
    }
  }
  checkProcessorConfig(visit)
  checkLabel(visit)
}

function checkProcessorConfig({ state, pointer, report }: StateVisit): void {
  const processor = state['ItemProcessor']
  if (!isJsonObject(processor) || !Object.hasOwn(processor, 'ProcessorConfig')) return
  const config = processor['ProcessorConfig']
  const at = `${pointer}/ItemProcessor/ProcessorConfig`
  if (!isJsonObject(config)) {
    report.error(at, "Expected an object with 'Mode' for the field 'ProcessorConfig'")
    return
  }
  const { Mode: mode = 'INLINE', ExecutionType: executionType } = config
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') {
    report.error(
      `${at}/Mode`,
      `Expected "INLINE" or "DISTRIBUTED" for the field 'Mode', found ${JSON.stringify(mode)}`
    )
  }
  if (executionType !== undefined && executionType !== 'STANDARD' && executionType !== 'EXPRESS') {
    report.error(
      `${at}/ExecutionType`,
      `Expected "STANDARD" or "EXPRESS" for the field 'ExecutionType', found ${JSON.stringify(executionType)}`
    )
  }
  if (mode === 'DISTRIBUTED' && report.options.type === 'EXPRESS') {
    report.error(`${at}/Mode`, 'Express state machine does not support the Map mode DISTRIBUTED')
  }
  if (mode === 'DISTRIBUTED' && executionType === undefined) {
    report.error(at, 'These fields are required: [ExecutionType]')
  }
}

const MAX_LABEL_LENGTH = 40
/** White space, brackets, wildcards, special and control characters, as in names of executions. */
const forbiddenInLabel = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

function checkLabel({ state, pointer, report }: StateVisit): void {
  const label = state['Label']
  if (typeof label !== 'string') return
  if (label.length > MAX_LABEL_LENGTH || label === '' || forbiddenInLabel.test(label)) {
    report.error(
      `${pointer}/Label`,
      `A label has 1 to ${String(MAX_LABEL_LENGTH)} characters without spaces, brackets, wildcards and special characters`,
      { code: 'INVALID_LABEL_NAME' }
    )
  }
}

interface Named {
  pointer: string
  name: string
}

/** State names, and labels of maps, are unique within the whole machine. */
export const checkUniqueNames: BlockRule = (visit) => {
  if (visit.kind !== 'machine') return
  const states: Named[] = []
  const labels: Named[] = []
  collectNames(visit.states, '', states, labels)
  reportRepeated(visit, states, (name) => `Duplicate State name: ${name}`, 'DUPLICATE_STATE_NAME')
  reportRepeated(visit, labels, (name) => `Duplicate label name: ${name}`, 'DUPLICATE_LABEL_NAME')
}

function collectNames(
  states: ReadonlyMap<string, JsonObject>,
  blockPointer: string,
  names: Named[],
  labels: Named[]
): void {
  for (const [name, state] of states) {
    const pointer = child(`${blockPointer}/States`, name)
    names.push({ name, pointer })
    if (typeof state['Label'] === 'string')
      labels.push({ name: state['Label'], pointer: `${pointer}/Label` })
    const type = isStateType(state['Type']) ? state['Type'] : undefined
    for (const inner of innerBlocks(state, type, pointer)) {
      const innerStates = inner.block['States']
      if (!isJsonObject(innerStates)) continue
      const entries = Object.entries(innerStates).filter((entry): entry is [string, JsonObject] =>
        isJsonObject(entry[1])
      )
      collectNames(new Map(entries), inner.pointer, names, labels)
    }
  }
}

function reportRepeated(
  { report }: BlockVisit,
  all: readonly Named[],
  message: (name: string) => string,
  code: string
): void {
  const first = new Map<string, string>()
  for (const { name, pointer } of all) {
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, pointer)
    else report.error(pointer, message(name), { code, isKey: code === 'DUPLICATE_STATE_NAME' })
  }
}
