// What shoppers are told of their purchases, once for each end, in the transaction that brings it; the mails go out from there (notify).
import { expect, it } from 'vitest'
import { money } from '#platform/money'
import { ownSeller } from '#sellers'
import { shopper, usePurchases } from '#testing/purchases'
import { advance } from './advance.ts'
import { cancelPurchase } from './cancel-purchase.ts'
import { orderIdOf } from './keys.ts'
import { requested } from './purchase.ts'
import type { Attempt, Purchase } from './purchase.ts'
import { getPurchaseOf } from './queries.ts'
import { sayNews } from './say-news.ts'
import { settleReview } from './settle-review.ts'

const { t, start, startAndDrive, buy, driveToEnd } = usePurchases()

async function told(purchaseId: string) {
  const { db, boss } = t.deps
  const messages = await db
    .selectFrom('message')
    .select(['id', 'accountId', 'kind', 'subject', 'body', 'link', 'mailState'])
    .where('key', 'like', `purchase:${purchaseId}:%`)
    .orderBy('createdAt')
    .execute()
  const jobs = await boss.findJobs<{ messageId: string }>('notify.sendMail')
  return messages.map(({ id, ...message }) => {
    return { ...message, mails: jobs.filter(({ data }) => data.messageId === id).length }
  })
}

it('tells what a seller accepted: from whom, for how much, and what happens next; once', async () => {
  const key = crypto.randomUUID()
  const { id, result } = await buy({ key, max: 2_000n })
  await start({ key, max: 2_000n })
  await advance(t.deps, id)
  expect(await told(id)).toEqual([
    {
      accountId: shopper,
      kind: 'PURCHASE',
      subject: 'Bought: “Dune” from Fleet Street Direct',
      body: expect.stringMatching(/accepted your order.*\$10\.00, delivered.*charged, once.*on its way/),
      link: `/orders/${result?.orderId}`,
      mailState: 'DUE',
      mails: 1,
    },
  ])
  expect(result?.orderId).toBe(orderIdOf(id, 1))
})

it('tells the lowest price when nobody asks little enough', async () => {
  const { id } = await buy({ max: 999n })
  expect(await told(id)).toMatchObject([
    {
      subject: 'Not bought: “Dune”',
      body: expect.stringMatching(/\$9\.99 or less.*\$10\.00, from Fleet Street Direct\. Nothing was charged/),
      link: `/purchases/${id}`,
      mails: 1,
    },
  ])
})

it('tells that the card was declined, and that nothing was charged', async () => {
  const { id } = await buy({ max: 2_000n, paymentMethod: 'pm_card_visa_chargeDeclined' })
  expect(await told(id)).toMatchObject([
    {
      subject: 'Not bought: the payment for “Dune” did not go through',
      body: expect.stringContaining('Nothing was charged'),
    },
  ])
})

it('tells that it is cancelled when it is, not when that is asked for', async () => {
  const id = await startAndDrive({ max: 2_000n, paymentMethod: 'pm_card_authenticationRequired' })
  const turn = await cancelPurchase(t.deps, id, shopper)
  expect(await told(id)).toEqual([])
  await advance(t.deps, id, turn)
  await cancelPurchase(t.deps, id, shopper)
  expect(await told(id)).toMatchObject([
    {
      subject: 'Cancelled: your purchase of “Dune”',
      body: expect.stringContaining('You cancelled this purchase'),
      mails: 1,
    },
  ])
})

it('tells that a person looks at it, once, however often it comes back to one', async () => {
  await t.patchSeller('fleet-street', { loseAnswerRate: 1 })
  const id = await startAndDrive({ max: 2_000n })
  await t.patchSeller('fleet-street', { loseAnswerRate: 0, failRate: 1 })
  expect((await driveToEnd(id)).state).toBe('NEEDS_REVIEW')
  const looked = {
    subject: 'We are checking your purchase of “Dune”',
    body: expect.stringContaining('You cannot be charged twice'),
  }
  expect(await told(id)).toMatchObject([looked])
  await lookAgain(id)
  expect((await driveToEnd(id)).state).toBe('NEEDS_REVIEW')
  expect(await told(id)).toMatchObject([{ ...looked, mails: 1 }])
})

/** A person has the seller asked again. */
async function lookAgain(purchaseId: string): Promise<void> {
  const { db } = t.deps
  const { version } = await getPurchaseOf(db, purchaseId, shopper)
  const seen = { order: 'UNKNOWN', payment: 'HELD', quietMs: 600_000 } as const
  const review = { purchaseId, version, action: 'lookAgain', seen, by: 'staff:s' } as const
  const turn = await db.transaction().execute((tx) => settleReview(t.deps, tx, review))
  await advance(t.deps, purchaseId, turn)
}

const usd = (minor: bigint) => money(minor, 'USD')
const purchase: Purchase = {
  ...requested({
    isbns: [],
    conditions: ['NEW'],
    max: usd(2_000n),
    destination: { country: 'US' },
    shipTo: { recipient: 'Robin', lines: [], city: '', region: '', postalCode: '', country: 'US' },
    paymentMethod: 'pm_card_visa',
  }),
  state: 'NO_OFFER',
}

it.each([
  ['nobody answered', { reason: 'NOBODY_ANSWERED' }, 'No seller could be reached. Nothing was charged.'],
  ['nobody has a copy', {}, 'No seller had a copy that you accept. Nothing was charged.'],
  [
    'the copies were gone',
    { lowestFound: { sellerId: 'h', sellerName: 'Harbor', total: usd(1_200n) }, hold: 'released' as const },
    'had just been sold, or their price had risen. Nothing was charged.',
  ],
])('says why nothing was bought: %s', (_, change, why) => {
  const news = sayNews('Dune', { ...purchase, ...change })
  expect(news?.body).toContain(why)
  expect(news?.body.includes('Anything held on your card is free again')).toBe('hold' in change)
})

it('leaves our own copies to their order, and standing purchases to their watch', () => {
  const attempt = (sellerId: string) =>
    ({ state: 'CONFIRMED', quote: { sellerId, sellerName: 'S' }, charge: usd(900n) }) as unknown as Attempt
  const bought = { ...purchase, state: 'PURCHASED' as const }
  expect(sayNews('Dune', { ...bought, attempts: [attempt('harbor')] })?.subject).toBe('Bought: “Dune” from S')
  expect(sayNews('Dune', { ...bought, attempts: [attempt(ownSeller.id)] })).toBeNull()
  const mandate = { id: 'w', target: usd(1_000n), madeAt: new Date(0), sellersAllowed: null, sellersRefused: null }
  for (const state of ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW'] as const)
    expect(
      sayNews('Dune', { ...bought, state, terms: { ...purchase.terms, mandate }, attempts: [attempt('harbor')] }),
    ).toBeNull()
  expect(sayNews('Dune', { ...bought, state: 'CAPTURING' })).toBeNull()
})
