/**
 * What in a definition is ours alone (only for the target AWS): errors where AWS refuses the
 * definition, warnings where it takes it but does something else.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html
 */
// cspell:ignore sesv
import { readMarked } from '../../expressions/jsonata-marks.ts'
import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../json.ts'
import { parseResource } from '../../resource.ts'
import type { Resource } from '../../resource.ts'
import type { StateRule, StateVisit } from '../check.ts'
import { hasPlaceholder } from '../placeholders.ts'
import { child } from '../pointer.ts'

const code = 'NOT_ON_AWS'

export const checkRunsOnAws: StateRule = (visit) => {
  const { type, state } = visit
  checkErrorNames(visit)
  if (type !== 'Task') return
  checkLocalArns(visit)
  const text = state['Resource']
  if (typeof text !== 'string' || text === '' || hasPlaceholder(text)) return
  const resource = parseResource(text)
  if (text.startsWith('arn:')) checkOwnFields(visit, resource)
  checkTaskResource(visit, text, resource)
}

const TOKEN = '.waitForTaskToken'
const LAMBDA = 'arn:aws:states:::lambda:invoke'
const ownS3Actions: Readonly<Record<string, string>> = {
  uploadFile: 'putObject',
  downloadFile: 'getObject'
}

/** What comes nearest to an action of ours on AWS. */
function equivalentOf({ service, action }: Resource): string {
  const suffix = action.endsWith(TOKEN) ? TOKEN : ''
  const name = action.slice(0, action.length - suffix.length)
  switch (service) {
    case 'http':
      return 'arn:aws:states:::http:invoke with an EventBridge connection'
    case 's3':
      return `arn:aws:states:::aws-sdk:s3:${ownS3Actions[name] ?? name}${suffix}`
    case 'email':
      return suffix === ''
        ? 'arn:aws:states:::aws-sdk:sesv2:sendEmail or arn:aws:states:::sns:publish'
        : `arn:aws:states:::sns:publish${TOKEN}, with the task token in the message`
    case 'lambda':
      return LAMBDA + suffix
    case 'shell':
      return `a Lambda function (${LAMBDA}), or an activity whose worker runs the command`
    default:
      return `a Lambda function (${LAMBDA}) or an activity`
  }
}

function checkTaskResource(
  { pointer, report }: StateVisit,
  text: string,
  resource: Resource
): void {
  const at = `${pointer}/Resource`
  if (resource.kind === 'plugin' || text.startsWith('plugin:')) {
    const hint = `On AWS use ${equivalentOf(resource)}`
    report.error(at, `AWS refuses ${text}: plugins are Signalbox's own`, { code, hint })
  } else if (!text.startsWith('arn:')) {
    report.error(at, `AWS expects the ARN of a resource here, found ${text}`, {
      code: 'INVALID_RESOURCE'
    })
  } else if (resource.service.startsWith('aws-sdk:') && resource.pattern === 'sync') {
    report.error(at, `AWS refuses ${text}: its SDK integrations cannot wait for a job to end`, {
      code,
      hint: `Use ${resource.resource} and ask for the job's end in a loop of Wait and Choice`
    })
  }
}

/** The parameters of a task in either language, where they are an object. */
function parametersOf({ language, state, pointer }: StateVisit) {
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters'
  const value = state[field]
  return isJsonObject(value) ? { value, at: `${pointer}/${field}` } : undefined
}

/** Members that our plugins understand besides AWS's, under AWS's own resources. */
function checkOwnFields(visit: StateVisit, { resource, service }: Resource): void {
  const parameters = parametersOf(visit)
  if (!parameters) return
  if (service === 'aws-sdk:s3') {
    for (const name of ['Connection', 'Connection.$']) {
      if (!Object.hasOwn(parameters.value, name)) continue
      const at = child(parameters.at, name)
      const message = `AWS refuses the field '${name}': S3 connections are Signalbox's own`
      const hint = "Leave it out: on AWS the state machine's role gives access"
      visit.report.error(at, message, { code, isKey: true, hint })
    }
  }
  if (resource.endsWith(':states:::http:invoke')) checkHttpConnection(visit, parameters)
}

function checkHttpConnection(
  { report }: StateVisit,
  { value, at }: { value: JsonObject; at: string }
): void {
  const holders = ['Authentication', 'InvocationConfig'].filter((name) =>
    Object.hasOwn(value, name)
  )
  if (holders.length === 0) {
    const hint = 'Add Authentication.ConnectionArn'
    const message = 'On AWS every HTTP task needs an EventBridge connection: it has none here'
    report.warning(at, message, { code, hint })
  }
  for (const name of holders) {
    const holder = value[name]
    const given = isJsonObject(holder) ? holder['ConnectionArn'] : undefined
    if (typeof given !== 'string' || given.startsWith('arn:')) continue
    if (readMarked(given) !== undefined || hasPlaceholder(given)) continue
    report.warning(
      `${at}/${name}/ConnectionArn`,
      `AWS expects the ARN of an EventBridge connection here, found the name of a connection, '${given}'`,
      { code }
    )
  }
}

const localArnPattern = /^arn:aws:[a-z]+:[^:]*:0{12}:/

/** ARNs of this computer's account are those of nobody on AWS. */
function checkLocalArns({ state, pointer, report }: StateVisit): void {
  const visit = (value: Json | undefined, at: string): void => {
    if (typeof value === 'string') {
      if (!localArnPattern.test(value)) return
      const message = `${value} is the ARN of something on this computer, which AWS does not know`
      report.warning(at, message, { code, hint: 'Write your own region and account' })
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, child(at, index))
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) visit(member, child(at, name))
    }
  }
  for (const field of ['Resource', 'Parameters', 'Arguments']) {
    visit(state[field], `${pointer}/${field}`)
  }
}

/** Names of errors that only the engine and our plugins fail with. */
const ownErrorPattern =
  /^(?:Signalbox|Shell|Email|Http)\.|^S3\.(?:ConnectionNotFound|InvalidConnection|File\w+|InvalidPath|DownloadIncomplete)$/

function checkErrorNames({ state, pointer, report }: StateVisit): void {
  for (const field of ['Retry', 'Catch']) {
    const list = state[field]
    if (!Array.isArray(list)) continue
    for (const [index, entry] of list.entries()) {
      const names = isJsonObject(entry) ? entry['ErrorEquals'] : undefined
      if (!Array.isArray(names)) continue
      for (const [place, name] of names.entries()) {
        if (typeof name !== 'string' || !ownErrorPattern.test(name)) continue
        const at = child(child(`${pointer}/${field}`, index) + '/ErrorEquals', place)
        report.warning(at, `No task fails with ${name} on AWS: this error is Signalbox's own`, {
          code
        })
      }
    }
  }
}
