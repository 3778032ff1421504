import { join } from 'node:path'

/** Files that the shell uses, as paths below the app's folder (inside app.asar once packaged). */
export interface Places {
  preload: string
  engine: string
  trayIcons: string
  windowIcon: string
}

/** `appFolder` holds `out/` and `build/`. Plain Node cannot read inside app.asar: its engine lies beside it. */
export function placesOf(appFolder: string, engineHost: 'utility' | 'node'): Places {
  const engine = join(appFolder, 'out/main/engine.js')
  return {
    preload: join(appFolder, 'out/preload/index.cjs'),
    engine:
      engineHost === 'node' ? engine.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked') : engine,
    trayIcons: join(appFolder, 'build/tray'),
    windowIcon: join(appFolder, 'build/icons/256x256.png')
  }
}
