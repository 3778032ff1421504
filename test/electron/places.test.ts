import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isOwnAddress, isSafeExternal } from '../../electron/main/addresses.ts'
import { dataFolderOf } from '../../cli/data-folder.ts'
import { defaultDataFolder as defaultOfEngine } from '../../engine/options.ts'
import { defaultDataFolder, isInside } from '../../electron/main/folders.ts'
import { messagesOf } from '../../electron/main/log-lines.ts'
import { readOptions } from '../../electron/main/options.ts'
import { placesOf } from '../../electron/main/places.ts'
import { readShellState, updateShellState } from '../../electron/main/shell-state.ts'

test('only addresses of the engine are the window’s own', () => {
  const engine = 'http://127.0.0.1:4100'
  expect(isOwnAddress('http://127.0.0.1:4100/executions#x', engine)).toBe(true)
  for (const foreign of [
    'http://127.0.0.1:4101/',
    'http://localhost:4100/',
    'https://127.0.0.1:4100/',
    'http://127.0.0.1:4100@evil.example/',
    'file:///etc/passwd',
    'no address'
  ])
    expect(isOwnAddress(foreign, engine), foreign).toBe(false)
  expect(isOwnAddress('http://127.0.0.1:4100/', undefined)).toBe(false)
})

test('only web and mail addresses are opened in other programs', () => {
  expect(['https://example.com', 'mailto:a@b.example'].every(isSafeExternal)).toBe(true)
  expect(['file:///bin/sh', 'smb://x', 'javascript:alert(1)', ''].some(isSafeExternal)).toBe(false)
})

test('only paths in the data folder are shown', () => {
  expect(
    ['/data', '/data/machines/a', 'machines', '..data'].map((p) => isInside('/data', p))
  ).toEqual([true, true, true, false])
  expect(['/etc/passwd', '/data/../etc', '/database', '..'].some((p) => isInside('/data', p))).toBe(
    false
  )
})

test('each system has its usual data folder, and SIGNALBOX_DATA names another', () => {
  expect(defaultDataFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/signalbox')
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe('/x/signalbox')
  expect(defaultDataFolder('darwin', {}, '/Users/a')).toBe(
    '/Users/a/Library/Application Support/Signalbox'
  )
  expect(defaultDataFolder('linux', { SIGNALBOX_DATA: '/d' }, '/home/a')).toBe('/d')
})

test('shell, engine and command line agree on the data folder', () => {
  const environments = [{}, { SIGNALBOX_DATA: '/d' }, { XDG_DATA_HOME: '/x', LOCALAPPDATA: '/l' }]
  for (const platform of ['linux', 'darwin', 'win32'])
    for (const environment of environments) {
      const folder = defaultDataFolder(platform, environment)
      expect(defaultOfEngine(platform, environment)).toBe(folder)
      expect(dataFolderOf(undefined, environment, platform)).toBe(folder)
    }
})

test('the command line names folder and port, and leaves the switches of Chromium alone', () => {
  const options = readOptions(
    ['--no-sandbox', '/app', '--data=/tmp/x', '--port', '4100', '--inspect=0', '--hidden'],
    { ENGINE_HOST: 'node', ENGINE_NODE: '/bin/node' }
  )
  expect(options).toEqual({
    dataFolder: '/tmp/x',
    isOwnFolder: true,
    port: 4100,
    isHidden: true,
    engineHost: 'node',
    nodePath: '/bin/node'
  })
  expect(readOptions(['--port=nonsense'], {}).port).toBeUndefined()
})

test('plain Node gets the engine beside the archive, which it cannot read', () => {
  const folder = '/opt/Signalbox/resources/app.asar'
  expect(placesOf(folder, 'utility').engine).toBe(`${folder}/out/main/engine.js`)
  expect(placesOf(folder, 'node').engine).toBe(`${folder}.unpacked/out/main/engine.js`)
})

test('the window’s place survives a restart, and a broken file costs nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-state-'))
  const path = join(folder, 'shell-state.json')
  expect(readShellState(path)).toEqual({})
  updateShellState(path, { bounds: { x: 1, y: 2, width: 800, height: 600 } })
  updateShellState(path, { isMaximized: true })
  expect(readShellState(path)).toEqual({
    bounds: { x: 1, y: 2, width: 800, height: 600 },
    isMaximized: true
  })
  writeFileSync(path, '{"bounds":{"width":"wide"},')
  expect(readShellState(path)).toEqual({})
  rmSync(folder, { recursive: true })
})

test('the dialog shows the messages of log lines, and other lines as they are', () => {
  expect(messagesOf('{"level":"error","message":"It is damaged."}\nSegmentation fault\n')).toBe(
    'It is damaged.\nSegmentation fault'
  )
})
