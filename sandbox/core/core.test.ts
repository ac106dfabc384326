// Amounts, chance and latency.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromDecimal, share, toDecimal } from './amount.ts'
import { isIsbn13 } from './isbn.ts'
import { Rng, uniform } from './rng.ts'

describe('amounts', () => {
  it('come back from a decimal as they went, in any currency', () => {
    fc.assert(
      fc.property(fc.constantFrom('USD', 'JPY', 'KWD'), fc.bigInt(0n, 10n ** 8n), (currency, minor) => {
        expect(fromDecimal(toDecimal({ currency, minor }), currency)).toEqual({ currency, minor })
      }),
    )
  })

  it.each(['', '-1', '+1', '1e3', 'NaN', '1,5', '1.', '.5', '1.005', ' 1', '9999999999', '0x1'])(
    'refuse %j',
    (text) => {
      expect(fromDecimal(text, 'USD')).toBeNull()
    },
  )

  it('know which currencies have no decimals', () => {
    expect(fromDecimal('1.5', 'JPY')).toBeNull()
    expect(fromDecimal('5', 'XXX')).toBeNull()
  })

  it('round a share half up', () => {
    expect(share({ currency: 'USD', minor: 150n }, 100).minor).toBe(2n)
    expect(share({ currency: 'USD', minor: 149n }, 100).minor).toBe(1n)
  })
})

describe('chance', () => {
  it('is the same for the same names and another for others', () => {
    const draws = (...names: string[]) => {
      const rng = new Rng(1, ...names)
      return Array.from({ length: 5 }, () => rng.next())
    }
    expect(draws('a')).toEqual(draws('a'))
    expect(draws('a')).not.toEqual(draws('b'))
    expect(uniform(1, 'a')).toBe(uniform(1, 'a'))
  })

  it('draws whatever the rate, so that a knob does not shift the luck of others', () => {
    const [one, two] = [new Rng(1), new Rng(1)]
    one.chance(0)
    two.chance(1)
    expect(one.next()).toBe(two.next())
  })

  it('spreads evenly over neighbouring ISBNs', () => {
    const below = Array.from({ length: 2000 }, (_, i) => uniform('x', 9_780_000_000_000 + i)).filter((u) => u < 0.25)
    expect(below.length).toBeGreaterThan(420)
    expect(below.length).toBeLessThan(580)
  })

  it('has the latency that was asked for', () => {
    const rng = new Rng(1)
    const drawn = Array.from({ length: 20_000 }, () => rng.latencyMs({ p50: 120, p99: 900 })).toSorted((a, b) => a - b)
    expect(drawn[10_000]! / 120).toBeCloseTo(1, 1)
    expect(drawn[19_800]! / 900).toBeCloseTo(1, 0)
    expect(drawn.at(-1)).toBeLessThanOrEqual(1800)
    expect(rng.latencyMs({ p50: 0, p99: 0 })).toBe(0)
  })
})

it('knows an ISBN-13 by its check digit', () => {
  expect(['9780340839935', '9780340839936', '9770340839935', '978034083993X', ''].map(isIsbn13)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})
