/** Waits in real time until `isTrue`; fails after 20 s. */
export async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`Not true within 20 s: ${String(isTrue)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
