import { z } from 'zod'
import type { Action, ActionExample } from './action.ts'
import type { ConnectionType } from './connection.ts'
import type { Plugin } from './plugin.ts'

const pluginId = /^[a-z][a-z0-9-]{0,31}$/
const actionName = /^[a-z][A-Za-z0-9]{0,63}$/
const memberName = /^[a-z][A-Za-z0-9]{0,63}$/
const errorName = /^[A-Z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+(\.\*)?$/
const version = /^\d+\.\d+\.\d+$/
const alias = /^arn:aws:states:::[a-z0-9-]+(:[A-Za-z0-9-]+)+$/

/**
 * What is wrong with a plugin, a sentence each; empty where it keeps the contract: legal and
 * unique names, texts for people, schemas that convert to JSON Schema and refuse unknown members,
 * examples that parse. It runs nothing of the plugin.
 *
 * @example expect(checkPlugin(shellPlugin)).toEqual([])
 */
export function checkPlugin(plugin: Plugin): string[] {
  const at = `plugin ${plugin.id}`
  return [
    ...unless(pluginId.test(plugin.id), `${at}: the id must be lower case letters, digits and -`),
    ...unless(version.test(plugin.version), `${at}: the version must be like 1.2.3`),
    ...texts(at, plugin),
    ...unless(plugin.actions.length > 0, `${at}: has no actions`),
    ...unique(
      at,
      'action',
      plugin.actions.map((action) => action.name)
    ),
    ...unique(
      at,
      'alias',
      plugin.actions.flatMap((action) => action.aliases ?? [])
    ),
    ...unique(
      at,
      'connection type',
      plugin.connectionTypes.map((type) => type.type)
    ),
    ...plugin.actions.flatMap((action) =>
      checkAction(`plugin:${plugin.id}:${action.name}`, action)
    ),
    ...plugin.connectionTypes.flatMap(checkConnectionType)
  ]
}

function checkAction(at: string, action: Action): string[] {
  return [
    ...unless(actionName.test(action.name), `${at}: the name must be in lower camel case`),
    ...texts(at, action),
    ...unless(action.patterns.length > 0, `${at}: serves no integration pattern`),
    ...(action.aliases ?? [])
      .filter((resource) => !alias.test(resource))
      .map((resource) => `${at}: the alias ${resource} is not a resource of an AWS integration`),
    ...checkSchema(`${at} input`, action.input, 'input'),
    ...checkSchema(`${at} output`, action.output, 'output'),
    ...action.errors
      .filter((error) => !errorName.test(error.name))
      .map((error) => `${at}: the error ${error.name} must be named <Something>.<What>`),
    ...action.errors
      .filter((error) => error.description.trim() === '')
      .map((error) => `${at}: the error ${error.name} has no description`),
    ...unless(action.examples.length > 0, `${at}: has no examples`),
    ...action.examples.flatMap((example) => checkExample(at, action, example))
  ]
}

function checkExample(at: string, action: Action, example: ActionExample): string[] {
  const where = `${at}, example "${example.title}"`
  const output = example.output === undefined ? undefined : action.output.safeParse(example.output)
  return [
    ...problemsOf(`${where} input`, action.input.safeParse(example.input)),
    ...(output === undefined ? [] : problemsOf(`${where} output`, output))
  ]
}

function checkConnectionType(type: ConnectionType): string[] {
  const at = `connection type ${type.type}`
  const settings = Object.keys(type.settings.shape)
  return [
    ...unless(pluginId.test(type.type), `${at}: the type must be lower case letters, digits and -`),
    ...texts(at, type),
    ...checkSchema(`${at} settings`, type.settings, 'input'),
    ...[...settings, ...type.secrets.map((secret) => secret.name)]
      .filter((name) => !memberName.test(name))
      .map((name) => `${at}: the member ${name} must be in lower camel case`),
    ...type.secrets
      .filter((secret) => settings.includes(secret.name))
      .map((secret) => `${at}: ${secret.name} is a setting and a secret at the same time`)
  ]
}

/** Forms and docs are made from the JSON Schema, so it must convert, and every member needs words. */
function checkSchema(at: string, schema: z.ZodType, io: 'input' | 'output'): string[] {
  let json: z.core.JSONSchema.BaseSchema
  try {
    json = z.toJSONSchema(schema, { io })
  } catch (error) {
    return [`${at}: does not convert to JSON Schema: ${String(error)}`]
  }
  const strict = io === 'output' || json.type !== 'object' || json.additionalProperties === false
  return [
    ...unless(strict, `${at}: must refuse unknown members (z.strictObject)`),
    ...Object.entries(json.properties ?? {})
      .filter(([, member]) => typeof member === 'boolean' || !member.description)
      .map(([name]) => `${at}: ${name} has no description`)
  ]
}

function texts(at: string, value: { title: string; description: string }): string[] {
  return [
    ...unless(value.title.trim() !== '', `${at}: has no title`),
    ...unless(value.description.trim() !== '', `${at}: has no description`)
  ]
}

function unique(at: string, what: string, names: readonly string[]): string[] {
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `${at}: the ${what} ${name} is defined twice`)
}

function problemsOf(at: string, parsed: z.ZodSafeParseResult<unknown>): string[] {
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${at}: /${issue.path.join('/')}: ${issue.message}`)
}

function unless(condition: boolean, problem: string): string[] {
  return condition ? [] : [problem]
}
