/** Spec clause "Payload Template": members whose names end in `.$` hold paths or intrinsic calls. */
import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { Report, StateRule, StateVisit } from '../check.ts'
import { callProblem, looksLikeIntrinsic, readPathSyntax } from '../path-syntax.ts'
import { fillPlaceholders, hasPlaceholder, reportPlaceholder } from '../placeholders.ts'
import { child } from '../pointer.ts'

const templateFields = ['Parameters', 'ResultSelector', 'ItemSelector', 'Credentials', 'Assign']
const readerFields = ['ItemReader', 'ResultWriter']

export const checkTemplates: StateRule = (visit) => {
  const { language, state, pointer, report } = visit
  if (language !== 'JSONPath') return
  for (const field of templateFields) {
    if (Object.hasOwn(state, field)) checkTemplate(report, state[field], `${pointer}/${field}`)
  }
  for (const field of readerFields) {
    const holder = state[field]
    if (isJsonObject(holder))
      checkTemplate(report, holder['Parameters'], `${pointer}/${field}/Parameters`)
  }
  checkObjects(visit)
  checkAssigns(visit)
  if (state['Type'] === 'Pass') warnOfPathsInResult(report, state['Result'], `${pointer}/Result`)
}

const objectFields = ['ResultSelector', 'Credentials', 'ItemReader', 'ItemBatcher', 'ResultWriter']

function checkObjects({ state, pointer, report }: StateVisit): void {
  for (const field of objectFields) {
    if (Object.hasOwn(state, field) && !isJsonObject(state[field])) {
      report.error(`${pointer}/${field}`, `Expected an object for the field '${field}'`)
    }
  }
}

/** Assign of choice rules and catchers. */
function checkAssigns({ state, pointer, report }: StateVisit): void {
  for (const field of ['Choices', 'Catch']) {
    const list = state[field]
    if (!Array.isArray(list)) continue
    list.forEach((entry, index) => {
      if (isJsonObject(entry) && Object.hasOwn(entry, 'Assign')) {
        checkTemplate(report, entry['Assign'], `${child(`${pointer}/${field}`, index)}/Assign`)
      }
    })
  }
}

/** Checks a payload template and all that is in it; `value` may be any JSON. */
export function checkTemplate(report: Report, value: Json | undefined, pointer: string): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkTemplate(report, item, child(pointer, index))
    })
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (name.endsWith('.$')) checkMember(report, value, name, pointer)
      else checkTemplate(report, member, child(pointer, name))
    }
  }
}

function checkMember(report: Report, holder: JsonObject, name: string, pointer: string): void {
  const value = holder[name]
  const at = child(pointer, name)
  const plainName = name.slice(0, -2)
  if (Object.hasOwn(holder, plainName)) {
    report.error(
      pointer,
      `The fields '${plainName}' and '${name}' name the same member: remove one of them`,
      {
        at,
        isKey: true
      }
    )
  }
  const text = typeof value === 'string' ? fillPlaceholders(value) : ''
  if (typeof value === 'string' && hasPlaceholder(value)) {
    reportPlaceholder(report, pointer, value, at)
  }
  const reason = looksLikeIntrinsic(text) ? callProblem(text) : readPathSyntax(text).reason
  if (reason === undefined) return
  report.error(
    pointer,
    `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
    { at, hint: reason }
  )
}

/** AWS's PASS_RESULT_IS_STATIC: paths in a Result are handed on as text. */
function warnOfPathsInResult(report: Report, value: Json | undefined, pointer: string): void {
  if (!isJsonObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (name.endsWith('.$')) {
      report.warning(
        pointer,
        `The Result of a Pass state is static: '${name}' stays as it is written. Use Parameters to read from the input`,
        { code: 'PASS_RESULT_IS_STATIC', at: child(pointer, name), isKey: true }
      )
    } else warnOfPathsInResult(report, member, child(pointer, name))
  }
}
