// The engine under any sequence of events: what must hold whatever luck and buyers do.
import fc from 'fast-check'
import { expect, it, onTestFinished, vi } from 'vitest'
import { fleetStreetProfile } from '../sellers/fleet-street/profile.ts'
import { address } from '../testing/buyer.ts'
import { calm } from './behaviour.ts'
import { Refusal, Trouble } from './refusal.ts'
import { Seller } from './seller.ts'

const isbn13 = '9780340839935'
const usd = (minor: number) => ({ currency: 'USD', minor: BigInt(minor) })

const Step = fc.oneof(
  fc.record({
    do: fc.constant('place' as const),
    ref: fc.integer({ min: 0, max: 5 }),
    limit: fc.integer({ min: 900, max: 1600 }),
  }),
  fc.record({ do: fc.constant('cancel' as const), ref: fc.integer({ min: 0, max: 5 }) }),
)

it('sells no copy twice, none above the limit, none under a buried reference', () => {
  const rates = fc.record({
    soldOutRate: fc.double({ min: 0, max: 0.3, noNaN: true }),
    priceMoveRate: fc.double({ min: 0, max: 0.5, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 4 }),
      rates,
      fc.array(Step, { maxLength: 40 }),
      (seed, quantity, luck, steps) => {
        const seller = new Seller(fleetStreetProfile, { seed, behaviour: { ...calm, ...luck }, run: 't' })
        seller.catalogue.fix(isbn13, { price: usd(800), shipping: usd(200), condition: 'NEW', quantity })
        const limits = new Map<string, bigint>()
        const buried = new Set<string>()
        for (const step of steps) {
          const reference = `r${step.ref}`
          if (step.do === 'cancel') {
            if (seller.cancel(reference).orderId === '') buried.add(reference)
            continue
          }
          const order = tryPlace(seller, reference, step.limit)
          if (order && !limits.has(reference)) limits.set(reference, BigInt(step.limit))
        }
        const live = seller.orders().filter(({ state }) => state === 'ACCEPTED')
        expect(live.length).toBeLessThanOrEqual(quantity)
        expect(new Set(seller.orders().map(({ reference }) => reference)).size).toBe(seller.orders().length)
        expect(new Set(seller.orders().map(({ orderId }) => orderId)).size).toBe(seller.orders().length)
        for (const { reference, total } of seller.orders()) {
          expect(total.minor <= (limits.get(reference) ?? 0n)).toBe(true)
          expect(buried.has(reference)).toBe(false)
        }
        if (luck.soldOutRate === 0) {
          const left = seller.catalogue.offers(isbn13, 'US', 'USD')[0]?.quantity
          expect(left).toBe(quantity - live.length)
        }
      },
    ),
    { numRuns: 300 },
  )
})

it('charges the lower price when it fell between quote and order', () => {
  const seller = new Seller(fleetStreetProfile, { seed: 1, behaviour: calm, run: 't' })
  seller.catalogue.fix(isbn13, { price: usd(700), shipping: usd(200), condition: 'NEW', quantity: 1 })
  expect(tryPlace(seller, 'r1', 1000)?.total).toEqual(usd(900))
})

it('books late when its time comes, and nothing once it is closed', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const behaviour = { ...calm, lateAcceptRate: 1, lateAcceptAfterMs: 50 }
  const seller = new Seller(fleetStreetProfile, { seed: 1, behaviour, run: 't' })
  seller.catalogue.fix(isbn13, { price: usd(700), shipping: usd(200), condition: 'NEW', quantity: 2 })
  tryPlace(seller, 'r1', 1000)
  vi.advanceTimersByTime(49)
  expect(seller.orders()).toEqual([])
  vi.advanceTimersByTime(1)
  expect(seller.orders()).toMatchObject([{ reference: 'r1' }])

  tryPlace(seller, 'r2', 1000)
  seller.close()
  vi.advanceTimersByTime(1000)
  expect(seller.orders()).toHaveLength(1)
})

it('is slow now and then, by so much, and as often as it is told to', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const behaviour = { ...calm, latencyMs: { p50: 10, p99: 10 }, slowRate: 0.25, slowMs: 500 }
  const seller = new Seller(fleetStreetProfile, { seed: 1, behaviour, run: 't' })
  const begun = Date.now()
  const tookMs = Array.from({ length: 400 }, async () => {
    await seller.serve('read', new AbortController().signal, () => null)
    return Date.now() - begun
  })
  await vi.advanceTimersByTimeAsync(1_000)
  const took = await Promise.all(tookMs)
  const slow = took.filter((ms) => ms >= 500)
  expect(slow.every((ms) => ms === 510)).toBe(true)
  expect(slow.length).toBeGreaterThan(70)
  expect(slow.length).toBeLessThan(130)
})

function tryPlace(seller: Seller, reference: string, limit: number) {
  try {
    const order = {
      reference,
      offerId: `${isbn13}-1`,
      currency: 'USD',
      limit: usd(limit),
      shipTo: { ...address, country: 'US' },
    }
    return seller.place(order)
  } catch (error) {
    if (error instanceof Refusal || error instanceof Trouble) return null
    throw error
  }
}
