import type { Component } from 'svelte'

export type Params = Readonly<Record<string, string>>
/** What a page is given: the decoded parts of its path. */
export interface PageProps {
  params: Params
}
export interface Route {
  /** Segments; those that start with a colon are parameters. */
  path: string
  title: string
  /** The section of the sidebar that it belongs to. */
  section: string
  load: () => Promise<Component<PageProps>>
}

type PageModule = { default: Component<PageProps> | Component<Record<string, never>> }

/** Loads a page's module. A page that takes no props ignores them, which its type cannot say. */
function page(load: () => Promise<PageModule>): Route['load'] {
  return async () => (await load()).default as Component<PageProps>
}

/** Every page of the window. Pages are loaded when they are first shown. */
export const routes: readonly Route[] = [
  {
    path: '/executions',
    title: 'Executions',
    section: '/executions',
    load: page(() => import('./features/executions/ExecutionsPage.svelte'))
  },
  {
    path: '/executions/:executionArn',
    title: 'Execution',
    section: '/executions',
    load: page(() => import('./features/executions/ExecutionPage.svelte'))
  },
  {
    path: '/state-machines',
    title: 'State machines',
    section: '/state-machines',
    load: page(() => import('./features/state-machines/StateMachinesPage.svelte'))
  },
  {
    path: '/state-machines/new',
    title: 'New state machine',
    section: '/state-machines',
    load: page(() => import('./features/state-machines/EditorPage.svelte'))
  },
  {
    path: '/state-machines/:stateMachineArn',
    title: 'State machine',
    section: '/state-machines',
    load: page(() => import('./features/state-machines/StateMachinePage.svelte'))
  },
  {
    path: '/state-machines/:stateMachineArn/edit',
    title: 'Edit state machine',
    section: '/state-machines',
    load: page(() => import('./features/state-machines/EditorPage.svelte'))
  },
  {
    path: '/schedules',
    title: 'Schedules',
    section: '/schedules',
    load: page(() => import('./features/schedules/SchedulesPage.svelte'))
  },
  {
    // No name of a schedule has a plus.
    path: '/schedules/+new',
    title: 'New schedule',
    section: '/schedules',
    load: page(() => import('./features/schedules/ScheduleEditorPage.svelte'))
  },
  {
    path: '/schedules/:name',
    title: 'Schedule',
    section: '/schedules',
    load: page(() => import('./features/schedules/SchedulePage.svelte'))
  },
  {
    path: '/schedules/:name/edit',
    title: 'Edit schedule',
    section: '/schedules',
    load: page(() => import('./features/schedules/ScheduleEditorPage.svelte'))
  },
  {
    path: '/away',
    title: 'While you were away',
    section: '/schedules',
    load: page(() => import('./features/schedules/AwayPage.svelte'))
  },
  {
    path: '/triggers',
    title: 'Triggers',
    section: '/triggers',
    load: page(() => import('./features/triggers/TriggersPage.svelte'))
  },
  {
    path: '/triggers/+new',
    title: 'New trigger',
    section: '/triggers',
    load: page(() => import('./features/triggers/TriggerEditorPage.svelte'))
  },
  {
    path: '/triggers/:name',
    title: 'Trigger',
    section: '/triggers',
    load: page(() => import('./features/triggers/TriggerPage.svelte'))
  },
  {
    path: '/triggers/:name/edit',
    title: 'Edit trigger',
    section: '/triggers',
    load: page(() => import('./features/triggers/TriggerEditorPage.svelte'))
  },
  {
    path: '/storage',
    title: 'Storage',
    section: '/storage',
    load: page(() => import('./features/storage/StoragePage.svelte'))
  },
  {
    path: '/pools',
    title: 'Pools',
    section: '/pools',
    load: page(() => import('./features/pools/PoolsPage.svelte'))
  },
  {
    path: '/pools/:name',
    title: 'Pool',
    section: '/pools',
    load: page(() => import('./features/pools/PoolPage.svelte'))
  },
  {
    path: '/approvals',
    title: 'Approvals',
    section: '/approvals',
    load: page(() => import('./features/approvals/ApprovalsPage.svelte'))
  },
  {
    path: '/approvals/:approvalId',
    title: 'Approval',
    section: '/approvals',
    load: page(() => import('./features/approvals/ApprovalsPage.svelte'))
  },
  {
    path: '/connections',
    title: 'Connections',
    section: '/connections',
    load: page(() => import('./features/connections/ConnectionsPage.svelte'))
  },
  {
    path: '/outbox',
    title: 'Outbox',
    section: '/outbox',
    load: page(() => import('./features/outbox/OutboxPage.svelte'))
  },
  {
    path: '/settings',
    title: 'Settings',
    section: '/settings',
    load: page(() => import('./features/settings/SettingsPage.svelte'))
  },
  {
    path: '/welcome',
    title: 'Welcome',
    section: '/welcome',
    load: page(() => import('./features/welcome/WelcomePage.svelte'))
  }
]

/** Finds the route of a path; the first one wins. Undefined where no page has this address. */
export function matchRoute(
  pathname: string,
  table: readonly Route[] = routes
): { route: Route; params: Params } | undefined {
  const segments = pathname.split('/').filter(Boolean)
  for (const route of table) {
    const pattern = route.path.split('/').filter(Boolean)
    if (pattern.length !== segments.length) continue
    const params: Record<string, string> = {}
    const matches = pattern.every((part, index) => {
      const segment = segments[index] ?? ''
      if (!part.startsWith(':')) return part === segment
      params[part.slice(1)] = decodeSegment(segment)
      return true
    })
    if (matches) return { route, params }
  }
  return undefined
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Addresses of pages that take a parameter. */
export const pathTo = {
  execution: (executionArn: string) => `/executions/${encodeURIComponent(executionArn)}`,
  executionsOf: (stateMachineArn: string) =>
    `/executions?stateMachine=${encodeURIComponent(stateMachineArn)}`,
  stateMachine: (stateMachineArn: string) =>
    `/state-machines/${encodeURIComponent(stateMachineArn)}`,
  editor: (stateMachineArn: string) =>
    `/state-machines/${encodeURIComponent(stateMachineArn)}/edit`,
  schedule: (name: string) => `/schedules/${encodeURIComponent(name)}`,
  scheduleEditor: (name: string) => `/schedules/${encodeURIComponent(name)}/edit`,
  newSchedule: (stateMachineArn?: string) =>
    `/schedules/+new${stateMachineArn ? `?stateMachine=${encodeURIComponent(stateMachineArn)}` : ''}`,
  trigger: (name: string) => `/triggers/${encodeURIComponent(name)}`,
  triggerEditor: (name: string) => `/triggers/${encodeURIComponent(name)}/edit`,
  newTrigger: (kind?: string, stateMachineArn?: string) => {
    const search = new URLSearchParams()
    if (kind) search.set('kind', kind)
    if (stateMachineArn) search.set('stateMachine', stateMachineArn)
    return `/triggers/+new${search.size > 0 ? `?${search.toString()}` : ''}`
  },
  pool: (name: string) => `/pools/${encodeURIComponent(name)}`,
  approval: (approvalId: string) => `/approvals/${encodeURIComponent(approvalId)}`
}
