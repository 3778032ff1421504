import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../asl/errors.ts'
import { compilePath } from '../../../asl/expressions/jsonpath.ts'
import { compileReferencePath } from '../../../asl/expressions/reference-path.ts'
import type { Json } from '../../../asl/json.ts'
import { scopeOver } from '../support/scope.ts'

const store: Json = {
  store: {
    books: [
      { title: 'Sayings', price: 8.95, tags: ['old', 'short'], isbn: '1' },
      { title: 'Sword', price: 12.99, tags: [] },
      { title: 'Moby Dick', price: 8.99, isbn: '2', tags: ['sea'] }
    ],
    "owner's name": null
  },
  limit: 10,
  __proto: 1
}

function read(path: string, data: Json = store): Json | undefined {
  return compilePath(path).read(scopeOver(data))
}

describe('a definite path', () => {
  it.each<[string, Json]>([
    ['$.limit', 10],
    ['$.store.books[1].title', 'Sword'],
    ["$['store']['books'][0]['price']", 8.95],
    ['$.store.books[-1].title', 'Moby Dick'],
    ["$.store['owner\\'s name']", null],
    ['$.store.books.length()', 3],
    ['$.store.books[0].title.length()', 7],
    ['$.store.books[*].price.sum()', 8.95 + 12.99 + 8.99],
    ['$.store.books[*].price.max()', 12.99],
    ['$.store.keys()', ['books', "owner's name"]]
  ])('%s yields its value, unwrapped', (path, value) => {
    expect(read(path)).toEqual(value)
  })

  it('yields undefined where it leads nowhere', () => {
    for (const path of [
      '$.no',
      '$.limit.deeper',
      '$.store.books[9]',
      '$.store[0]',
      '$.store.books.title'
    ]) {
      expect(read(path), path).toBeUndefined()
    }
  })

  it('does not find what JavaScript objects inherit', () => {
    expect(read('$.constructor')).toBeUndefined()
    expect(read('$.store.toString')).toBeUndefined()
    expect(read('$.__proto__')).toBeUndefined()
    expect(read('$.__proto__', JSON.parse('{"__proto__": 5}') as Json)).toBe(5)
  })

  it("explains a miss in Jayway's words", () => {
    expect(compilePath('$.no').explain(scopeOver(store))).toBe("No results for path: $['no']")
    expect(compilePath('$.no.such').explain(scopeOver(store))).toBe(
      "Missing property in path $['no']"
    )
  })

  it('starts at the context object or a variable where it says so', () => {
    const scope = scopeOver(
      {},
      { context: { Execution: { Name: 'n' } }, variables: { list: [1, 2] } }
    )
    expect(compilePath('$$.Execution.Name').read(scope)).toBe('n')
    expect(compilePath('$list[1]').read(scope)).toBe(2)
    expect(compilePath('$other').read(scope)).toBeUndefined()
  })
})

describe('an indefinite path', () => {
  it.each<[string, Json]>([
    ['$.store.books[*].title', ['Sayings', 'Sword', 'Moby Dick']],
    ['$.store.books[0:2].title', ['Sayings', 'Sword']],
    ['$.store.books[-2:].title', ['Sword', 'Moby Dick']],
    ['$.store.books[0,2].isbn', ['1', '2']],
    ["$.store.books[0]['title','price']", ['Sayings', 8.95]],
    ['$..isbn', ['1', '2']],
    ['$..books[1].price', [12.99]],
    ['$.store.books[?(@.isbn)].title', ['Sayings', 'Moby Dick']],
    ['$.store.books[?(@.price < 10)].title', ['Sayings', 'Moby Dick']],
    ['$.store.books[?(@.price > $.limit)].title', ['Sword']],
    ["$.store.books[?(@.title == 'Sword' || @.price == 8.99)].price", [12.99, 8.99]],
    ['$.store.books[?(@.isbn && @.price < 8.96)].title', ['Sayings']],
    ['$.store.books[?(!@.isbn)].title', ['Sword']],
    ['$.store.books[?(@.title =~ /.*DICK/i)].title', ['Moby Dick']],
    ["$.store.books[?(@.title in ['Sword', 'x'])].price", [12.99]],
    ["$.store.books[?(@.tags contains 'sea')].title", ['Moby Dick']],
    ['$.store.books[?(@.tags empty true)].title', ['Sword']],
    ['$.store.books[?(@.tags size 2)].title', ['Sayings']],
    ['$.store.books[?(@.title != null)].isbn', ['1', '2']],
    ['$.no[*]', []],
    ['$.no.deeper[1:5].x', []],
    ['$.store.books[?(@.price > 100)]', []]
  ])('%s yields a list', (path, value) => {
    expect(read(path)).toEqual(value)
  })
})

describe('a malformed path', () => {
  it.each([
    'a.b',
    '$.',
    '$.a[',
    '$.a[x]',
    "$.a['b]",
    '$.a b',
    '$.a[?(@.b ==)]',
    '$.a.unknown()',
    ''
  ])('%j is refused with what was expected and where', (path) => {
    expect(() => compilePath(path)).toThrow(/expected/)
  })
})

describe('a reference path', () => {
  it('puts a value beside what is there and shares the rest', () => {
    const base = { kept: { deep: 1 }, list: [1, 2] }
    const written = compileReferencePath('$.new.place').write(base, 5)
    expect(written).toEqual({ ...base, new: { place: 5 } })
    expect(base).toEqual({ kept: { deep: 1 }, list: [1, 2] })
    expect(!isFailure(written) && (written as typeof base).kept).toBe(base.kept)
    expect(compileReferencePath('$.list[1]').write(base, 'x')).toEqual({ ...base, list: [1, 'x'] })
  })

  it('fails where the place cannot exist', () => {
    const failure = compileReferencePath('$.a.b').write({ a: 'text' }, 1)
    expect(isFailure(failure) && failure.error).toBe('States.ResultPathMatchFailure')
    expect(isFailure(compileReferencePath('$.list[5]').write({ list: [] }, 1))).toBe(true)
    expect(isFailure(compileReferencePath('$.x').write([1], 1))).toBe(true)
  })

  it.each(['$.a[*]', '$..a', '$.a[?(@.b)]', '$$.Execution', '$variable', '$.a[0:1]', '$.a[-1]'])(
    'is not what %j is',
    (path) => {
      expect(() => compileReferencePath(path)).toThrow('is not a reference path')
    }
  )
})
