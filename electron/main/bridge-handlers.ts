import { resolve } from 'node:path'
import { ipcMain, shell } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import type { DesktopBridge } from '../bridge.ts'
import { isOwnAddress } from './addresses.ts'
import { isInside } from './folders.ts'
import { openExternally } from './security.ts'

export interface BridgeHandlerOptions {
  dataFolder: string
  engineUrl: () => string | undefined
  keyStorage: () => Awaited<ReturnType<DesktopBridge['keyStorage']>>
}

/** Answers the preload's verbs: only to our own page, only with what was asked for in the right shape. */
export function answerBridge(options: BridgeHandlerOptions): void {
  const answer = (verb: string, act: (argument: unknown) => unknown): void => {
    ipcMain.handle(`desktop:${verb}`, (event: IpcMainInvokeEvent, argument: unknown) => {
      const sender = event.senderFrame?.url ?? ''
      if (!isOwnAddress(sender, options.engineUrl()))
        throw new Error(`Expected the window's own page to ask for ${verb}, found ${sender}.`)
      return act(argument)
    })
  }
  answer('revealInFolder', (path) => {
    if (typeof path !== 'string' || !isInside(options.dataFolder, path))
      throw new Error(`Expected a path in ${options.dataFolder}, found ${String(path)}.`)
    shell.showItemInFolder(resolve(options.dataFolder, path))
  })
  answer('openExternal', async (address) => {
    if (typeof address !== 'string') throw new Error('Expected an address as text.')
    await openExternally(address)
  })
  answer('keyStorage', () => options.keyStorage())
}
