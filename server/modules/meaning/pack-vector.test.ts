import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareRows, normOf, packVector, toNearness } from './pack-vector.ts'

const component = fc.double({ min: -1, max: 1, noNaN: true })
const vector = fc
  .array(component, { minLength: 16, maxLength: 16 })
  .filter((values) => values.some((value) => Math.abs(value) > 0.1))

function cosineOf(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe('a packed vector', () => {
  it('is as near to others as the vector itself, to a hundredth', () => {
    fc.assert(
      fc.property(vector, fc.array(vector, { minLength: 1, maxLength: 5 }), (asked, others) => {
        const rows = others.map(packVector)
        const packed = new Int8Array(rows.length * 16)
        for (const [row, values] of rows.entries()) packed.set(values, row * 16)
        const cosines = new Float32Array(rows.length)
        const norms = Float32Array.from(rows, normOf)
        compareRows(packVector(asked), { packed, norms }, { from: 0, to: rows.length }, cosines)
        for (const [row, other] of others.entries()) expect(cosines[row]).toBeCloseTo(cosineOf(asked, other), 1.7)
      }),
    )
  })

  it('needs a direction', () => {
    expect(() => packVector([0, 0])).toThrow(RangeError)
    expect(() => packVector([])).toThrow(RangeError)
    expect(() => packVector([Number.NaN, 1])).toThrow(RangeError)
    expect(() => packVector([Number.POSITIVE_INFINITY, 1])).toThrow(RangeError)
  })
})

describe('nearness', () => {
  /** Ninety-nine works around 0.6, as some models have them, and one beside. */
  const around = (last: number) => {
    const others = Array.from({ length: 99 }, (_, i) => 0.6 + ((i % 5) - 2) * 0.01)
    return toNearness(Float32Array.from([...others, last]))
  }

  it('counts what stands out from the works that have nothing to do with the text', () => {
    const near = around(0.9)
    expect(near.at(-1)).toBeGreaterThan(0.9)
    expect([...near].slice(0, -1).every((value) => value === 0)).toBe(true)
    expect(around(0.62).at(-1)).toBe(0)
  })

  it('is from 0 to 1 and grows with the cosine, whatever the cosines are', () => {
    const cosines = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(cosines, (values) => {
        const given = Float32Array.from(values)
        const near = toNearness(given)
        expect([...near].every((value) => value >= 0 && value <= 1)).toBe(true)
        const byCosine = [...given.keys()]
          .toSorted((a, b) => (given[a] ?? 0) - (given[b] ?? 0))
          .map((row) => near[row] ?? 0)
        expect(byCosine).toEqual(byCosine.toSorted((a, b) => a - b))
      }),
    )
  })

  it('is none where all works are alike', () => {
    expect([...toNearness(Float32Array.from([0.5, 0.5]))]).toEqual([0, 0])
  })
})
