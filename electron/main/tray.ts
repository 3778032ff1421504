import { Menu, Tray, nativeImage } from 'electron'
import { join } from 'node:path'
import type { InboxState } from './inbox.ts'
import { trayMenu, waitingText } from './tray-menu.ts'
import type { EngineStatus, TrayActions } from './tray-menu.ts'

export interface AppTray {
  show: (status: EngineStatus, inbox: InboxState) => void
  destroy: () => void
}

/** macOS tints a template image itself; elsewhere the icon stands on a plate of its own. */
function loadIcon(folder: string, isWaiting: boolean): Electron.NativeImage {
  const name = process.platform === 'darwin' ? 'trayTemplate' : isWaiting ? 'tray-waiting' : 'tray'
  return nativeImage.createFromPath(join(folder, `${name}.png`))
}

/** Makes the tray icon; `iconFolder` holds the drawings of `build/tray`. */
export function createTray(iconFolder: string, actions: TrayActions): AppTray {
  const tray = new Tray(loadIcon(iconFolder, false))
  tray.on('click', () => actions.open())
  return {
    show: (status, inbox) => {
      const count = status === 'ready' ? inbox.pendingCount : 0
      tray.setImage(loadIcon(iconFolder, count > 0))
      tray.setToolTip(`Signalbox: ${waitingText(count).toLowerCase()}`)
      if (process.platform === 'darwin') tray.setTitle(count > 0 ? String(count) : '')
      // On Linux a menu's change shows only once it is set again: always a new menu.
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(status, inbox, actions)))
    },
    destroy: () => tray.destroy()
  }
}
