import AlarmClockOff from '@lucide/svelte/icons/alarm-clock-off'
import Ban from '@lucide/svelte/icons/ban'
import CalendarClock from '@lucide/svelte/icons/calendar-clock'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CircleDashed from '@lucide/svelte/icons/circle-dashed'
import CirclePause from '@lucide/svelte/icons/circle-pause'
import CircleX from '@lucide/svelte/icons/circle-x'
import Clock from '@lucide/svelte/icons/clock'
import Eye from '@lucide/svelte/icons/eye'
import Hourglass from '@lucide/svelte/icons/hourglass'
import ListEnd from '@lucide/svelte/icons/list-end'
import LoaderCircle from '@lucide/svelte/icons/loader-circle'
import OctagonPause from '@lucide/svelte/icons/octagon-pause'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import ShieldAlert from '@lucide/svelte/icons/shield-alert'
import SkipForward from '@lucide/svelte/icons/skip-forward'
import TimerOff from '@lucide/svelte/icons/timer-off'
import UserRound from '@lucide/svelte/icons/user-round'
import type { Icon } from './actions.ts'

export type Tone = 'running' | 'success' | 'failed' | 'timed-out' | 'aborted' | 'waiting'

export interface StatusLook {
  label: string
  tone: Tone
  icon: Icon
  /** Turns while it lasts. */
  isSpinning?: boolean
}

/** Every status that the engine or the graph shows: a word, a colour and a shape of its own. */
export const statusLooks = {
  // executions
  RUNNING: { label: 'Running', tone: 'running', icon: LoaderCircle, isSpinning: true },
  SUCCEEDED: { label: 'Succeeded', tone: 'success', icon: CircleCheck },
  FAILED: { label: 'Failed', tone: 'failed', icon: CircleX },
  TIMED_OUT: { label: 'Timed out', tone: 'timed-out', icon: TimerOff },
  ABORTED: { label: 'Aborted', tone: 'aborted', icon: Ban },
  PENDING_REDRIVE: { label: 'Pending redrive', tone: 'timed-out', icon: RotateCcw },
  // states
  NOT_ENTERED: { label: 'Not entered', tone: 'aborted', icon: CircleDashed },
  WAITING: { label: 'Waiting', tone: 'running', icon: Hourglass },
  WAITING_FOR_TOKEN: { label: 'Waiting for an answer', tone: 'waiting', icon: UserRound },
  RETRYING: { label: 'Retrying', tone: 'timed-out', icon: RotateCcw },
  CAUGHT: { label: 'Caught error', tone: 'timed-out', icon: ShieldAlert },
  // approvals
  PENDING: { label: 'Waiting for you', tone: 'waiting', icon: UserRound },
  APPROVED: { label: 'Approved', tone: 'success', icon: CircleCheck },
  REJECTED: { label: 'Rejected', tone: 'failed', icon: CircleX },
  EXPIRED: { label: 'Expired', tone: 'timed-out', icon: TimerOff },
  CANCELLED: { label: 'Withdrawn', tone: 'aborted', icon: Ban },
  // schedules
  ENABLED: { label: 'Enabled', tone: 'success', icon: CircleCheck },
  DISABLED: { label: 'Disabled', tone: 'aborted', icon: OctagonPause },
  // slots of schedules
  UPCOMING: { label: 'Upcoming', tone: 'aborted', icon: CalendarClock },
  BUFFERED: { label: 'In line', tone: 'running', icon: ListEnd },
  RAN: { label: 'Ran', tone: 'success', icon: CircleCheck },
  MISSED: { label: 'Missed', tone: 'timed-out', icon: AlarmClockOff },
  SKIPPED: { label: 'Skipped', tone: 'aborted', icon: SkipForward },
  REFUSED: { label: 'Refused', tone: 'failed', icon: CircleX },
  DROPPED: { label: 'Dropped', tone: 'aborted', icon: Ban },
  // triggers and their firings
  OK: { label: 'Watching', tone: 'success', icon: Eye },
  STARTING: { label: 'Starting', tone: 'running', icon: LoaderCircle, isSpinning: true },
  ERROR: { label: 'Cannot watch', tone: 'failed', icon: CircleX },
  HELD: { label: 'Held back', tone: 'waiting', icon: CirclePause },
  STARTED: { label: 'Started', tone: 'success', icon: CircleCheck },
  // executions under a concurrency rule
  QUEUED: { label: 'In the queue', tone: 'waiting', icon: ListEnd },
  // mails
  MAIL_WAITING: { label: 'Waiting', tone: 'running', icon: Clock },
  SENT: { label: 'Sent', tone: 'success', icon: CircleCheck }
} as const satisfies Record<string, StatusLook>

export type StatusName = keyof typeof statusLooks

/** Whether there is a look for what the engine calls a status. */
export function isStatusName(text: string | undefined): text is StatusName {
  return text !== undefined && text in statusLooks
}
