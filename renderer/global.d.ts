import type { DesktopBridge } from '../electron/bridge.ts'

declare global {
  interface Window {
    /** Exposed by the preload; absent in a plain browser. */
    readonly signalbox?: DesktopBridge
  }
}
