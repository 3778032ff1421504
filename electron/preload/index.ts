import { contextBridge, ipcRenderer } from 'electron'
import type { DesktopBridge } from '../bridge.ts'

const bridge = {
  revealInFolder: (path) => ipcRenderer.invoke('desktop:revealInFolder', path),
  openExternal: (url) => ipcRenderer.invoke('desktop:openExternal', url),
  keyStorage: () => ipcRenderer.invoke('desktop:keyStorage'),
  platform:
    process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
} satisfies DesktopBridge

contextBridge.exposeInMainWorld('signalbox', bridge)
