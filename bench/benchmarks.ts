/** All benchmarks by name: `npm run bench -- NAME`, `npm run bench:all`, `npm run bench:gate`. */
export const benchmarks: readonly { name: string; isGated: boolean }[] = [
  { name: 'transitions', isGated: true },
  { name: 'latency', isGated: true },
  { name: 'map', isGated: true },
  { name: 'peers', isGated: false },
  { name: 'size', isGated: true },
  { name: 'history', isGated: true },
  { name: 'recovery', isGated: true },
  { name: 'soak', isGated: true },
  { name: 'folder', isGated: true },
  { name: 'schedules', isGated: true }
]
