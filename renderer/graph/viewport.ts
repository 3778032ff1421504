const MARGIN = 24
/** Below this zoom the names of states cannot be read. */
const READABLE_ZOOM = 0.6

interface Size {
  width: number
  height: number
}

/**
 * How a drawing is first shown: whole where its names stay readable, else from its start (`startX`:
 * the middle of its first state). Sizes in pixels.
 */
export function startingViewport(
  drawing: Size & { startX?: number },
  place: Size
): { x: number; y: number; zoom: number } {
  const fit = Math.min(
    (place.width - 2 * MARGIN) / Math.max(1, drawing.width),
    (place.height - 2 * MARGIN) / Math.max(1, drawing.height)
  )
  const zoom = Math.min(1, Math.max(READABLE_ZOOM, fit))
  const left = (place.width - drawing.width * zoom) / 2
  const top = (place.height - drawing.height * zoom) / 2
  const y = Math.max(MARGIN, top)
  if (left >= MARGIN / 2) return { zoom, x: left, y }
  const startInTheMiddle = place.width / 2 - (drawing.startX ?? 0) * zoom
  const rightmost = place.width - MARGIN - drawing.width * zoom
  return { zoom, x: Math.min(MARGIN, Math.max(rightmost, startInTheMiddle)), y }
}
