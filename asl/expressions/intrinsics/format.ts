import type { Outcome } from '../../errors.ts'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'
import type { Json } from '../../json.ts'

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** States.Format('Hello, {}!', $.name): fills each `{}` in turn; `\{`, `\}` and `\\` are literal. */
export const format: Intrinsic = {
  arity: [1, Infinity],
  call([template, ...values]) {
    if (typeof template !== 'string') {
      return intrinsicFailure(
        `expected a template text as first argument, found ${shown(template)}`
      )
    }
    return fill(template, values)
  }
}

function fill(template: string, values: readonly Json[]): Outcome<string> {
  let text = ''
  let used = 0
  for (let at = 0; at < template.length; at += 1) {
    const character = template.charAt(at)
    if (character === '\\' && at + 1 < template.length) {
      at += 1
      text += template.charAt(at)
    } else if (character === '{' && template.charAt(at + 1) === '}') {
      at += 1
      const value = values[used]
      if (value === undefined)
        return intrinsicFailure(`there are more {} than the ${values.length} values`)
      used += 1
      text += asText(value)
    } else {
      text += character
    }
  }
  if (used < values.length) {
    return intrinsicFailure(`there are ${values.length} values for ${used} times {}`)
  }
  return text
}
