import { Menu, app } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { openExternally } from './security.ts'

export interface MenuActions {
  open: (path: string) => void
  quit: () => void
}

const pages = [
  { label: 'Executions', path: '/executions' },
  { label: 'State machines', path: '/state-machines' },
  { label: 'Approvals', path: '/approvals' },
  { label: 'Schedules', path: '/schedules' },
  { label: 'Connections', path: '/connections' },
  { label: 'Outbox', path: '/outbox' }
]

const languageReference = 'https://states-language.net/spec.html'

/** Sets the application's menu: the usual roles, and each page with its number. */
export function setApplicationMenu({ open, quit }: MenuActions): void {
  const quitEntry: MenuItemConstructorOptions = {
    label: 'Quit Signalbox',
    accelerator: 'CommandOrControl+Q',
    click: quit
  }
  const template: MenuItemConstructorOptions[] = [
    process.platform === 'darwin'
      ? {
          label: app.name,
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            { role: 'services' },
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            quitEntry
          ]
        }
      : { label: '&File', submenu: [{ role: 'close' }, { type: 'separator' }, quitEntry] },
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: pages.map(({ label, path }, index) => ({
        label,
        accelerator: `CommandOrControl+${index + 1}`,
        click: () => open(path)
      }))
    },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const])
      ]
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        {
          label: 'Amazon States Language',
          click: () => void openExternally(languageReference)
        }
      ]
    }
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
