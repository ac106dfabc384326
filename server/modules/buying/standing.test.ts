// What sellers keep of their promises, from the orders that break them to the purchase that goes elsewhere: every part is real.
import { expect, it, vi } from 'vitest'
import { usePurchases } from '../../testing/purchases.ts'

const { t, buy, price } = usePurchases()

async function keptOf(id: string) {
  const listed = await t.deps.sellers.list({ timeoutMs: 5_000 })
  return listed.find((seller) => seller.id === id)?.standing
}

it('buys a few cents dearer from the seller that keeps its promises, says so, and never pays more for that', async () => {
  const usual = await keptOf('fleet-street')
  expect(usual).toEqual({ keptBasisPoints: 9_700, orderCount: 0 })
  await t.patchSeller('fleet-street', { soldOutRate: 1 })
  for (let times = 0; times < 3; times++) {
    const { result } = await buy({ max: 2_000n })
    expect(result?.sellerId).toBe('harbor')
    await price({ 'fleet-street': '10.00' }) // in stock again, or so it says
  }
  await vi.waitFor(async () => expect((await keptOf('fleet-street'))?.orderCount).toBe(3), { timeout: 10_000 })
  await t.patchSeller('fleet-street', { soldOutRate: 0 })

  await price({ harbor: '10.05' })
  const { result, attempts, receipt } = await buy({ max: 2_000n })
  expect(attempts).toMatchObject([{ sellerId: 'harbor', state: 'CONFIRMED' }])
  expect(result?.total.minor).toBe(1_005) // the risk is compared, not charged
  const lines = receipt?.quotes.map(({ sellerId, why, risk }) => [sellerId, why, risk?.minor])
  expect(lines?.slice(0, 2)).toEqual([
    ['fleet-street', '$0.05 cheaper, but this seller keeps fewer of its promises (84.3 %).', 10],
    ['harbor', '$0.05 dearer than the cheapest, from a seller that keeps more of its promises (97.4 %).', 2],
  ])

  await price({ harbor: '10.15' })
  expect((await buy({ max: 2_000n })).result).toMatchObject({ sellerId: 'fleet-street', total: { minor: 1_000 } })
  await price({ harbor: '10.05' })
  expect((await buy({ max: 1_004n })).result).toMatchObject({ sellerId: 'fleet-street' }) // the maximum is on the price
})
