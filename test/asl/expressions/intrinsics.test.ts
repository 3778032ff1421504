// cspell:ignore Grüße Digqw
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../asl/errors.ts'
import { decodeBase64, encodeBase64, encodeBase64Url } from '../../../asl/expressions/base64.ts'
import { compileIntrinsic } from '../../../asl/expressions/intrinsic-call.ts'
import { DefinitionError } from '../../../asl/expressions/query.ts'
import { decodeUtf8 } from '../../../asl/expressions/utf8.ts'
import type { Json } from '../../../asl/json.ts'
import { scopeOver } from '../support/scope.ts'

function call(text: string, data: Json = {}): Json {
  const value = compileIntrinsic(text).evaluate(scopeOver(data))
  if (isFailure(value)) throw new Error(`${value.error}: ${value.cause}`)
  return value
}

function failureOf(text: string, data: Json = {}): string {
  const value = compileIntrinsic(text).evaluate(scopeOver(data))
  if (!isFailure(value)) throw new Error(`expected a failure, found ${JSON.stringify(value)}`)
  expect(value.error).toBe('States.IntrinsicFailure')
  return value.cause ?? ''
}

describe('an intrinsic function', () => {
  it('refuses a number that JSON does not have', () => {
    expect(() => compileIntrinsic('States.Array(01)')).toThrow(DefinitionError)
  })

  it.each<[string, Json]>([
    ["States.Format('Hello, {}! {}', 'you', 3)", 'Hello, you! 3'],
    ["States.Format('\\{\\} and {}', null)", '{} and null'],
    ["States.Format('it\\'s {}', $.list)", "it's [1,2,2]"],
    ['States.StringToJson(\'{"a": [1]}\')', { a: [1] }],
    ["States.StringToJson('')", null],
    ['States.JsonToString($.object)', '{"a":1,"b":{"c":null}}'],
    ["States.Array(1, 'two', true, null, $.list)", [1, 'two', true, null, [1, 2, 2]]],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [2]]],
    ['States.ArrayContains($.list, 2)', true],
    ['States.ArrayContains($.list, $.nothing)', false],
    ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
    ['States.ArrayRange(3, -3, -3)', [3, 0, -3]],
    ['States.ArrayRange(1, 0, 1)', []],
    ['States.ArrayGetItem($.list, 1)', 2],
    ['States.ArrayLength($.list)', 3],
    ['States.ArrayUnique($.list)', [1, 2]],
    ["States.Base64Encode('Grüße €')", 'R3LDvMOfZSDigqw='],
    ["States.Base64Decode('R3LDvMOfZSDigqw=')", 'Grüße €'],
    ['States.JsonMerge($.object, $.other, false)', { a: 1, b: 2, c: 3 }],
    ['States.MathAdd(-0.5, 0)', 0],
    ['States.MathAdd(-1.5, 2.5)', 2],
    ["States.StringSplit('1,2;;3,', ',;')", ['1', '2', '3']],
    ['States.MathAdd(States.ArrayLength($.list), States.MathAdd(1, 1))', 5]
  ])('%s', (text, value) => {
    const data = {
      list: [1, 2, 2],
      object: { a: 1, b: { c: null } },
      other: { b: 2, c: 3 },
      nothing: null
    }
    expect(call(text, data)).toEqual(value)
  })

  it.each(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'])('hashes with %s', (algorithm) => {
    const name = algorithm.replace('-', '').toLowerCase()
    expect(call(`States.Hash($.text, '${algorithm}')`, { text: 'Grüße' })).toBe(
      createHash(name).update('Grüße').digest('hex')
    )
  })

  it('draws UUIDs and numbers from the seed: the same ones for the same seed', () => {
    expect(call('States.UUID()')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    )
    expect(call('States.UUID()')).toBe(call('States.UUID()'))
    expect(call('States.MathRandom(1, 1000, 7)')).toBe(call('States.MathRandom(1, 1000, 7)'))
    const drawn = call('States.MathRandom(5, 8)')
    expect([5, 6, 7]).toContain(drawn)
  })

  it('fails with its own text and what was wrong', () => {
    expect(failureOf('States.ArrayLength($.no)', { a: 1 })).toBe(
      "The function 'States.ArrayLength($.no)' had the following error: The JsonPath argument for the field '$.no' could not be found in the input '{\"a\":1}'"
    )
    expect(failureOf('States.ArrayLength($)', 5)).toContain('expected an array, found 5')
    expect(failureOf('States.MathAdd(1, States.ArrayLength($))', 5)).toContain(
      "The function 'States.ArrayLength($)'"
    )
  })

  it.each([
    "States.StringToJson('{')",
    "States.Format('{} {}', 1)",
    "States.Format('{}', 1, 2)",
    'States.ArrayPartition($, 0)',
    'States.ArrayRange(1, 2, 0)',
    'States.ArrayRange(1, 100000, 1)',
    'States.ArrayGetItem($, 3)',
    'States.ArrayGetItem($, -1)',
    "States.Base64Decode('***')",
    "States.Hash('x', 'SHA-3')",
    'States.JsonMerge($, $, true)',
    "States.MathAdd('1', 2)",
    "States.StringSplit(1, ',')",
    'States.MathRandom(5, 5)'
  ])('%s fails', (text) => {
    expect(failureOf(text, [1, 2, 3])).not.toBe('')
  })

  it.each([
    'States.Nothing(1)',
    'States.Array(1',
    'States.UUID(1)',
    'States.Format()',
    "States.Array('x)",
    'States.Array(1) 2'
  ])('%s is refused when the machine is compiled', (text) => {
    expect(() => compileIntrinsic(text)).toThrow()
  })
})

describe('base64 and UTF-8 without the platform', () => {
  it('encode and decode as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const expected = Buffer.from(bytes)
        expect(encodeBase64(bytes)).toBe(expected.toString('base64'))
        expect(encodeBase64Url(bytes)).toBe(expected.toString('base64url'))
        expect(decodeBase64(expected.toString('base64'))).toEqual(bytes)
      })
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text)
      })
    )
    expect(decodeUtf8(new Uint8Array([0x61, 0xff, 0xc3]))).toBe('a\ufffd\ufffd')
  })
})
