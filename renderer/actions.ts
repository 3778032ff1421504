import type { Component } from 'svelte'
import Activity from '@lucide/svelte/icons/activity'
import CalendarClock from '@lucide/svelte/icons/calendar-clock'
import CircleHelp from '@lucide/svelte/icons/circle-help'
import HardDrive from '@lucide/svelte/icons/hard-drive'
import Inbox from '@lucide/svelte/icons/inbox'
import Keyboard from '@lucide/svelte/icons/keyboard'
import Layers from '@lucide/svelte/icons/layers'
import Mail from '@lucide/svelte/icons/mail'
import Moon from '@lucide/svelte/icons/moon'
import Plug from '@lucide/svelte/icons/plug'
import Plus from '@lucide/svelte/icons/plus'
import Search from '@lucide/svelte/icons/search'
import Settings from '@lucide/svelte/icons/settings'
import Sun from '@lucide/svelte/icons/sun'
import SunMoon from '@lucide/svelte/icons/sun-moon'
import Workflow from '@lucide/svelte/icons/workflow'
import Zap from '@lucide/svelte/icons/zap'
import type { ThemeChoice } from './theme.svelte.ts'

export type Icon = Component<{ size?: number | string; 'aria-hidden'?: 'true' }>

/** One thing that the user can do: button, palette and shortcut list all read it from here. */
export interface Action {
  id: string
  title: string
  group: 'Go to' | 'Create' | 'This page' | 'Look' | 'Help'
  icon: Icon
  /** Keys pressed one after the other; `Mod` is Ctrl, on a Mac Cmd. `['g', 'e']`, `['Mod+k']`. */
  keys?: readonly string[]
  /** Other words that find it in the palette. */
  keywords?: readonly string[]
  run: () => void
}

/** A place in the sidebar, which is also an action. */
export interface Place {
  path: string
  title: string
  icon: Icon
  keys: readonly string[]
}

export const places: readonly Place[] = [
  { path: '/executions', title: 'Executions', icon: Activity, keys: ['g', 'e'] },
  { path: '/state-machines', title: 'State machines', icon: Workflow, keys: ['g', 's'] },
  { path: '/schedules', title: 'Schedules', icon: CalendarClock, keys: ['g', 't'] },
  { path: '/triggers', title: 'Triggers', icon: Zap, keys: ['g', 'r'] },
  { path: '/approvals', title: 'Approvals', icon: Inbox, keys: ['g', 'a'] },
  { path: '/pools', title: 'Pools', icon: Layers, keys: ['g', 'p'] },
  { path: '/connections', title: 'Connections', icon: Plug, keys: ['g', 'c'] },
  { path: '/outbox', title: 'Outbox', icon: Mail, keys: ['g', 'o'] },
  { path: '/storage', title: 'Storage', icon: HardDrive, keys: ['g', 'd'] },
  { path: '/settings', title: 'Settings', icon: Settings, keys: ['g', ','] }
]

export interface AppCommands {
  go: (address: string) => void
  openPalette: () => void
  openShortcuts: () => void
  chooseTheme: (choice: ThemeChoice) => void
}

/** The actions that work on every page. */
export function appActions(app: AppCommands): Action[] {
  return [
    ...places.map((place): Action => ({
      id: `go${place.path}`,
      title: place.title,
      group: 'Go to',
      icon: place.icon,
      keys: place.keys,
      run: () => app.go(place.path)
    })),
    {
      id: 'go/welcome',
      title: 'Welcome and examples',
      group: 'Go to',
      icon: CircleHelp,
      keys: ['g', 'w'],
      keywords: ['start', 'first', 'tour'],
      run: () => app.go('/welcome')
    },
    {
      id: 'create/state-machine',
      title: 'New state machine',
      group: 'Create',
      icon: Plus,
      keys: ['n'],
      keywords: ['workflow', 'definition', 'add'],
      run: () => app.go('/state-machines/new')
    },
    ...themeActions(app),
    {
      id: 'help/palette',
      title: 'Find an action',
      group: 'Help',
      icon: Search,
      keys: ['Mod+k'],
      run: app.openPalette
    },
    {
      id: 'help/shortcuts',
      title: 'Keyboard shortcuts',
      group: 'Help',
      icon: Keyboard,
      keys: ['?'],
      run: app.openShortcuts
    }
  ]
}

function themeActions(app: AppCommands): Action[] {
  const looks: [ThemeChoice, string, Icon][] = [
    ['light', 'Light theme', Sun],
    ['dark', 'Dark theme', Moon],
    ['system', "The system's theme", SunMoon]
  ]
  return looks.map(([choice, title, icon]) => ({
    id: `look/${choice}`,
    title,
    group: 'Look',
    icon,
    keywords: ['theme', 'colour', 'mode'],
    run: () => app.chooseTheme(choice)
  }))
}
