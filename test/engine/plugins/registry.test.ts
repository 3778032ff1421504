import { expect, test } from 'vitest'
import { createRegistry, PluginConflictError } from '../../../engine/plugins/registry.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'

const { plugin } = createTestPlugin()

test('an action is found by its resource and by its aliases', () => {
  const aliased = {
    ...plugin,
    actions: plugin.actions.map((action) =>
      action.name === 'echo' ? { ...action, aliases: ['arn:aws:states:::echo'] } : action
    )
  }
  const registry = createRegistry([aliased])
  expect(registry.find('plugin:test:echo')?.action.name).toBe('echo')
  expect(registry.find('arn:aws:states:::echo')?.action.name).toBe('echo')
  expect(registry.find('plugin:test:none')).toBeUndefined()
  expect(registry.resources()).toContain('arn:aws:states:::echo')
})

test('a mistyped resource has a nearest one, a wholly different one has none', () => {
  const registry = createRegistry([plugin])
  expect(registry.nearest('plugin:test:ech')).toBe('plugin:test:echo')
  expect(registry.nearest('plugin:tests:flood')).toBe('plugin:test:flood')
  expect(registry.nearest('zzzzzzzzzz')).toBeUndefined()
})

test('two plugins that claim one resource are refused', () => {
  expect(() => createRegistry([plugin, plugin])).toThrow(PluginConflictError)
})
