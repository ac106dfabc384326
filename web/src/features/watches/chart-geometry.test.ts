import { describe, expect, it } from 'vitest'
import type { PriceHistory } from '../../api/shapes.ts'
import { nearestStop, niceTicks, toGeometry } from './chart-geometry.ts'

const usd = (minor: number) => ({ currency: 'USD', minor })
const at = (hour: number) => new Date(Date.UTC(2026, 9, 1, hour)).toISOString()
const asked = (hour: number, minor?: number) => ({
  at: at(hour),
  ...(minor !== undefined && { total: usd(minor), sellerName: 'Harbor' }),
})
const frame = { width: 100, height: 100, left: 0, right: 0, top: 0, bottom: 0 }
const until = Date.parse(at(10))
const history = (changes: Partial<PriceHistory>): PriceHistory => ({
  currency: 'USD',
  target: usd(1_000),
  asked: [],
  paid: [],
  ...changes,
})

it('has nothing to draw before the first look', () => expect(toGeometry(history({}), frame, until)).toBeNull())

describe('what was asked', () => {
  it('holds until the next price, in steps', () => {
    const drawn = toGeometry(history({ asked: [asked(0, 1_500), asked(5, 1_000), asked(10, 1_200)] }), frame, until)
    expect(drawn?.line).toMatch(/^M0 [\d.]+H50V[\d.]+H100V[\d.]+H100$/)
  })

  it('leaves a gap while nobody offers it, instead of drawing a price that was not there', () => {
    const drawn = toGeometry(
      history({ asked: [asked(0, 1_500), asked(4), asked(6, 1_500), asked(10, 1_500)] }),
      frame,
      until,
    )
    expect(drawn?.line).toMatch(/^M0 ([\d.]+)H40M60 \1H100V\1H100$/)
    expect(drawn?.stops.map(({ minor }) => minor)).toEqual([1_500, null, 1_500, 1_500])
  })

  it('holds until now, or until the watch ended', () => {
    expect(toGeometry(history({ asked: [asked(0, 1_500)] }), frame, until)?.line).toMatch(/^M0 [\d.]+H100$/)
    const drawn = toGeometry(history({ asked: [asked(0, 1_500), asked(5, 1_200)] }), frame, until)
    expect(drawn?.line).toMatch(/^M0 [\d.]+H50V[\d.]+H100$/)
  })

  it('is a line from its first answer on', () => {
    expect(toGeometry(history({ asked: [asked(0, 1_500)] }), frame, 0)?.line).toMatch(/^M0 [\d.]+H100$/)
  })
})

it('keeps target and paid prices in sight, however far they are from what is asked', () => {
  const paid = [{ at: at(3), total: usd(300), sellerName: 'Harbor', purchaseId: 'p1' }]
  const drawn = toGeometry(
    history({ target: usd(9_000), asked: [asked(0, 1_500), asked(9, 1_600)], paid }),
    frame,
    until,
  )
  for (const y of [drawn?.targetY, ...(drawn?.stops.map((stop) => stop.y) ?? [])]) {
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(100)
  }
  expect(drawn?.stops.map(({ kind }) => kind)).toEqual(['asked', 'paid', 'asked'])
})

it('finds what is nearest to a finger', () => {
  const { stops = [] } = toGeometry(history({ asked: [asked(0, 1), asked(5, 2), asked(10, 3)] }), frame, until) ?? {}
  expect([0, 24, 26, 74, 76, 500].map((x) => nearestStop(stops, x))).toEqual([0, 0, 1, 1, 2, 2])
})

it('writes round prices at the side', () => {
  expect(niceTicks(930, 1_610, 4)).toEqual([1_000, 1_200, 1_400, 1_600])
  expect(niceTicks(0, 5, 4)).toEqual([0, 2, 4])
})
