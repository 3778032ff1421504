import type { Box } from './viewport.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right'
}

/** How much worse it is to be aside of the way than further along it. */
const ASIDE = 2.5
/** How far aside, for each pixel ahead, still lies in that direction: states are wide and low. */
const WIDEST = { upright: 5, level: 1 }

/** The direction that a key names; undefined for all but the arrow keys. */
export function directionOf(key: string): Direction | undefined {
  return directions[key]
}

/** Which of the boxes an arrow key leads to: the nearest in that direction, best straight ahead. */
export function neighbour(
  boxes: ReadonlyMap<string, Box>,
  from: string,
  direction: Direction
): string | undefined {
  const start = boxes.get(from)
  if (!start) return undefined
  let best: string | undefined
  let shortest = Number.POSITIVE_INFINITY
  for (const [name, box] of boxes) {
    if (name === from) continue
    const x = middle(box.x, box.width) - middle(start.x, start.width)
    const y = middle(box.y, box.height) - middle(start.y, start.height)
    const isUpright = direction === 'up' || direction === 'down'
    const ahead = (isUpright ? y : x) * (direction === 'up' || direction === 'left' ? -1 : 1)
    const aside = Math.abs(isUpright ? x : y)
    if (ahead < 1 || aside > ahead * (isUpright ? WIDEST.upright : WIDEST.level)) continue
    const way = ahead + ASIDE * aside
    if (way >= shortest) continue
    shortest = way
    best = name
  }
  return best
}

function middle(from: number, length: number): number {
  return from + length / 2
}
