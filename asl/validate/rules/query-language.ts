/** The field QueryLanguage. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
import type { BlockRule, Report, StateRule } from '../check.ts'
import type { JsonObject } from '../../json.ts'

function checkValue(holder: JsonObject, pointer: string, report: Report): void {
  const language = holder['QueryLanguage']
  if (language === undefined || language === 'JSONPath' || language === 'JSONata') return
  const isText = typeof language === 'string'
  report.error(
    `${pointer}/QueryLanguage`,
    isText
      ? 'Value should be one of the following: [JSONPath, JSONata]'
      : 'Expected value of type [STRING]'
  )
}

export const checkMachineQueryLanguage: BlockRule = ({ kind, block, pointer, report }) => {
  if (kind === 'machine') checkValue(block, pointer, report)
}

/** A JSONata machine cannot hold JSONPath states; the reverse is fine. */
export const checkStateQueryLanguage: StateRule = ({ state, pointer, block, report }) => {
  checkValue(state, pointer, report)
  if (block.machineLanguage === 'JSONata' && state['QueryLanguage'] === 'JSONPath') {
    report.error(
      pointer,
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      { at: `${pointer}/QueryLanguage` }
    )
  }
}
