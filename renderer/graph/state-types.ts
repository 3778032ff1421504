import CircleCheckBig from '@lucide/svelte/icons/circle-check-big'
import CircleX from '@lucide/svelte/icons/circle-x'
import Columns3 from '@lucide/svelte/icons/columns-3'
import Globe from '@lucide/svelte/icons/globe'
import Mail from '@lucide/svelte/icons/mail'
import Package from '@lucide/svelte/icons/package'
import Repeat from '@lucide/svelte/icons/repeat'
import Split from '@lucide/svelte/icons/split'
import SquareArrowRight from '@lucide/svelte/icons/square-arrow-right'
import SquareTerminal from '@lucide/svelte/icons/square-terminal'
import Timer from '@lucide/svelte/icons/timer'
import Zap from '@lucide/svelte/icons/zap'
import { parseResource } from '../../asl/resource.ts'
import type { StateType } from '../../asl/definition.ts'
import type { Icon } from '../actions.ts'

const icons: Readonly<Record<StateType, Icon>> = {
  Task: Zap,
  Pass: SquareArrowRight,
  Choice: Split,
  Wait: Timer,
  Succeed: CircleCheckBig,
  Fail: CircleX,
  Parallel: Columns3,
  Map: Repeat
}

const serviceIcons: Readonly<Record<string, Icon>> = {
  shell: SquareTerminal,
  http: Globe,
  email: Mail,
  s3: Package,
  'aws-sdk:s3': Package
}

/** The icon of a state: of its type, for a Task that of the plugin which does the work. */
export function iconOfState(type: StateType, resource?: string): Icon {
  if (type !== 'Task' || resource === undefined) return icons[type]
  return serviceIcons[parseResource(resource).service] ?? icons.Task
}

/** What stands under a state's name: `shell run`, `s3 copyObject`, or the type. */
export function subtitleOfState(type: StateType, resource?: string): string {
  if (type !== 'Task' || resource === undefined) return type
  const { service, action } = parseResource(resource)
  const verb = action.replace(/\.(?:sync(?::2)?|waitForTaskToken)$/, '')
  return service === '' ? verb : `${service.replace('aws-sdk:', '')} ${verb}`
}
