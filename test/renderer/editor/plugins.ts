import type { PluginDescription } from '../../../renderer/editor/state-templates.ts'

/** Two plugins as ListPlugins describes them. */
export const plugins: PluginDescription[] = [
  {
    id: 'shell',
    version: '1.0.0',
    title: 'Shell',
    description: 'Commands.',
    connectionTypes: [],
    actions: [
      {
        name: 'run',
        resource: 'plugin:shell:run',
        aliases: [],
        title: 'Run a command',
        description: 'Runs a command.',
        patterns: ['request-response'],
        inputSchema: {
          type: 'object',
          properties: { command: { type: 'string', description: 'The program.' }, cwd: {} }
        },
        outputSchema: {},
        errors: [
          { name: 'Shell.ExitCode', description: 'Not zero.' },
          { name: 'Shell.Signal.*', description: 'Ended.' }
        ],
        examples: [{ title: 'Say hello', input: { command: 'echo', arguments: ['${HOME}'] } }]
      }
    ]
  },
  {
    id: 'email',
    version: '1.0.0',
    title: 'Email',
    description: 'Mail.',
    connectionTypes: [],
    actions: [
      {
        name: 'requestApproval',
        resource: 'plugin:email:requestApproval',
        aliases: ['arn:aws:states:::sns:publish'],
        title: 'Ask for approval',
        description: 'Asks.',
        patterns: ['wait-for-task-token'],
        inputSchema: {},
        outputSchema: {},
        errors: [],
        examples: [{ title: 'Ask a person', input: { title: 'Release?' } }]
      }
    ]
  }
]
