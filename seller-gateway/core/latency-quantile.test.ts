import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLatencyQuantile } from './latency-quantile.ts'

const p95Of = (latencies: readonly number[]) => {
  const quantile = createLatencyQuantile(0.95)
  for (const ms of latencies) quantile.record(ms)
  return quantile.read()
}

it('says nothing before it has seen enough', () => {
  expect(p95Of(Array.from({ length: 19 }, () => 100))).toBeNull()
  expect(p95Of(Array.from({ length: 20 }, () => 100))).not.toBeNull()
})

it('is never below the true quantile, and at most 5 % above it', () => {
  const latencies = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 20, maxLength: 400 })
  fc.assert(
    fc.property(latencies, (all) => {
      const sorted = all.toSorted((a, b) => a - b)
      // the latency with at most a twentieth above it
      const exact = sorted[sorted.length - 1 - Math.floor(sorted.length * 0.05)] ?? 0
      const read = p95Of(all) ?? 0
      expect(read).toBeGreaterThanOrEqual(exact * 0.9999)
      expect(read).toBeLessThanOrEqual(exact * 1.0501)
    }),
  )
})

it('forgets: a seller that has become slower, or faster, is known to be so after some hundred calls', () => {
  const times = (count: number, ms: number) => Array.from({ length: count }, () => ms)
  expect(p95Of([...times(10_000, 10), ...times(100, 1_000)])).toBeGreaterThan(900)
  expect(p95Of([...times(10_000, 1_000), ...times(2_000, 10)])).toBeLessThan(11)
})

it.each([0, -1, 1e9])('takes %d for the nearest that it knows', (ms) => {
  const read = p95Of(Array.from({ length: 20 }, () => ms)) ?? 0
  expect(read).toBeGreaterThanOrEqual(1)
  expect(read).toBeLessThanOrEqual(66_000)
})
