import type { State, StatesBlock } from '../../../asl/definition.ts'

/** The state of this name, also inside branches and Map processors. Names are unique in a machine. */
export function findState(block: StatesBlock, name: string): State | undefined {
  const own = Object.hasOwn(block.States, name) ? block.States[name] : undefined
  if (own) return own
  for (const state of Object.values(block.States)) {
    for (const inner of innerBlocks(state)) {
      const found = findState(inner, name)
      if (found) return found
    }
  }
  return undefined
}

function innerBlocks(state: State): StatesBlock[] {
  if (state.Type === 'Parallel') return state.Branches
  if (state.Type !== 'Map') return []
  const processor = state.ItemProcessor ?? state.Iterator
  return processor ? [processor] : []
}
