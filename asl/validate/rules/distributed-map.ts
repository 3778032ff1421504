/** ItemReader, ItemBatcher and ResultWriter. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Report, StateRule, StateVisit } from '../check.ts'
import { suggestion } from '../nearest.ts'
import { child } from '../pointer.ts'
import { isJsonataText } from './time.ts'
import { checkPath } from './paths.ts'

interface Part {
  fields: readonly string[]
  required: readonly string[]
  /** Fields that hold a whole number of at least this. */
  numbers?: Readonly<Record<string, number>>
  alternatives?: readonly (readonly string[])[]
}

const readerPart: Part = {
  fields: ['Comment', 'Resource', 'Parameters', 'Arguments', 'ReaderConfig'],
  required: ['Resource'],
  alternatives: [['Parameters', 'Arguments']]
}
const readerConfigPart: Part = {
  fields: [
    'InputType',
    'Transformation',
    'CSVHeaderLocation',
    'CSVHeaders',
    'CSVDelimiter',
    'ItemsPointer',
    'ManifestType',
    'MaxItems',
    'MaxItemsPath'
  ],
  required: [],
  numbers: { MaxItems: 0 },
  alternatives: [['MaxItems', 'MaxItemsPath']]
}
const batcherPart: Part = {
  fields: [
    'Comment',
    'BatchInput',
    'MaxItemsPerBatch',
    'MaxItemsPerBatchPath',
    'MaxInputBytesPerBatch',
    'MaxInputBytesPerBatchPath'
  ],
  required: [],
  numbers: { MaxItemsPerBatch: 1, MaxInputBytesPerBatch: 1 },
  alternatives: [
    ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'],
    ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath']
  ]
}
const writerPart: Part = {
  fields: ['Comment', 'Resource', 'Parameters', 'Arguments', 'WriterConfig'],
  required: [],
  alternatives: [['Parameters', 'Arguments']]
}

export const checkDistributedMap: StateRule = (visit) => {
  const { type, state, pointer } = visit
  if (type !== 'Map') return
  const { ItemReader: reader, ItemBatcher: batcher, ResultWriter: writer } = state
  if (isJsonObject(reader)) {
    checkPart(visit, reader, `${pointer}/ItemReader`, readerPart)
    const config = reader['ReaderConfig']
    if (isJsonObject(config)) {
      checkPart(visit, config, `${pointer}/ItemReader/ReaderConfig`, readerConfigPart)
    }
  }
  if (isJsonObject(batcher)) {
    checkPart(visit, batcher, `${pointer}/ItemBatcher`, batcherPart)
    checkBatcherLimits(visit.report, batcher, `${pointer}/ItemBatcher`)
  }
  if (isJsonObject(writer)) checkPart(visit, writer, `${pointer}/ResultWriter`, writerPart)
}

/** Spec: at least one limit has to be given. */
function checkBatcherLimits(report: Report, batcher: JsonObject, pointer: string): void {
  const limits = batcherPart.alternatives?.flat() ?? []
  if (limits.some((field) => Object.hasOwn(batcher, field))) return
  report.error(pointer, `One of these fields is required: [${limits.join(', ')}]`)
}

function checkPart(visit: StateVisit, holder: JsonObject, pointer: string, part: Part): void {
  const { language, report } = visit
  for (const field of Object.keys(holder)) {
    if (part.fields.includes(field)) continue
    report.error(pointer, `Field '${field}' is not supported`, {
      at: child(pointer, field),
      isKey: true,
      hint: suggestion(field, part.fields, 3)
    })
  }
  const missing = part.required.filter((field) => !Object.hasOwn(holder, field))
  if (missing.length > 0)
    report.error(pointer, `These fields are required: [${missing.join(', ')}]`)
  for (const group of part.alternatives ?? []) {
    const present = group.filter((field) => Object.hasOwn(holder, field))
    if (present.length < 2) continue
    const names = present.map((field) => `'${field}'`).join(', ')
    report.error(pointer, `There may be only one of [${names}]: remove the other`)
  }
  for (const [field, least] of Object.entries(part.numbers ?? {})) {
    const value = holder[field]
    if (value === undefined || (language === 'JSONata' && isJsonataText(value))) continue
    if (typeof value === 'number' && Number.isInteger(value) && value >= least) continue
    report.error(
      `${pointer}/${field}`,
      `Expected a whole number of at least ${String(least)} for the field '${field}', found ${JSON.stringify(value)}`
    )
  }
  checkPathFields(visit, holder, pointer)
}

function checkPathFields(
  { language, report }: StateVisit,
  holder: JsonObject,
  pointer: string
): void {
  if (language !== 'JSONPath') return
  for (const field of Object.keys(holder)) {
    if (field.endsWith('Path')) checkPath(report, `${pointer}/${field}`, field, holder[field], {})
  }
}
