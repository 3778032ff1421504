/**
 * What AWS services answer, as far as `responses/` knows: one file a service, one line an operation or
 * structure. `!` marks a required member, `[x]` a list, `{x}` a map by text, `<a|b>` an enumeration,
 * `(1..64)` the least and greatest length or value.
 */
import { athena } from './responses/athena.ts'
import { batch } from './responses/batch.ts'
import { codebuild } from './responses/codebuild.ts'
import { dynamodb } from './responses/dynamodb.ts'
import { ecs } from './responses/ecs.ts'
import { eventbridge } from './responses/eventbridge.ts'
import { glue } from './responses/glue.ts'
import { kinesis } from './responses/kinesis.ts'
import { kms } from './responses/kms.ts'
import { lambda } from './responses/lambda.ts'
import { s3 } from './responses/s3.ts'
import { secretsmanager } from './responses/secretsmanager.ts'
import { sfn } from './responses/sfn.ts'
import { sns } from './responses/sns.ts'
import { sqs } from './responses/sqs.ts'
import { ssm } from './responses/ssm.ts'
import { sts } from './responses/sts.ts'

export interface Range {
  least: number | undefined
  greatest: number | undefined
}

export type Shape =
  | { kind: 'any' | 'boolean' | 'time' }
  | ({ kind: 'string' | 'number' } & Range)
  | { kind: 'enumeration'; values: readonly string[] }
  | { kind: 'list' | 'map'; of: Shape }
  | { kind: 'structure'; name: string }

export interface Member {
  name: string
  isRequired: boolean
  shape: Shape
}

/** The members of a service's answers and structures, by the operation's or structure's name. */
export type Responses = ReadonlyMap<string, readonly Member[]>

/** By the service's name in resources, optimized or `aws-sdk:`. */
const texts: Readonly<Record<string, string>> = {
  ...{ athena, batch, codebuild, dynamodb, ecs, eventbridge, glue, kinesis, kms, lambda, s3 },
  ...{ secretsmanager, sfn, sns, sqs, ssm, sts },
  events: eventbridge,
  states: sfn
}

/** What is known of a service's answers; undefined for a service that no file describes. */
export function responsesOf(service: string): Responses | undefined {
  const name = service.replace(/^aws-sdk:/, '')
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined
  if (text === undefined) return undefined
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const at = line.indexOf(':')
        return [line.slice(0, at), membersOf(line.slice(at + 1).trim())]
      })
  )
}

function membersOf(text: string): Member[] {
  if (text === '') return []
  return text.split(', ').map((member) => {
    const at = member.indexOf(' ')
    const name = member.slice(0, at)
    const isRequired = name.endsWith('!')
    return {
      name: isRequired ? name.slice(0, -1) : name,
      isRequired,
      shape: shapeOf(member.slice(at + 1))
    }
  })
}

const rangePattern = /^(string|number)(?:\((-?[\d.e+]*?)\.\.(-?[\d.e+]*)\))?$/

function shapeOf(text: string): Shape {
  if (text.startsWith('[')) return { kind: 'list', of: shapeOf(text.slice(1, -1)) }
  if (text.startsWith('{')) return { kind: 'map', of: shapeOf(text.slice(1, -1)) }
  if (text.startsWith('<')) return { kind: 'enumeration', values: text.slice(1, -1).split('|') }
  if (text === 'any' || text === 'boolean' || text === 'time') return { kind: text }
  const range = rangePattern.exec(text)
  if (range === null) return { kind: 'structure', name: text }
  return {
    kind: range[1] === 'number' ? 'number' : 'string',
    least: limitOf(range[2]),
    greatest: limitOf(range[3])
  }
}

function limitOf(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text)
}
