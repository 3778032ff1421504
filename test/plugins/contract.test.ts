import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineAction } from '../../plugins/contract/action.ts'
import { checkPlugin } from '../../plugins/contract/conformance.ts'
import { definePlugin } from '../../plugins/contract/plugin.ts'
import { leavesFolder } from '../../plugins/contract/work-path.ts'
import { createBuiltInPlugins } from '../../plugins/index.ts'

const builtInPlugins = createBuiltInPlugins({ functionsFile: '/no/functions.json' })

const page = (id: string, name: string): Promise<string> =>
  readFile(join(import.meta.dirname, '../../plugins', id, name), 'utf8')

describe.each(builtInPlugins)('the plugin $id', (plugin) => {
  it('keeps the contract', () => {
    expect(checkPlugin(plugin)).toEqual([])
  })

  it('has a page that names each action and each error', async () => {
    const text = await page(plugin.id, 'README.md')
    for (const action of plugin.actions) {
      expect(text).toContain(action.name)
      for (const error of action.errors) expect(text).toContain(error.name.replace('*', ''))
    }
  })

  it('has an icon of strokes on 24 by 24', async () => {
    const text = await page(plugin.id, 'icon.svg')
    expect(text).toContain('viewBox="0 0 24 24"')
    expect(text).toContain('stroke="currentColor"')
    expect(text).not.toMatch(/<script|href=|style=/)
  })
})

describe('the built-in plugins together', () => {
  it('have ids and resources of their own', () => {
    const resources = builtInPlugins.flatMap((plugin) =>
      plugin.actions.flatMap((action) => [
        `plugin:${plugin.id}:${action.name}`,
        ...(action.aliases ?? [])
      ])
    )
    expect(new Set(resources).size).toBe(resources.length)
  })
})

describe('the conformance checks', () => {
  it('find what is wrong with a plugin, and say where', () => {
    const action = defineAction({
      name: 'Do It',
      title: '',
      description: 'Does it.',
      aliases: ['s3:putObject'],
      input: z.object({ a: z.string() }),
      output: z.object({ when: z.date().describe('A date, which is no JSON.') }),
      errors: [{ name: 'oops', description: ' ' }],
      patterns: [],
      interruption: 'repeat',
      examples: [{ title: 'wrong', input: { a: 1 } }],
      run: () => Promise.reject(new Error('Conformance checks run nothing.'))
    })
    const plugin = definePlugin({
      id: 'Bad One',
      version: '1',
      title: 'Bad',
      description: 'Bad.',
      actions: [action, action],
      connectionTypes: []
    })
    const problems = checkPlugin(plugin).join('\n')
    for (const words of [
      'the id must be',
      'the version must be',
      'the action Do It is defined twice',
      'lower camel case',
      'has no title',
      'the alias s3:putObject',
      'must refuse unknown members',
      'a has no description',
      'output: does not convert to JSON Schema',
      'the error oops must be named',
      'the error oops has no description',
      'serves no integration pattern',
      'example "wrong" input: /a'
    ]) {
      expect(problems).toContain(words)
    }
  })
})

describe('a relative path of an input', () => {
  it('is known to leave its folder or to stay in it', () => {
    expect(['a/b', './a', 'a/../b', 'a/..', ''].map(leavesFolder)).not.toContain(true)
    expect(['..', 'a/../../b', '../a', 'a\\..\\..\\b'].map(leavesFolder)).not.toContain(false)
  })
})
