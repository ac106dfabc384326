// What sellers keep of their promises, from the orders that break them to the purchase that goes elsewhere: every part is real.
import { expect, it, vi } from 'vitest'
import { usePurchases } from '../../testing/purchases.ts'
import type { PurchaseView } from './model.ts'

const { t, buy, price } = usePurchases()

async function keptOf(id: string) {
  const listed = await t.deps.sellers.list({ timeoutMs: 5_000 })
  return listed.find((seller) => seller.id === id)?.standing
}

/** A purchase for which both had said their price: on a busy machine a round may end before. */
async function buyHearingBoth(max: bigint): Promise<PurchaseView> {
  for (;;) {
    const bought = await buy({ max })
    const heard = bought.receipt?.quotes.map(({ sellerId }) => sellerId) ?? []
    if (heard.includes('fleet-street') && heard.includes('harbor')) return bought
  }
}

it('buys a few cents dearer from the seller that keeps its promises, says so, and never pays more for that', async () => {
  expect(await keptOf('fleet-street')).toEqual({ keptBasisPoints: 9_700, orderCount: 0 })
  await t.patchSeller('fleet-street', { soldOutRate: 1 })
  for (let times = 0; times < 3; times++) {
    const { attempts } = await buy({ max: 2_000n })
    expect(attempts[0]).toMatchObject({ sellerId: 'fleet-street', reason: 'SOLD_OUT' })
    await price({ 'fleet-street': '10.00' }) // in stock again, or so it says
  }
  await vi.waitFor(async () => expect((await keptOf('fleet-street'))?.orderCount).toBe(3), { timeout: 10_000 })
  await t.patchSeller('fleet-street', { soldOutRate: 0 })

  await price({ harbor: '10.05' })
  const { result, attempts, receipt } = await buyHearingBoth(2_000n)
  expect(attempts).toMatchObject([{ sellerId: 'harbor', state: 'CONFIRMED' }])
  expect(result?.total.minor).toBe(1_005) // the risk is compared, not charged
  const lines = Object.fromEntries(
    receipt?.quotes.map(({ sellerId, why, risk }) => [sellerId, [why, risk?.minor]]) ?? [],
  )
  expect(lines).toMatchObject({
    'fleet-street': ['$0.05 cheaper, but this seller keeps fewer of its promises (84.3 %).', 10],
    harbor: [
      expect.stringMatching(
        /^\$0\.05 dearer than the cheapest, from a seller that keeps more of its promises \(97\.\d %\)/,
      ),
      2,
    ],
  })

  await price({ harbor: '10.15' })
  expect((await buyHearingBoth(2_000n)).result).toMatchObject({ sellerId: 'fleet-street', total: { minor: 1_000 } })
  await price({ harbor: '10.05' })
  expect((await buyHearingBoth(1_004n)).result).toMatchObject({ sellerId: 'fleet-street' }) // the maximum is on the price
})
