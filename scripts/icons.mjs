// Draws the .png files of build/ from its .svg files, in a Chromium. Run it after a change of a drawing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureNode } from './install.mjs'
import { root } from './paths.mjs'

await ensureNode(import.meta.filename)
const { chromium } = await import('@playwright/test')
const { findBrowser } = await import('./suites/needs.mjs')

const PACKAGE_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
const TRAY_SIZE = 22
const MAC_TRAY_SIZE = 18

const trayDrawings = (name, size) => [
  { from: `tray/${name}.svg`, to: `tray/${name}.png`, size },
  { from: `tray/${name}.svg`, to: `tray/${name}@2x.png`, size: 2 * size }
]
const drawings = [
  ...PACKAGE_SIZES.map((size) => ({ from: 'icon.svg', to: `icons/${size}x${size}.png`, size })),
  { from: 'icon.svg', to: 'icon.png', size: 1024 },
  ...trayDrawings('tray', TRAY_SIZE),
  ...trayDrawings('tray-waiting', TRAY_SIZE),
  ...trayDrawings('trayTemplate', MAC_TRAY_SIZE)
]

const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox']
})
const page = await browser.newPage()
for (const { from, to, size } of drawings) {
  const svg = readFileSync(join(root, 'build', from), 'utf8')
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`
  )
  await page.screenshot({ path: join(root, 'build', to), omitBackground: true })
}
await browser.close()
console.log(`${drawings.length} icons drawn in build/`)
