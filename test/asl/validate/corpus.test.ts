/** The definitions that AWS and statelint have judged, where the conformance corpus lies beside the repository. */
// cspell:ignore statemachine localstack
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { invalidDefinitionMessage } from '../../../asl/validate/diagnostic.ts'
import type { Problem } from '../../../asl/validate/problem.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'

const corpus = join(import.meta.dirname, '../../../../shared/conformance/corpus')
const isPresent = existsSync(corpus)

type MachineType = 'STANDARD' | 'EXPRESS'

interface Case {
  id: string
  definition?: unknown
  variants?: unknown[]
  type?: MachineType
  stateMachineType?: MachineType
  authority?: string
  valid?: boolean
  code?: string
  message?: string
  executions?: { definition?: unknown }[]
  steps?: {
    call?: string
    params?: { definition?: unknown; type?: MachineType }
    expectError?: { code?: string }
  }[]
}

function casesOf(folder: string): Case[] {
  if (!isPresent) return []
  return readdirSync(join(corpus, folder)).flatMap((file) => {
    const content = JSON.parse(readFileSync(join(corpus, folder, file), 'utf8')) as {
      cases: Case[]
    }
    return content.cases
  })
}

/** The definition as text, with the corpus's own placeholders filled in. */
function textOf(definition: unknown): string {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition)
  return text
    .replaceAll('@{s0.activityArn}', 'arn:aws:states:eu-west-1:111111111111:activity:a')
    .replaceAll(/@\{now[^}]*\}/g, '2030-01-01T00:00:00')
    .replaceAll(/@\{[^}]*\}/g, 'x')
}

/** Distributed maps come with a later version; all else about those definitions has to be right already. */
function errorsOf(text: string, type: MachineType = 'STANDARD'): Problem[] {
  return validateDefinition(text, { type }).problems.filter(({ severity }) => severity === 'error')
}

const describeErrors = (errors: Problem[]): string[] =>
  errors.map(({ pointer, message }) => `${pointer}: ${message}`)

/** Its author put QueryLanguage among the states. */
const knownBroken = ['shared-fallback-state-jsonata/statemachine/statemachine.asl.json']

describe.skipIf(!isPresent)(
  'the conformance corpus (skipped where ../shared/conformance is absent)',
  () => {
    it('agrees with the verdicts of AWS and statelint', () => {
      const disagreements: string[] = []
      for (const item of casesOf('validation')) {
        if (item.authority === 'localstack') continue
        for (const variant of item.variants ?? [item.definition]) {
          const definition = isWrapped(variant) ? variant.definition : variant
          const errors = errorsOf(textOf(definition), item.type)
          if ((errors.length === 0) !== item.valid)
            disagreements.push(item.id, ...describeErrors(errors))
        }
      }
      expect(disagreements).toEqual([])
    })

    it("words errors as AWS does, as far as AWS's words were recorded", () => {
      const recorded = casesOf('validation').filter(
        ({ authority, message }) => authority === 'aws' && message
      )
      for (const { definition, message, type } of recorded) {
        const text = textOf(definition)
        const expected = message?.replaceAll('<partition>', 'aws')
        expect(invalidDefinitionMessage(errorsOf(text, type), text)).toBe(expected)
      }
    })

    it('finds no false error in definitions from the field', () => {
      for (const { id, definition } of casesOf('workflows')) {
        if (knownBroken.some((known) => id.startsWith(known))) continue
        expect({ id, errors: describeErrors(errorsOf(textOf(definition))) }).toEqual({
          id,
          errors: []
        })
      }
    })

    it('finds no false error in definitions that AWS has executed', () => {
      for (const { id, definition, executions, steps, stateMachineType } of casesOf('execution')) {
        const definitions = [
          definition,
          ...(executions ?? []).map((execution) => execution.definition),
          ...(steps ?? []).map((step) => step.params?.definition)
        ]
        for (const one of definitions) {
          if (one === undefined) continue
          const errors = describeErrors(errorsOf(textOf(one), stateMachineType))
          expect({ id, errors }).toEqual({ id, errors: [] })
        }
      }
    })

    it('refuses the definitions that CreateStateMachine of AWS has refused, and no other', () => {
      for (const { id, steps } of casesOf('api')) {
        for (const { call, params, expectError } of steps ?? []) {
          if (call !== 'CreateStateMachine' || params?.definition === undefined) continue
          const isRefused = expectError?.code === 'InvalidDefinition'
          if (expectError && !isRefused) continue
          const errors = describeErrors(errorsOf(textOf(params.definition), params.type))
          expect({ id, isRefused: errors.length > 0, errors }).toMatchObject({ id, isRefused })
        }
      }
    })
  }
)

function isWrapped(value: unknown): value is { definition: unknown } {
  return typeof value === 'object' && value !== null && 'definition' in value
}
