/** Spec clause "Task State": the Resource, which of them exist, and what EXPRESS machines may call. */
import { isJsonObject } from '../../json.ts'
import { optimizedServices, stayLocal } from '../aws-services.ts'
import type { KnownResource, StateRule, StateVisit } from '../check.ts'
import { nearest } from '../nearest.ts'
import { hasPlaceholder, reportPlaceholder } from '../placeholders.ts'

/** A resource, taken apart: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`. */
interface ResourceParts {
  base: string
  suffix: '' | '.sync' | '.waitForTaskToken'
}

const suffixPattern = /\.(sync(?::2)?|waitForTaskToken)$/
const activityPattern = /^arn:[^:]*:states:[^:]*:[^:]*:activity:./
const integrationPattern = /^arn:[^:]*:states:[^:]*:[^:]*:(.+)$/
const uriPattern = /^[A-Za-z][A-Za-z0-9+.-]*:./

function takeApart(resource: string): ResourceParts {
  const suffix = suffixPattern.exec(resource)
  if (!suffix) return { base: resource, suffix: '' }
  return {
    base: resource.slice(0, suffix.index),
    suffix: suffix[1] === 'waitForTaskToken' ? '.waitForTaskToken' : '.sync'
  }
}

export const checkResource: StateRule = (visit) => {
  const { type, state, pointer, report } = visit
  if (type !== 'Task' || !Object.hasOwn(state, 'Resource')) return
  checkCredentials(visit)
  const resource = state['Resource']
  const at = `${pointer}/Resource`
  if (typeof resource !== 'string' || resource === '') {
    report.error(at, "Expected a resource for the field 'Resource', such as plugin:shell:run", {
      code: 'INVALID_RESOURCE'
    })
    return
  }
  if (hasPlaceholder(resource)) {
    reportPlaceholder(report, at, resource)
    return
  }
  const parts = takeApart(resource)
  checkExpress(visit, resource, parts, at)
  // Whether AWS takes it is checked in runs-on-aws.ts.
  if (report.options.target === 'aws' && !resource.startsWith('arn:')) return
  if (resource.startsWith('plugin:')) checkPlugin(visit, resource, parts, at)
  else if (resource.startsWith('arn:')) checkArn(visit, resource, parts, at)
  else checkOther(visit, resource, at)
}

// cspell:ignore rolearn
/** AWS wants RoleArn; other tools write roleArn. Nothing here uses either. */
function checkCredentials({ state, pointer, language, report }: StateVisit): void {
  const credentials = state['Credentials']
  if (!isJsonObject(credentials)) return
  const names = Object.keys(credentials).map((name) => name.toLowerCase())
  if (names.includes('rolearn') || (language === 'JSONPath' && names.includes('rolearn.$'))) return
  report.error(`${pointer}/Credentials`, "The field 'RoleArn' is required but was missing")
}

function checkExpress(
  { report }: StateVisit,
  resource: string,
  parts: ResourceParts,
  at: string
): void {
  if (report.options.type !== 'EXPRESS') return
  if (parts.suffix !== '') {
    report.error(
      at,
      `Express state machine does not support '${parts.suffix}' service integration `
    )
  } else if (activityPattern.test(resource)) {
    report.error(at, 'Express state machine does not support Activity ARN')
  }
}

const patternOfSuffix = {
  '': 'request-response',
  '.sync': 'sync',
  '.waitForTaskToken': 'wait-for-task-token'
} as const

/** Whether `known` may be called in the way that the suffix asks for; reports where not. */
function checkPattern(
  { report }: StateVisit,
  known: KnownResource,
  parts: ResourceParts,
  at: string
): void {
  const { patterns } = known
  if (!patterns || patterns.includes(patternOfSuffix[parts.suffix])) return
  const suffixes = Object.entries(patternOfSuffix)
    .filter(([, pattern]) => patterns.includes(pattern))
    .map(([suffix]) => parts.base + suffix)
  report.error(
    at,
    `${parts.base}${parts.suffix} is not a way to call this action: write ${suffixes.join(' or ')}`,
    {
      code: 'INVALID_RESOURCE'
    }
  )
}

function checkPlugin(visit: StateVisit, resource: string, parts: ResourceParts, at: string): void {
  const { report } = visit
  if (!/^plugin:[^:]+:[^:]+$/.test(parts.base)) {
    report.error(
      at,
      `Expected plugin:<plugin>:<action>, such as plugin:shell:run, found ${resource}`,
      {
        code: 'INVALID_RESOURCE'
      }
    )
    return
  }
  const { resources } = report.options
  if (!resources) return
  const known = resources.find((candidate) => candidate.resource === parts.base)
  if (known) {
    checkPattern(visit, known, parts, at)
    return
  }
  const names = resources.map((candidate) => candidate.resource)
  const found = nearest(parts.base, names) ?? nearest(parts.base, names, parts.base.length)
  const hint = found === undefined ? 'No plugin is installed' : `Did you mean '${found}'?`
  report.error(at, `No installed plugin serves ${parts.base}. ${hint}`, {
    code: 'INVALID_RESOURCE'
  })
}

function notRecognized(resource: string): string {
  return `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`
}

function checkArn(visit: StateVisit, resource: string, parts: ResourceParts, at: string): void {
  const { report } = visit
  const { resources } = report.options
  const known = resources?.find(
    ({ aliases, aliasPrefixes }) =>
      aliases?.includes(parts.base) ||
      aliasPrefixes?.some((prefix) => parts.base.startsWith(prefix))
  )
  if (known) {
    checkPattern(visit, known, parts, at)
    return
  }
  if (activityPattern.test(resource)) return
  const integration = integrationPattern.exec(parts.base)?.[1]
  const service =
    integration === undefined
      ? serviceOfArn(resource)
      : checkIntegration(visit, integration, resource, parts, at)
  if (service === undefined || !resources) return
  const local = stayLocal[service]
  const advice = local === undefined ? 'no installed plugin offers the like' : `use ${local}`
  report.warning(at, `Nothing here serves ${resource}, so a task that calls it fails: ${advice}`, {
    code: 'UNSERVED_RESOURCE'
  })
}

function serviceOfArn(resource: string): string {
  return resource.split(':')[2] ?? ''
}

/** The service that an `arn:aws:states:::` resource calls, or undefined where it is wrong and reported. */
function checkIntegration(
  { report }: StateVisit,
  integration: string,
  resource: string,
  parts: ResourceParts,
  at: string
): string | undefined {
  const [service = '', action = '', third] = integration.split(':')
  if (service === 'aws-sdk') {
    if (third !== undefined && third !== '') return action
    report.error(at, notRecognized(resource))
    return undefined
  }
  const optimized = Object.hasOwn(optimizedServices, service)
    ? optimizedServices[service]
    : undefined
  const isKnown = optimized?.actions.includes(action) ?? false
  const isPatternKnown =
    parts.suffix === '' ||
    (parts.suffix === '.sync' ? (optimized?.hasSync ?? false) : (optimized?.hasToken ?? false))
  if (isKnown && isPatternKnown) return service
  report.error(at, notRecognized(resource))
  return undefined
}

/** Neither ours nor AWS's. The spec allows any URI: nothing here serves it, but a mock may. */
function checkOther({ report }: StateVisit, resource: string, at: string): void {
  if (uriPattern.test(resource)) {
    const message = `Nothing here serves ${resource}: expected plugin:<plugin>:<action> or an ARN`
    report.warning(at, message, { code: 'UNSERVED_RESOURCE' })
    return
  }
  report.error(at, `Expected plugin:<plugin>:<action> or an ARN, found ${resource}`, {
    code: 'INVALID_RESOURCE'
  })
}
