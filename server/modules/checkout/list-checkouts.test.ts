// What a shopper finds again: their checkouts newest first, page after page, each with its order, and the parts of what was shown.
import { expect, it } from 'vitest'
import { money } from '#platform/money'
import { dune, emma, shopper, useCheckouts } from '#testing/checkouts'
import { listCheckouts } from './list-checkouts.ts'

const { t, put, putLine, placeAndDrive, view } = useCheckouts()

const list = (ask: { limit?: number; cursor?: string } = {}, accountId = shopper) =>
  listCheckouts(t.deps, { accountId, limit: 20, ...ask })

async function wish(): Promise<void> {
  const at = t.deps.clock.now()
  await putLine({
    kind: 'cheapest',
    id: `cheapest:${emma}`,
    isbn13: emma,
    conditions: ['NEW'],
    maxTotal: money(2_000n, 'USD'),
    quantity: 1,
    addedAt: at,
    changedAt: at,
  })
}

it('lists the account’s own, newest first, page after page, with how their orders stand', async () => {
  const ids: string[] = []
  for (const paymentMethod of ['pm_card_visa', 'pm_card_visa_chargeDeclined', 'pm_card_visa']) {
    await put(dune, 1)
    ids.unshift(await placeAndDrive({ paymentMethod }))
  }
  const first = await list({ limit: 2 })
  expect(first.checkouts.map(({ id, state, orderState }) => [id, state, orderState])).toEqual([
    [ids[0], 'PAID', 'PAID'],
    [ids[1], 'DECLINED', 'CANCELLED'],
  ])
  const { nextCursor: cursor = '' } = first
  const second = await list({ limit: 2, cursor })
  expect(second.checkouts.map(({ id }) => id)).toEqual([ids[2]])
  expect(second.nextCursor).toBeUndefined()
  expect((await list({}, 'somebody-else')).checkouts).toEqual([])
  await expect(list({ cursor: 'mistyped' })).rejects.toMatchObject({ code: 'checkout.cursor_invalid' })
})

it('leaves out what has only begun purchases, which are listed as such', async () => {
  await wish()
  const id = await placeAndDrive()
  await t.driver.idle()
  expect(await view(id)).toMatchObject({ state: 'PAID' })
  expect((await list()).checkouts).toEqual([])
})

it('names what was ordered, and its parts add up to the total', async () => {
  await put(dune, 2)
  await wish()
  const { copies, goods, shipping, tax, total, shipTo } = await view(await placeAndDrive())
  await t.driver.idle()
  expect((await list()).checkouts).toMatchObject([{ copies: ['Book 1'], cheapest: ['Book 0'] }])
  expect(copies).toMatchObject([{ isbn13: dune, title: 'Book 1', quantity: 2, item: { minor: 2_400 } }])
  expect([goods, shipping, tax].map((part) => part?.minor)).toEqual([2_400, 499, 0])
  expect(total).toEqual({ currency: 'USD', minor: 2_899 })
  expect(shipTo).toMatchObject({ city: 'Dallas', lines: ['1 Main St'] })
})
