/**
 * The few desktop verbs that the window may ask of the shell; everything else goes to the engine
 * over HTTP. Exposed by the preload as `window.signalbox`, absent in a plain browser.
 */
export interface DesktopBridge {
  /** Shows a file or folder of the data folder in the system's file manager. */
  revealInFolder: (path: string) => Promise<void>
  /** Opens an http(s) or mailto address in the user's own program. */
  openExternal: (url: string) => Promise<void>
  /** How the key that encrypts secrets is kept on this machine. */
  keyStorage: () => Promise<'os-keychain' | 'weak-keychain' | 'file'>
  platform: 'darwin' | 'linux' | 'win32'
}
