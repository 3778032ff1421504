/** What can be done with an execution, for its buttons, its menu and the palette alike. */
import Ban from '@lucide/svelte/icons/ban'
import Copy from '@lucide/svelte/icons/copy'
import Download from '@lucide/svelte/icons/download'
import Pin from '@lucide/svelte/icons/pin'
import PinOff from '@lucide/svelte/icons/pin-off'
import RotateCw from '@lucide/svelte/icons/rotate-cw'
import StepForward from '@lucide/svelte/icons/step-forward'
import Trash2 from '@lucide/svelte/icons/trash-2'
import Workflow from '@lucide/svelte/icons/workflow'
import type { Action, Icon } from '../../actions.ts'
import type { Execution } from './execution-view.svelte.ts'

interface Commands {
  again: () => void
  stop: () => void
  redrive: () => void
  copyArn: () => void
  exportHistory: () => void
  openMachine: () => void
  keep: () => void
  remove: () => void
}

/** Those that have a button of their own, beside the menu. */
const buttons = new Set(['execution/again', 'execution/stop', 'execution/redrive'])

export function isInMenu({ id }: Action): boolean {
  return !buttons.has(id)
}

/**
 * The actions that an execution allows now. A child of a map run starts and goes on with its run
 * alone; its state machine is part of the parent's.
 */
export function executionActions(execution: Execution, commands: Commands): Action[] {
  const isChild = execution.mapRunArn !== undefined
  const isRunning = execution.status === 'RUNNING'
  const action = (
    id: string,
    title: string,
    icon: Icon,
    run: () => void,
    keys?: readonly string[]
  ): Action => ({
    id: `execution/${id}`,
    title,
    group: 'This page',
    icon,
    run,
    ...(keys ? { keys } : {})
  })
  const offered: [boolean, Action][] = [
    [!isChild, action('again', 'Run again with the same input', RotateCw, commands.again, ['r'])],
    [isRunning, action('stop', 'Stop this execution', Ban, commands.stop, ['s'])],
    [
      execution.redriveStatus === 'REDRIVABLE',
      action('redrive', 'Redrive from the state that failed', StepForward, commands.redrive)
    ],
    [true, action('copy', 'Copy the ARN', Copy, commands.copyArn)],
    [true, action('export', 'Export the history as JSON', Download, commands.exportHistory)],
    [!isChild, action('machine', 'Open the state machine', Workflow, commands.openMachine)],
    [
      !isChild,
      execution.isKept
        ? action('keep', 'Let it be deleted by itself again', PinOff, commands.keep)
        : action('keep', 'Keep it for good', Pin, commands.keep)
    ],
    [!isChild && !isRunning, action('delete', 'Delete this execution…', Trash2, commands.remove)]
  ]
  return offered.flatMap(([isOffered, one]) => (isOffered ? [one] : []))
}
