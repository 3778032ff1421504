import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../asl/definition.ts'
import { compileMachine } from '../../asl/interpreter/machine.ts'
import { validateDefinition } from '../../asl/validate/validate.ts'

/** The conformance corpus lies beside the checkout; it is not part of the repository. */
const corpus = fileURLToPath(new URL('../../../shared/conformance/corpus', import.meta.url))

interface Case {
  id?: string
  definition?: Definition | string
  variants?: { definition: Definition | string }[]
  executions?: { definition: Definition | string }[]
}

function definitionTexts(kind: string): string[] {
  const folder = join(corpus, kind)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const cases = files.flatMap(
    (file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: Case[] }).cases
  )
  return cases
    .flatMap((item) => [item, ...(item.variants ?? []), ...(item.executions ?? [])])
    .flatMap(({ definition }) => (definition === undefined ? [] : [definition]))
    .map((definition) => (typeof definition === 'string' ? definition : JSON.stringify(definition)))
}

describe.skipIf(!existsSync(corpus))('real definitions (skipped without the corpus)', () => {
  it.each(['execution', 'validation', 'workflows'])('compile where they are valid: %s', (kind) => {
    // Placeholders are an error only to those who know what tasks may call, and are about to run it.
    const valid = definitionTexts(kind).filter((text) =>
      validateDefinition(text).problems.every(
        ({ severity, code }) => severity !== 'error' && code !== 'UNRESOLVED_PLACEHOLDER'
      )
    )
    expect(valid.length).toBeGreaterThan(0)
    for (const text of valid) {
      expect(() => compileMachine(JSON.parse(text) as Definition), text).not.toThrow()
    }
  })
})
