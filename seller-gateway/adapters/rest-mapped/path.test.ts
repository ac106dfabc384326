import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseListPath, parsePath, valueAt } from './path.ts'

const answer = {
  items: [
    {
      id: 'a',
      price: { value: '1.00' },
      totals: [
        { type: 'tax', amount: 7 },
        { type: 'total', amount: 107 },
      ],
    },
    { id: 'b', 'odd key.x': true },
  ],
  next: null,
}
const element = answer.items[0]
const at = (text: string) => valueAt(parsePath(text), { element, answer })

describe('a path', () => {
  it.each([
    ['id', 'a'],
    ['price.value', '1.00'],
    ['totals[1].amount', 107],
    ['totals[type=tax].amount', 7],
    ['totals["type"=total].amount', 107],
    ['$', answer],
    ['$.next', null],
    ['$.items[0].id', 'a'],
    ['$.items[1]."odd key.x"', true],
    ['$.items[id=b]."odd key.x"', true],
  ])('%s', (text, expected) => expect(at(text)).toEqual(expected))

  it.each([
    'nothing',
    'id.length',
    'totals.length',
    'totals[9].amount',
    'totals[type=fee].amount',
    'price[0]',
    'toString',
    '__proto__.constructor',
    'constructor',
    'totals[constructor=x]',
    '$.next.deeper',
  ])('%s leads to nothing', (text) => expect(at(text)).toBeUndefined())

  it.each([
    ['', 'the end'],
    ['.', '"."'],
    ['a.', 'the end'],
    ['a..b', '".b"'],
    ['.a', '".a"'],
    ['a b', '" b"'],
    ['a[', '"["'],
    ['a[x]', '"[x]"'],
    ['a[-1]', '"[-1]"'],
    ['a[]', '"[]"'],
    ['a[0]b', '"b"'],
    ['[0]', '"[0]"'],
    ['$a', '"$a"'],
    ['$.', 'the end'],
    ['a"b"', '"\\"b\\""'],
    ['1a', '"1a"'],
    ['a.*', '"*"'],
  ])('%s is none, and says where', (text, where) => {
    expect(() => parsePath(text)).toThrow(where)
  })

  it('is refused when it is absurdly long', () => {
    expect(() => parsePath(Array.from({ length: 21 }, () => 'a').join('.'))).toThrow(/20 steps/)
  })

  it('finds any value under any keys', () => {
    const key = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/["\\]/.test(text))
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 6 }), fc.jsonValue(), (keys, value) => {
        const nested = keys.reduceRight<unknown>((inner, one) => Object.fromEntries([[one, inner]]), value)
        const path = parsePath(keys.map((one) => `"${one}"`).join('.'))
        expect(valueAt(path, { element: nested, answer: null })).toEqual(value)
      }),
    )
  })

  it('never reads anything but what it was given, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.jsonValue(), (text, value) => {
        const found = tryValue(text, value)
        expect(JSON.stringify(value)).toContain(found === undefined ? '' : JSON.stringify(found))
      }),
    )
  })
})

it('a list path ends in [], and may be the whole answer', () => {
  expect(valueAt(parseListPath('items[]'), { element: answer, answer })).toBe(answer.items)
  expect(valueAt(parseListPath('[]'), { element: [1], answer: [1] })).toEqual([1])
  expect(() => parseListPath('items')).toThrow(/\[\]/)
})

/** What is there; undefined when the path is none. Any error but a refusal of the path fails the test. */
function tryValue(text: string, value: unknown): unknown {
  try {
    parsePath(text)
  } catch {
    return undefined
  }
  return valueAt(parsePath(text), { element: value, answer: value })
}
