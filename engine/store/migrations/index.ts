import type { Migration } from '../migrate.ts'
import { engineState } from './0010-engine-state.ts'

/** All migrations, ascending. */
export const migrations: readonly Migration[] = [engineState]
