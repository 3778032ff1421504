/** What other rules accept of distributed maps, and what nothing here runs yet. */
import type { StateRule } from '../check.ts'

export const checkSupportedMapMode: StateRule = ({ type, state, pointer, report }) => {
  if (type !== 'Map' || report.options.target === 'aws') return
  const field = ['ItemReader', 'ResultWriter'].find((name) => Object.hasOwn(state, name))
  if (field === undefined) return
  report.error(
    pointer,
    `A Map with ${field} is not supported by this version: give the items by ItemsPath or Items, and let the last state of the processor store results`,
    { code: 'UNSUPPORTED_MAP_MODE', at: `${pointer}/${field}`, isKey: true }
  )
}
