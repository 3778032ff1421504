/** JSONata is accepted by all other rules, and refused here as long as the interpreter has no evaluator for it. */
import type { StateRule } from '../check.ts'

export const checkSupportedQueryLanguage: StateRule = ({ language, state, pointer, report }) => {
  if (language !== 'JSONata') return
  report.error(
    pointer,
    'The query language JSONata is not supported by this version: use JSONPath ("QueryLanguage": "JSONPath", or leave the field out)',
    {
      code: 'UNSUPPORTED_QUERY_LANGUAGE',
      at: Object.hasOwn(state, 'QueryLanguage') ? `${pointer}/QueryLanguage` : pointer,
      isKey: !Object.hasOwn(state, 'QueryLanguage')
    }
  )
}
