/** Waits in real time until `isTrue`; fails after 20 s, or as many as are given. */
export async function until(isTrue: () => boolean, seconds = 20): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!isTrue()) {
    if (performance.now() > deadline)
      throw new Error(`Not true within ${String(seconds)} s: ${String(isTrue)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
