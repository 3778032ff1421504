import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')
const themes = css.split(":root[data-theme='dark']")

function colorsOf(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/(--color-[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [
      name.replace('--color-', ''),
      value
    ])
  )
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['canvas', 'surface', 'surface-raised', 'surface-sunken', 'sidebar']
const tones = ['running', 'success', 'failed', 'timed-out', 'aborted', 'waiting']
const texts = ['text', 'text-muted', 'text-faint', 'accent-text', 'danger', ...tones]
const json = ['json-key', 'json-string', 'json-number', 'json-literal']

const light = colorsOf(themes[0] ?? '')
const dark = { ...light, ...colorsOf(themes[1] ?? '') }

test.each([
  ['light', light],
  ['dark', dark]
])('every text of the %s theme has AA contrast on the grounds it stands on', (_theme, colors) => {
  const pairs = [
    ...surfaces.flatMap((ground) => texts.map((text) => [text, ground])),
    ...tones.map((tone) => [tone, `${tone}-soft`]),
    ...tones.flatMap((tone) => ['text', 'text-muted'].map((text) => [text, `${tone}-soft`])),
    ...json.map((text) => [text, 'surface-sunken']),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-danger', 'danger'],
    ['text-inverse', 'text']
  ]
  const weak = pairs
    .map(([text = '', ground = '']) => ({
      pair: `${text} on ${ground}`,
      ratio: contrast(colors[text] ?? '#000000', colors[ground] ?? '#000000')
    }))
    .filter(({ ratio }) => ratio < 4.5)
  expect(weak).toEqual([])
})

test.each([
  ['light', light],
  ['dark', dark]
])('borders of fields and the focus ring of the %s theme can be seen', (_theme, colors) => {
  for (const line of ['border-control', 'focus']) {
    for (const ground of surfaces) {
      expect(contrast(colors[line] ?? '#000000', colors[ground] ?? '#000000')).toBeGreaterThan(2.6)
    }
  }
})
