/**
 * The expressions that most fields hold, `$states.input.order.id` and `$total`, without JSONata's
 * evaluator. Wherever JSONata would do more than look up a member, they give up and leave it to it.
 */
import type { Json } from '../json.ts'
import type { Scope } from './scope.ts'

const plainPath = /^\$([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)$/
/** Words of the language, which are names only in places. */
const words = /\.(?:and|or|in|null|true|false|function)(?=\.|$)/

/** Reads the value; undefined means: ask JSONata. */
type PlainPath = (scope: Scope) => Json | undefined

/** Compiles a path of plain names; undefined where the expression is more than that. */
export function compilePlainPath(source: string): PlainPath | undefined {
  const match = plainPath.exec(source)
  if (match === null || words.test(source)) return undefined
  const [, root = '', rest = ''] = match
  const names = rest.split('.').slice(1)
  if (root !== 'states') return (scope) => follow(scope.variable(root), names)
  const [member, ...inner] = names
  switch (member) {
    case 'input':
      return (scope) => follow(scope.states.input, inner)
    case 'result':
      return (scope) => follow(scope.states.result, inner)
    case 'errorOutput':
      return (scope) => follow(scope.states.errorOutput, inner)
    case 'context':
      return (scope) => follow(scope.context(), inner)
    default:
      return undefined
  }
}

/** A step into an array is a mapping in JSONata, and a name that is absent may be nothing. */
function follow(start: Json | undefined, names: readonly string[]): Json | undefined {
  let value = start
  for (const name of names) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    if (!Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}
