/** Spec clause "Structure of a State Machine": StartAt, States and the fields around them. */
import { isJsonObject } from '../../json.ts'
import type { BlockRule, BlockVisit } from '../check.ts'
import { blockFields } from '../fields.ts'
import { suggestion } from '../nearest.ts'
import { child } from '../pointer.ts'

const MAX_NAME_LENGTH = 80

export const checkStructure: BlockRule = (visit) => {
  checkFields(visit)
  checkRequired(visit)
  checkStates(visit)
  if (visit.kind === 'machine') checkMachineFields(visit)
}

function checkFields({ kind, block, pointer, report }: BlockVisit): void {
  const known: readonly string[] = blockFields[kind]
  for (const field of Object.keys(block)) {
    if (known.includes(field)) continue
    report.error(pointer, `Field '${field}' is not supported`, {
      at: child(pointer, field),
      isKey: true,
      hint: suggestion(field, known)
    })
  }
  if (Object.hasOwn(block, 'Comment') && typeof block['Comment'] !== 'string') {
    report.error(`${pointer}/Comment`, "Expected a string for the field 'Comment'")
  }
}

function checkRequired({ block, pointer, report }: BlockVisit): void {
  const missing = ['StartAt', 'States'].filter((field) => !Object.hasOwn(block, field))
  if (missing.length > 0) {
    const code =
      missing.includes('StartAt') && missing.length === 1 ? 'MISSING_START_AT' : undefined
    report.error(
      pointer,
      `These fields are required: [${missing.join(', ')}]`,
      code ? { code } : {}
    )
  }
}

function checkStates({ block, pointer, report }: BlockVisit): void {
  if (!Object.hasOwn(block, 'States')) return
  const states = block['States']
  if (!isJsonObject(states)) {
    report.error(`${pointer}/States`, 'Expected an object whose members are the states')
    return
  }
  const names = Object.keys(states)
  if (names.length === 0) report.error(`${pointer}/States`, 'Value cannot be empty')
  for (const name of names) {
    const statePointer = child(`${pointer}/States`, name)
    const length = Array.from(name).length
    if (length === 0 || length > MAX_NAME_LENGTH) {
      report.error(
        statePointer,
        `State name must have 1 to ${String(MAX_NAME_LENGTH)} characters, found ${String(length)}`,
        { code: 'INVALID_STATE_NAME', isKey: true }
      )
    }
    if (!isJsonObject(states[name])) {
      report.error(statePointer, `Expected an object that describes the state '${name}'`)
    }
  }
}

function checkMachineFields({ block, report }: BlockVisit): void {
  const version = block['Version']
  if (version !== undefined && version !== '1.0') {
    report.error('/Version', 'Expected "1.0", the only version of the Amazon States Language')
  }
}
