/** History events in one line each. */
import { z } from 'zod'
import type { Client } from '../api/client.ts'
import type { Output } from '../api/index.ts'
import { clockTime } from './moment.ts'
import type { Colour, Style } from './style.ts'
import { cut, table } from './table.ts'

export type HistoryEvent = Output<'GetExecutionHistory'>['events'][number]

const PAGE_SIZE = 1000

/** The events after `lastEventId`, oldest first. */
export async function eventsAfter(
  client: Client,
  executionArn: string,
  lastEventId: number
): Promise<HistoryEvent[]> {
  const newest: HistoryEvent[] = []
  let nextToken: string | undefined
  do {
    const page = await client.GetExecutionHistory({
      executionArn,
      reverseOrder: true,
      maxResults: lastEventId === 0 ? PAGE_SIZE : 100,
      ...(nextToken === undefined ? {} : { nextToken })
    })
    newest.push(...page.events.filter((event) => event.id > lastEventId))
    const oldest = page.events.at(-1)
    nextToken = oldest && oldest.id > lastEventId + 1 ? page.nextToken : undefined
  } while (nextToken !== undefined)
  return newest.reverse()
}

const detailsShape = z.record(z.string(), z.unknown())

/** The member of an event that carries its details, whatever its name. */
export function detailsOf(event: HistoryEvent): Record<string, unknown> {
  const name = Object.keys(event).find((key) => key.endsWith('EventDetails'))
  const parsed = detailsShape.safeParse(name === undefined ? {} : event[name])
  return parsed.success ? parsed.data : {}
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What an event is about, in a few words: the state, the task's resource, the error. */
export function aboutEvent(event: HistoryEvent): string {
  const details = detailsOf(event)
  const parts: string[] = []
  if (details['name'] !== undefined) parts.push(text(details['name']))
  if (details['index'] !== undefined) parts.push(`item ${text(details['index'])}`)
  if (details['resourceType'] !== undefined) {
    parts.push(`${text(details['resourceType'])}:${text(details['resource'])}`)
  } else if (details['resource'] !== undefined) parts.push(text(details['resource']))
  if (details['error'] !== undefined) parts.push(text(details['error']))
  if (details['cause'] !== undefined) parts.push(oneLine(text(details['cause'])))
  else if (event.type.endsWith('Succeeded') && details['output'] !== undefined)
    parts.push(text(details['output']))
  return parts.join('  ')
}

function oneLine(value: string): string {
  return value.replaceAll(/\s+/g, ' ').trim()
}

function colourOf(type: string): Colour | undefined {
  if (/Failed$|TimedOut$/.test(type)) return 'red'
  if (/Aborted$/.test(type)) return 'grey'
  if (/Succeeded$/.test(type)) return 'green'
  return undefined
}

const TYPE_WIDTH = 26
const ABOUT_WIDTH = 160

/** `13:05:09  TaskStateEntered            Train model`. */
export function eventLine(event: HistoryEvent, style: Style): string {
  const colour = colourOf(event.type)
  const type = event.type.padEnd(TYPE_WIDTH)
  const shown = colour ? style(colour, type) : type
  return `${style('grey', clockTime(event.timestamp))}  ${shown}  ${cut(aboutEvent(event), ABOUT_WIDTH)}`.trimEnd()
}

/** All events as a table with ids. */
export function eventTable(events: readonly HistoryEvent[], style: Style, width: number): string {
  const rows = events.map((event) => {
    const colour = colourOf(event.type)
    return [
      String(event.id),
      clockTime(event.timestamp),
      colour ? style(colour, event.type) : event.type,
      aboutEvent(event)
    ]
  })
  return table(['ID', 'TIME', 'TYPE', 'ABOUT'], rows, width)
}
