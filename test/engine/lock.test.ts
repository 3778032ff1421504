import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../engine/data-folder.ts'
import { DataFolderHeldError, lockDataFolder } from '../../engine/lock.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

let temp: TempFolder
beforeEach(() => {
  temp = makeTempFolder()
})
afterEach(() => temp.remove())

test('a second engine is told which process holds the folder', () => {
  const folder = dataFolder(temp.path)
  const unlock = lockDataFolder(folder)
  writeFileSync(folder.engineFile, JSON.stringify({ pid: 4711 }))
  expect(() => lockDataFolder(folder)).toThrow(DataFolderHeldError)
  expect(() => lockDataFolder(folder)).toThrow(/process 4711/)
  unlock()
  lockDataFolder(folder)()
})

test('two engines hold two folders side by side', () => {
  const other = makeTempFolder()
  const unlocks = [lockDataFolder(dataFolder(temp.path)), lockDataFolder(dataFolder(other.path))]
  for (const unlock of unlocks) unlock()
  other.remove()
})
