import type { JsonObject } from '../../../asl/json.ts'
import type { Hook } from './settings.ts'
import { settingsOf, signatureHeaderOf } from './settings.ts'

const problems = {
  type: 'object',
  properties: {
    error: { type: 'string' },
    message: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, message: { type: 'string' } }
      }
    }
  },
  required: ['error', 'message']
}

const state = {
  type: 'object',
  properties: {
    status: { type: 'string' },
    executionArn: { type: 'string' },
    statusUrl: { type: 'string', format: 'uri' },
    output: {},
    error: { type: 'string' },
    cause: { type: 'string' }
  },
  required: ['status']
}

/** https://spec.openapis.org/oas/v3.1.0: all enabled hooks. */
export function openApiOf(hooks: readonly Hook[], url: string): JsonObject {
  const paths: JsonObject = {}
  const securitySchemes: JsonObject = {}
  for (const hook of hooks) {
    const scheme = schemeOf(hook)
    if (scheme) securitySchemes[hook.name] = scheme
    const operations = settingsOf(hook).methods.map((method) => [
      method.toLowerCase(),
      operationOf(hook, method)
    ])
    paths[`/hooks/${hook.name}`] = Object.fromEntries(operations) as JsonObject
    paths[`/hooks/${hook.name}/status/{id}`] = statusOperation(hook)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Signalbox hooks', version: '1', description: 'Workflows as services.' },
    servers: [{ url }],
    paths,
    components: { securitySchemes, schemas: { Refusal: problems, State: state } }
  }
}

function schemeOf(hook: Hook): JsonObject | undefined {
  const { authentication } = settingsOf(hook)
  switch (authentication.type) {
    case 'NONE':
      return undefined
    case 'BEARER':
      return { type: 'http', scheme: 'bearer' }
    case 'HEADER':
      return { type: 'apiKey', in: 'header', name: authentication.header }
    case 'HMAC':
      return {
        ...{ type: 'apiKey', in: 'header', name: signatureHeaderOf(authentication) },
        description: 'A signature over the body, made with the secret of the hook.'
      }
  }
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } }
}

function answer(description: string, schema: string): JsonObject {
  return { description, content: json({ $ref: `#/components/schemas/${schema}` }) }
}

function operationOf(hook: Hook, method: string): JsonObject {
  const { mode, waitSeconds, idempotencyHeader, authentication } = settingsOf(hook)
  const { description, settings } = hook
  const accepted = answer('It runs; the status URL tells how it ends.', 'State')
  const bodySchema = settings.bodySchema
  return {
    operationId: `${method.toLowerCase()}-${hook.name}`,
    summary: description ?? `Starts ${hook.stateMachineArn.split(':').slice(6).join(':')}.`,
    ...(authentication.type === 'NONE' ? {} : { security: [{ [hook.name]: [] }] }),
    parameters: [
      {
        ...{ name: idempotencyHeader, in: 'header', required: false },
        ...{ schema: { type: 'string' }, description: 'The same key and body: the same execution.' }
      }
    ],
    ...(method === 'GET'
      ? {}
      : {
          requestBody: {
            required: bodySchema !== undefined,
            content: json(bodySchema === undefined ? {} : (JSON.parse(bodySchema) as JsonObject))
          }
        }),
    responses: {
      ...(mode === 'SYNC'
        ? {
            '200': { description: "The workflow's output.", content: json({}) },
            '202': { ...accepted, description: `It still runs after ${String(waitSeconds)} s.` },
            '500': answer('The workflow has failed.', 'State'),
            '504': answer('The workflow has timed out.', 'State')
          }
        : { '202': accepted }),
      '400': answer('The body is not what is expected.', 'Refusal'),
      ...(authentication.type === 'NONE' ? {} : { '401': answer('Not authenticated.', 'Refusal') }),
      '409': answer('The idempotency key had another body.', 'Refusal'),
      '413': answer('The body has more than 256 KiB.', 'Refusal'),
      '429': answer('Too many calls, or too many executions run: see Retry-After.', 'Refusal')
    }
  }
}

function statusOperation(hook: Hook): JsonObject {
  return {
    get: {
      operationId: `status-${hook.name}`,
      summary: 'How a call stands; its id cannot be guessed.',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        '200': answer('The state, with the output once it has ended.', 'State'),
        '404': answer('There is no such call.', 'Refusal')
      }
    }
  }
}

function escape(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (mark) => marks[mark] ?? mark)
}

/** The same for people. */
export function hooksPage(hooks: readonly Hook[]): string {
  const sections = hooks.map((hook) => {
    const { methods, mode, waitSeconds, authentication } = settingsOf(hook)
    const schema = hook.settings.bodySchema
    return `<section><h2>${methods.join(', ')} /hooks/${escape(hook.name)}</h2>
<p>${escape(hook.description ?? 'Starts a workflow.')}</p>
<p>Authentication: ${authentication.type}. ${mode === 'SYNC' ? `Waits up to ${String(waitSeconds)} s for the output.` : 'Answers at once with a status URL.'}</p>
${schema === undefined ? '' : `<pre>${escape(JSON.stringify(JSON.parse(schema), null, 2))}</pre>`}</section>`
  })
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Signalbox hooks</title>
<style>body { font: 16px/1.5 system-ui; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }</style></head>
<body>
<h1>Hooks</h1>
<p>Workflows that are called over HTTP. For programs: <a href="/hooks/openapi.json">openapi.json</a>.</p>
${hooks.length === 0 ? '<p>There are none yet.</p>' : sections.join('\n')}
</body>
</html>
`
}
