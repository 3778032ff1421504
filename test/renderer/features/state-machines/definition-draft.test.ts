import { expect, test } from 'vitest'
import { ApiError } from '../../../../api/errors.ts'
import {
  DefinitionDraft,
  firstDefinition
} from '../../../../renderer/features/state-machines/definition-draft.svelte.ts'
import { plugins } from '../../editor/plugins.ts'

type Options = ConstructorParameters<typeof DefinitionDraft>[0]

const stored: string[] = []

function draft(changes: Partial<Options> = {}): DefinitionDraft {
  return new DefinitionDraft({
    client: {
      CreateStateMachine: ({ name, definition }) => {
        stored.push(definition)
        return Promise.resolve({ stateMachineArn: `arn:${name}`, creationDate: 1 })
      },
      UpdateStateMachine: ({ definition }) => {
        stored.push(definition ?? '')
        return Promise.resolve({ updateDate: 1 })
      }
    },
    name: '',
    text: firstDefinition,
    ...changes
  })
}

test('the first definition of a new state machine is a good one', () => {
  const fresh = draft()
  fresh.setPlugins(plugins)
  expect(fresh.problems).toEqual([])
  expect(fresh.isGraphCurrent).toBe(true)
  expect(fresh.isDirty).toBe(false)
})

test('a broken text keeps the last drawing and says where it is wrong', () => {
  const broken = draft()
  broken.text = firstDefinition.replace('"Hello",', '"Hallo",')
  broken.validate()
  expect(broken.errors.length).toBeGreaterThan(0)
  expect(broken.errors[0]?.line).toBe(3)
  expect(broken.isGraphCurrent).toBe(false)
  expect(broken.graph?.nodes.some(({ label }) => label === 'Hello')).toBe(true)
})

test('a resource that no plugin serves is a problem once the plugins are known', () => {
  const unknown = draft({ text: firstDefinition.replace('shell:run', 'shell:walk') })
  expect(unknown.errors).toEqual([])
  unknown.setPlugins(plugins)
  expect(unknown.errors).toHaveLength(1)
})

test('a new state machine needs a name', async () => {
  const unnamed = draft()
  expect(await unnamed.save()).toBeUndefined()
  expect(unnamed.nameError).toBe('A state machine needs a name.')
  unnamed.name = 'with space'
  expect(unnamed.nameError).toContain('letters')
  unnamed.name = 'hello'
  expect(await unnamed.save()).toBe('arn:hello')
})

test('a definition with errors is not sent', async () => {
  const broken = draft({ stateMachineArn: 'arn:m', text: '{}' })
  stored.length = 0
  expect(await broken.save()).toBeUndefined()
  expect(stored).toEqual([])
})

test('what is typed while it is being saved is still unsaved afterwards', async () => {
  const { promise, resolve } = Promise.withResolvers<{ updateDate: number }>()
  const edited = draft({
    stateMachineArn: 'arn:m',
    client: {
      CreateStateMachine: () => Promise.reject(new Error('not this one')),
      UpdateStateMachine: () => promise
    }
  })
  edited.text += ' '
  const saving = edited.save()
  edited.text += ' '
  resolve({ updateDate: 1 })
  expect(await saving).toBe('arn:m')
  expect(edited.isDirty).toBe(true)
})

test('a refusal is shown and the text stays unsaved', async () => {
  const refused = draft({
    stateMachineArn: 'arn:m',
    client: {
      CreateStateMachine: () => Promise.reject(new Error('not this one')),
      UpdateStateMachine: () =>
        Promise.reject(new ApiError('StateMachineDoesNotExist', 'It was deleted.'))
    }
  })
  refused.text += ' '
  expect(await refused.save()).toBeUndefined()
  expect(refused.saveError).toBe('It was deleted.')
  expect(refused.isDirty).toBe(true)
})

test('formatting needs JSON', () => {
  const broken = draft({ text: '{' })
  expect(broken.format()).toBe(false)
  broken.text = '{"a":1}'
  expect(broken.format()).toBe(true)
  expect(broken.text).toBe('{\n  "a": 1\n}\n')
})
