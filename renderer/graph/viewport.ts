const MARGIN = 24
/** Below this zoom the names of states cannot be read: no drawing is made smaller for its height. */
const READABLE_ZOOM = 0.6
/** A drawing that is wide is made as small as this to show it whole: its shape still tells. */
const SMALLEST_ZOOM = 0.4

interface Size {
  width: number
  height: number
}

export interface Viewport {
  x: number
  y: number
  zoom: number
}

/** A rectangle of the drawing, by its top left corner. */
export interface Box extends Size {
  x: number
  y: number
}

/**
 * How a drawing is first shown: whole where that can be read; a long one in its whole width from its
 * top; else readable, with its start (`startX`: the middle of its first state) in the middle. Sizes in
 * pixels.
 */
export function startingViewport(drawing: Size & { startX?: number }, place: Size): Viewport {
  const fitWidth = (place.width - 2 * MARGIN) / Math.max(1, drawing.width)
  const fitHeight = (place.height - 2 * MARGIN) / Math.max(1, drawing.height)
  const isTooWide = fitWidth < SMALLEST_ZOOM
  const zoom = isTooWide ? READABLE_ZOOM : Math.min(1, fitWidth, Math.max(READABLE_ZOOM, fitHeight))
  const y = Math.max(MARGIN, (place.height - drawing.height * zoom) / 2)
  const x = isTooWide
    ? place.width / 2 - (drawing.startX ?? 0) * zoom
    : (place.width - drawing.width * zoom) / 2
  return { x, y, zoom }
}

/** The viewport moved as little as needed to show all of a box, or its top left where it is larger. */
export function revealing(viewport: Viewport, box: Box, place: Size): Viewport {
  const { zoom } = viewport
  const shift = (at: number, length: number, room: number): number => {
    if (at < MARGIN) return MARGIN - at
    const over = at + length - (room - MARGIN)
    return over > 0 ? -Math.min(over, at - MARGIN) : 0
  }
  const left = viewport.x + box.x * zoom
  const top = viewport.y + box.y * zoom
  return {
    zoom,
    x: viewport.x + shift(left, box.width * zoom, place.width),
    y: viewport.y + shift(top, box.height * zoom, place.height)
  }
}
