import { app } from 'electron'

/**
 * Whether this is the only shell of its user data folder. A second one hands its start to the first, which
 * brings its window to the front, and must quit.
 */
export function becomeSingleInstance(onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondStart)
  return true
}
