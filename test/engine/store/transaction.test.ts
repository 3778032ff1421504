import { afterEach, beforeEach, expect, test } from 'vitest'
import { join } from 'node:path'
import type { EngineEvent } from '../../../api/events.ts'
import { migrate, NewerDatabaseError } from '../../../engine/store/migrate.ts'
import { migrations } from '../../../engine/store/migrations/index.ts'
import type { Store } from '../../../engine/store/open.ts'
import { openStore } from '../../../engine/store/open.ts'
import { inHopefulTransaction, inTransaction } from '../../../engine/store/transaction.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let temp: TempFolder
let store: Store
let effectErrors: unknown[]

beforeEach(() => {
  temp = makeTempFolder()
  effectErrors = []
  store = openStore(join(temp.path, 'test.db'), {
    onEffectError: (error) => void effectErrors.push(error)
  })
  store.db.exec('CREATE TABLE word (word TEXT PRIMARY KEY) STRICT')
  store.db.exec('CREATE TABLE engine_state (commit_number INTEGER NOT NULL) STRICT')
  store.db.exec('INSERT INTO engine_state VALUES (0)')
})
afterEach(() => {
  store.close()
  temp.remove()
})

const words = (): unknown[] => store.db.prepare('SELECT word FROM word ORDER BY word').pluck().all()
const put = 'INSERT INTO word VALUES (?)'
const event: EngineEvent = { type: 'reset' }

test('effects run after the commit, in order, after the listeners', () => {
  const seen: string[] = []
  store.listeners.add((commit, events) => seen.push(`${String(commit)}: ${String(events.length)}`))
  const result = inTransaction(store, (write) => {
    write.afterCommit(() => seen.push(`first ${words().join()}`))
    write.afterCommit(() => seen.push('second'))
    write.notify(event)
    write.sql(put).run('a')
    return 'result'
  })
  expect(result).toBe('result')
  expect(seen).toEqual(['1: 1', 'first a', 'second'])
})

test('a transaction that throws leaves nothing, tells nobody, and undoes memory', () => {
  const seen: string[] = []
  store.listeners.add(() => seen.push('listener'))
  expect(() =>
    inTransaction(store, (write) => {
      write.afterCommit(() => seen.push('effect'))
      write.afterRollback(() => seen.push('undone'))
      write.notify(event)
      write.sql(put).run('a')
      throw new Error('no')
    })
  ).toThrow('no')
  expect(words()).toEqual([])
  expect(seen).toEqual(['undone'])
})

test('a savepoint that throws takes its own part back and no other', () => {
  const seen: string[] = []
  inTransaction(store, (write) => {
    write.sql(put).run('a')
    write.savepoint((inner) => {
      inner.sql(put).run('b')
      inner.afterCommit(() => seen.push('b'))
    })
    try {
      write.savepoint((inner) => {
        inner.sql(put).run('c')
        inner.afterCommit(() => seen.push('c'))
        inner.afterRollback(() => seen.push('c undone'))
        inner.savepoint((innermost) => innermost.sql(put).run('d'))
        throw new Error('no')
      })
    } catch {
      seen.push('caught')
    }
  })
  expect(words()).toEqual(['a', 'b'])
  expect(seen).toEqual(['c undone', 'caught', 'b'])
})

test('a hopeful transaction runs once where no savepoint is needed', () => {
  let runs = 0
  inHopefulTransaction(store, (write) => {
    runs++
    write.require('normal')
    write.savepoint((inner) => {
      expect(inner.required()).toBeUndefined()
      inner.sql(put).run('a')
      inner.require('full')
    })
    expect(write.required()).toBe('full')
  })
  expect(runs).toBe(1)
  expect(words()).toEqual(['a'])
})

test('a hopeful transaction runs again, with savepoints, where one is needed', () => {
  const seen: string[] = []
  inHopefulTransaction(store, (write) => {
    write.afterRollback(() => seen.push('all undone'))
    write.savepoint((inner) => {
      inner.sql(put).run('a')
      inner.afterCommit(() => seen.push('a'))
    })
    try {
      write.savepoint((inner) => {
        inner.sql(put).run('b')
        throw new Error('no')
      })
    } catch (error) {
      seen.push(String(error))
    }
  })
  expect(words()).toEqual(['a'])
  expect(seen).toEqual([
    'SavepointNeededError: A savepoint was needed',
    'all undone',
    'Error: no',
    'a'
  ])
})

test('what a hopeful transaction itself throws is no reason to run again', () => {
  let runs = 0
  const body = (): void => {
    runs++
    throw new Error('no')
  }
  expect(() => inHopefulTransaction(store, body)).toThrow('no')
  expect(runs).toBe(1)
})

test('an effect that throws keeps no other from running', () => {
  const seen: string[] = []
  inTransaction(store, (write) => {
    write.afterCommit(() => {
      throw new Error('a bug')
    })
    write.afterCommit(() => seen.push('second'))
  })
  expect(seen).toEqual(['second'])
  expect(effectErrors).toHaveLength(1)
})

test('migrations run once each; a database of a newer Signalbox is refused', () => {
  store.db.exec('DROP TABLE engine_state')
  migrate(store, migrations)
  migrate(store, migrations)
  expect(store.db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.number)
  store.db.pragma('user_version = 99999')
  expect(() => migrate(store, migrations)).toThrow(NewerDatabaseError)
})

test('migrations ascend, so that each release only appends', () => {
  const numbers = migrations.map(({ number }) => number)
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(new Set(numbers).size).toBe(numbers.length)
})
