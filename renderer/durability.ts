/** How long a step of an execution lasts before it has effects: levels as people read them. */
export type Level = 'FULL' | 'NORMAL'

/** What a level means for what is running. */
export const durabilityWords: Readonly<Record<Level, string>> = {
  FULL: 'Each step outlives a power loss before anything follows from it.',
  NORMAL: 'Each step outlives a crash; a power loss may take about the last second.'
}

export const levelNames: Readonly<Record<Level, string>> = { FULL: 'Full', NORMAL: 'Normal' }
