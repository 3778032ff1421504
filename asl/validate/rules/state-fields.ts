/** Spec clause "States": the type of a state, the fields that it needs and those that it may have. */
import type { StateRule, StateVisit } from '../check.ts'
import { isStateType, stateFields, stateTypes } from '../fields.ts'
import type { StateFields } from '../fields.ts'
import { suggestion } from '../nearest.ts'
import { child } from '../pointer.ts'

export const checkStateFields: StateRule = (visit) => {
  const { type, state, pointer, report } = visit
  if (!type) {
    checkType(visit)
    return
  }
  const fields = stateFields[type]
  const missing = fields.required.filter((field) => !Object.hasOwn(state, field))
  if (missing.length > 0) {
    report.error(pointer, `These fields are required: [${missing.join(', ')}]`)
  }
  for (const field of Object.keys(state)) checkField(visit, fields, field)
  checkSimpleFields(visit)
}

function checkType({ state, pointer, report }: StateVisit): void {
  const type = state['Type']
  if (!Object.hasOwn(state, 'Type')) {
    report.error(pointer, 'These fields are required: [Type]')
    return
  }
  if (isStateType(type)) return
  const hint = typeof type === 'string' ? suggestion(type, stateTypes) : undefined
  report.error(
    `${pointer}/Type`,
    `Expected one of ${stateTypes.join(', ')}, found ${JSON.stringify(type)}`,
    { hint }
  )
}

function checkField(visit: StateVisit, fields: StateFields, field: string): void {
  const { language, pointer, block, report } = visit
  if (fields.both.includes(field)) return
  const isPathField = fields.jsonPath.includes(field)
  const isJsonataField = fields.jsonata.includes(field)
  if (language === 'JSONPath' ? isPathField : isJsonataField) return
  const details = { at: child(pointer, field), isKey: true }
  if (isPathField || isJsonataField) {
    // A language that is refused as a whole is the one answer to all of its fields.
    if (language === 'JSONPath' && block.machineLanguage === 'JSONata') return
    const other = language === 'JSONPath' ? 'JSONata' : 'JSONPath'
    report.error(
      pointer,
      `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
      details
    )
    return
  }
  const own = language === 'JSONPath' ? fields.jsonPath : fields.jsonata
  report.error(pointer, `Field '${field}' is not supported`, {
    ...details,
    hint: suggestion(field, [...fields.both, ...own], 2)
  })
}

/** Fields that are plain strings wherever they are allowed. */
const stringFields = ['Comment', 'Next', 'Default', 'Error', 'Cause', 'Label', 'Timestamp']

function checkSimpleFields({ state, pointer, report }: StateVisit): void {
  for (const field of stringFields) {
    if (Object.hasOwn(state, field) && typeof state[field] !== 'string') {
      report.error(`${pointer}/${field}`, `Expected a string for the field '${field}'`)
    }
  }
  if (Object.hasOwn(state, 'End') && typeof state['End'] !== 'boolean') {
    report.error(`${pointer}/End`, "Expected true or false for the field 'End'")
  }
}
