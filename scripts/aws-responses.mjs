// Writes asl/inspect/responses/*.ts, the shapes of the answers of AWS services, from AWS's own API models as botocore
// ships them: `node scripts/aws-responses.mjs <folder of botocore>/data`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** Services by their name in resources; with a list, only these actions are taken. */
const services = {
  athena: [
    'athena',
    ['startQueryExecution', 'stopQueryExecution', 'getQueryExecution', 'getQueryResults']
  ],
  batch: ['batch', ['submitJob', 'describeJobs', 'terminateJob']],
  codebuild: ['codebuild', ['startBuild', 'stopBuild']],
  dynamodb: ['dynamodb'],
  ecs: ['ecs', ['runTask', 'stopTask', 'describeTasks']],
  eventbridge: ['events', ['putEvents', 'putRule', 'putTargets', 'listRules', 'describeRule']],
  glue: ['glue', ['startJobRun', 'getJobRun']],
  kinesis: ['kinesis', ['putRecord', 'putRecords', 'getRecords', 'describeStream']],
  kms: ['kms'],
  lambda: ['lambda', ['invoke', 'getFunction', 'getFunctionConfiguration', 'listFunctions']],
  s3: ['s3'],
  secretsmanager: ['secretsmanager'],
  sfn: ['stepfunctions'],
  sns: ['sns'],
  sqs: ['sqs'],
  ssm: [
    'ssm',
    ['getParameter', 'getParameters', 'getParametersByPath', 'putParameter', 'deleteParameter']
  ],
  sts: ['sts']
}

/** A function's answer is whatever JSON it returns, although the model has bytes. */
const anyMembers = new Set(['InvocationResponse.Payload'])

const data = process.argv[2]
if (data === undefined || !existsSync(data)) {
  console.error('Give the folder `data` of an installed botocore (pip install botocore).')
  process.exit(2)
}

function readModel(service) {
  const versions = readdirSync(join(data, service)).sort()
  const file = join(data, service, versions.at(-1), 'service-2.json')
  const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))
  return JSON.parse(text.toString())
}

const first = (text, change) => change(text[0]) + text.slice(1)
const upper = (text) => first(text, (letter) => letter.toUpperCase())
const lower = (text) => first(text, (letter) => letter.toLowerCase())
const range = ({ min, max }) =>
  min === undefined && max === undefined ? '' : `(${min ?? ''}..${max ?? ''})`

/** The text of a shape; structures are named, and collected to be written once. */
function typeText(model, name, structures) {
  const shape = model.shapes[name]
  switch (shape.type) {
    case 'structure':
      structures.add(name)
      return name
    case 'list':
      return `[${typeText(model, shape.member.shape, structures)}]`
    case 'map':
      return `{${typeText(model, shape.value.shape, structures)}}`
    case 'string':
      return shape.enum ? `<${shape.enum.join('|')}>` : `string${range(shape)}`
    case 'blob':
      return `string${range(shape)}`
    case 'timestamp':
      return 'time'
    case 'boolean':
      return 'boolean'
    default:
      return `number${range(shape)}`
  }
}

function structureLine(model, name, title, structures) {
  const { members, required = [] } = model.shapes[name]
  const fields = Object.entries(members).map(([member, { shape }]) => {
    const type = anyMembers.has(`${name}.${member}`) ? 'any' : typeText(model, shape, structures)
    return `${upper(member)}${required.includes(member) ? '!' : ''} ${type}`
  })
  return `${title}: ${fields.join(', ')}`
}

function linesOf([service, actions]) {
  const model = readModel(service)
  const structures = new Set()
  const lines = []
  for (const [name, { output }] of Object.entries(model.operations)) {
    if (actions && !actions.includes(lower(name))) continue
    lines.push(
      output ? structureLine(model, output.shape, lower(name), structures) : `${lower(name)}: `
    )
  }
  // A set is walked in the order of insertion, also over what is added meanwhile.
  for (const name of structures) lines.push(structureLine(model, name, name, structures))
  return lines
}

const folder = fileURLToPath(new URL('../asl/inspect/responses', import.meta.url))
for (const [name, source] of Object.entries(services)) {
  const lines = linesOf(source)
  const text = [
    '// cspell:disable',
    '/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */',
    `export const ${name} = String.raw\`\n${lines.join('\n')}\n\``
  ]
  await writeFile(join(folder, `${name}.ts`), `${text.join('\n')}\n`)
}
