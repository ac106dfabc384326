// Range headers: the RFC's examples, and arithmetic for any file and any header.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toRange } from './to-range.ts'

const size = fc.integer({ min: 1, max: 2 ** 40 })
const position = fc.integer({ min: 0, max: 2 ** 41 })

describe('a range', () => {
  it('is read as in the examples of RFC 9110 §14.1.2', () => {
    expect(toRange('bytes=0-499', 10_000)).toEqual({ first: 0, last: 499 })
    expect(toRange('bytes=500-999', 10_000)).toEqual({ first: 500, last: 999 })
    expect(toRange('bytes=-500', 10_000)).toEqual({ first: 9500, last: 9999 })
    expect(toRange('bytes=9500-', 10_000)).toEqual({ first: 9500, last: 9999 })
    expect(toRange('bytes=9500-20000', 10_000)).toEqual({ first: 9500, last: 9999 })
    expect(toRange('bytes=-20000', 10_000)).toEqual({ first: 0, last: 9999 })
  })

  it('of another kind, of several parts or of nonsense is not asked for', () => {
    for (const header of [
      undefined,
      '',
      'bytes=',
      'bytes=-',
      'items=0-1',
      'bytes=0-1,3-4',
      'bytes=2-1',
      'bytes=a-b',
      'bytes=-1-2',
      `bytes=${'9'.repeat(16)}-`,
    ])
      expect(toRange(header, 100), header).toBe('whole')
  })

  it('behind the end cannot be had', () => {
    for (const header of ['bytes=100-', 'bytes=100-200', 'bytes=-0']) expect(toRange(header, 100)).toBe('unsatisfiable')
  })

  it('is inside of the file, whatever is asked for', () => {
    fc.assert(
      fc.property(size, position, position, fc.constantFrom('both', 'from', 'suffix'), (bytes, a, b, kind) => {
        const header = kind === 'both' ? `${a}-${b}` : kind === 'from' ? `${a}-` : `-${b}`
        const range = toRange(`bytes=${header}`, bytes)
        if (typeof range === 'string') return
        expect(range.first).toBeGreaterThanOrEqual(0)
        expect(range.first).toBeLessThanOrEqual(range.last)
        expect(range.last).toBeLessThan(bytes)
        if (kind === 'suffix') expect(range).toEqual({ first: Math.max(0, bytes - b), last: bytes - 1 })
        else expect(range).toEqual({ first: a, last: kind === 'from' ? bytes - 1 : Math.min(b, bytes - 1) })
      }),
    )
  })

  it('and the one that follows it are the file, without a gap and without a byte twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10_000 }), fc.integer({ min: 1, max: 9_999 }), (bytes, cut) => {
        fc.pre(cut < bytes)
        const [head, tail] = [toRange(`bytes=0-${cut - 1}`, bytes), toRange(`bytes=${cut}-`, bytes)]
        expect([head, tail]).toEqual([
          { first: 0, last: cut - 1 },
          { first: cut, last: bytes - 1 },
        ])
      }),
    )
  })
})
