// The receipt of simulated purchases: it tells the choice that was made, and can be made again.
import { expect, it } from 'vitest'
import { fromJson, toJson } from '#platform/json'
import { simulatePurchase } from './simulate-purchase.ts'
import { toReceipt } from './to-receipt.ts'

it('tells the choice as it was made, and is made again from the stored facts', () => {
  const ends = new Set<string>()
  for (let seed = 1; seed <= 1_500; seed++) {
    const { purchase } = simulatePurchase(seed)
    const receipt = toReceipt(purchase)
    expect(toReceipt(fromJson(toJson(purchase))), `seed ${seed}`).toEqual(receipt)
    const chosen = receipt?.quotes.filter(({ verdict }) => verdict === 'CHOSEN') ?? []
    const bought = purchase.attempts.filter(({ state }) => state === 'CONFIRMED')
    expect(
      chosen.map(({ quoteId }) => quoteId),
      `seed ${seed}`,
    ).toEqual(bought.map(({ quote: { quoteId } }) => quoteId))
    const dearer = receipt?.quotes.filter(({ why }) => why === 'Acceptable, but dearer.') ?? []
    const [paid] = chosen
    if (paid) expect(dearer.every((each) => (each.total?.minor ?? 0) >= (paid.total?.minor ?? Infinity))).toBe(true)
    expect(receipt?.quotes.every(({ why }) => why.endsWith('.'))).not.toBe(false)
    ends.add(purchase.state)
  }
  expect(ends).toContain('PURCHASED')
  expect(ends).toContain('NO_OFFER')
})
