// Watches on real parts: PostgreSQL, the gateway, the sandbox's sellers, who say what they were asked.
import { expect, it } from 'vitest'
import { money } from '#platform/money'
import { isbn13, shopper } from '#testing/purchases'
import { hourMs, question, useWatches } from '#testing/watches'
import { createWatch } from './create-watch.ts'
import { ensureLooks } from './ensure-looks.ts'
import { getHistory } from './get-history.ts'
import { listWatches } from './list-watches.ts'
import { revokeWatch } from './revoke-watch.ts'
import { takeLook } from './take-look.ts'

const { t, price, buy, deps, skip, input, watch, view, messages, look } = useWatches()

it('fires at the first look when the price is already low enough, once, and says where', async () => {
  const id = await watch()
  await look()
  await look()
  expect(await view(id)).toMatchObject({
    state: 'ACTIVE',
    isArmed: false,
    lowest: { sellerId: 'fleet-street', total: { minor: 1_000 } },
  })
  expect(await messages()).toMatchObject([
    { subject: 'Dune is at $10.00', body: expect.stringContaining('at most $11.00'), link: `/book/${isbn13}` },
  ])
})

it('is armed again by a rise, and fires for the next fall', async () => {
  const id = await watch()
  await look()
  await price({ 'fleet-street': '15.00', harbor: '15.00', northgate: '15.00' })
  skip(7 * hourMs)
  await look()
  expect(await view(id)).toMatchObject({ isArmed: true, lowest: { total: { minor: 1_500 } } })
  await price({ harbor: '9.00' })
  await look()
  expect(await messages()).toHaveLength(2)
})

it('does not take a seller that fails for a price that rose', async () => {
  const id = await watch()
  await look()
  await t.patchSeller('fleet-street', { failRate: 1 })
  skip(7 * hourMs)
  await look()
  expect(await view(id)).toMatchObject({
    isArmed: false,
    lowest: { sellerId: 'fleet-street', total: { minor: 1_000 } },
  })
})

it('asks the sellers once for a hundred watches of one book, and tells everybody', async () => {
  for (let n = 0; n < 100; n++) await watch({ target: { currency: 'USD', minor: 1_000 + n } })
  const before = (await t.requestsAt('harbor')).length
  await Promise.all(Array.from({ length: 8 }, () => takeLook(deps(), question)))
  expect((await t.requestsAt('harbor')).length - before).toBe(1)
  const fired = await t.deps.db.selectFrom('watch').select('id').where('firing', '=', 1).execute()
  expect(fired).toHaveLength(100)
})

it('keeps a history of what was asked, and its end', async () => {
  const id = await watch({ target: { currency: 'USD', minor: 500 } })
  await look()
  await price({ 'fleet-street': '11.00' })
  await look()
  const { asked, paid, target } = await getHistory(deps(), id, shopper)
  expect(target).toEqual({ currency: 'USD', minor: 500 })
  expect(asked.map(({ total, sellerName }) => [total?.minor, sellerName])).toEqual([
    [1_000, 'Fleet Street Direct'],
    [1_100, 'Fleet Street Direct'],
  ])
  expect(paid).toEqual([])
  skip(401 * 24 * hourMs)
  await ensureLooks(deps())
  expect(await t.deps.db.selectFrom('priceLook').select('at').execute()).toEqual([])
})

it('shows what was really paid, by whichever purchase, and nothing of one that took no money', async () => {
  const id = await watch({ target: { currency: 'USD', minor: 500 } })
  const bought = await buy({ max: 2_000n })
  await buy({ max: 2_000n, paymentMethod: 'pm_card_visa_chargeDeclined' })
  const { paid } = await getHistory(t.deps, id, shopper) // purchases have the real time
  expect(paid).toMatchObject([
    { total: { currency: 'USD', minor: 1_000 }, sellerName: 'Fleet Street Direct', purchaseId: bought.id },
  ])
})

it('asks again later, and changes nothing, while nobody answers', async () => {
  const id = await watch()
  for (const seller of await t.sellers()) await t.patchSeller(seller, { failRate: 1 })
  await look()
  const row = await t.deps.db.selectFrom('priceQuestion').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({ tries: 1, lookedAt: null })
  expect(row.nextLookAt?.getTime()).toBeGreaterThan(deps().clock.now().getTime())
  expect(await view(id)).toMatchObject({ isArmed: true })
})

it('gives the same watch for the same key, and refuses the key for another', async () => {
  const asked = input()
  const id = await createWatch(deps(), asked, shopper)
  expect(await createWatch(deps(), asked, shopper)).toBe(id)
  const other = { ...asked, target: money(1n, 'USD') }
  await expect(createWatch(deps(), other, shopper)).rejects.toMatchObject({ code: 'watches.key_reused' })
  expect(await listWatches(deps(), shopper)).toHaveLength(1)
})

it('ends when it is revoked, for its shopper only, and asks no more when nobody watches', async () => {
  const id = await watch()
  await expect(revokeWatch(deps(), id, 'somebody-else')).rejects.toMatchObject({ code: 'watches.not_found' })
  await revokeWatch(deps(), id, shopper)
  await revokeWatch(deps(), id, shopper)
  await look()
  expect(await view(id)).toMatchObject({ state: 'REVOKED' })
  const { nextLookAt } = await t.deps.db.selectFrom('priceQuestion').select('nextLookAt').executeTakeFirstOrThrow()
  expect(nextLookAt).toBeNull()
  expect(await messages()).toEqual([])
})

it('ends when its time is over, and says so once', async () => {
  const id = await watch()
  skip(366 * 24 * hourMs)
  expect(await view(id)).toMatchObject({ state: 'EXPIRED' })
  await ensureLooks(deps())
  await ensureLooks(deps())
  expect(await messages()).toMatchObject([{ subject: 'You no longer watch Dune' }])
})
