// Ebooks through the checkout, on real parts: once paid they are in the library, once; on every way out nobody owns anything. The provider's own
// books are the judge of the money.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { findEntitlement } from '#ebooks'
import { listUnbalanced, sumAccountsOf } from '#payments'
import { approveAtBank } from '#testing/approve-at-bank'
import { dune, emma, shopper, useCheckouts } from '#testing/checkouts'
import { clearEbooks, repriceEbook, sellEbook } from '#testing/ebooks'
import { armCrashPoint } from '#platform/crash-points'
import { inTransaction } from '#platform/db'
import { money } from '#platform/money'
import { advance } from './advance.ts'
import { cancelCheckout } from './cancel-checkout.ts'
import { paymentIdOf } from './keys.ts'
import type { PlaceInput } from './model.ts'
import { grantEbooks } from './keep-ebooks.ts'
import { notePayment } from './note-payment.ts'
import { placeCheckout } from './place-checkout.ts'
import { getCheckoutOf } from './queries.ts'

const { t, deps, put, putLine, look, place, placeAndDrive, driveToEnd, view, shelf, provider } = useCheckouts()

beforeEach(async () => {
  armCrashPoint(null)
  await clearEbooks(t.deps.db)
  await sellEbook(t.deps.db, emma, 499)
  await sellEbook(t.deps.db, dune, 899)
})

async function putEbook(isbn13: string, minor: bigint): Promise<void> {
  const at = t.deps.clock.now()
  const line = { isbn13, accepted: money(minor, 'USD'), quantity: 1 as const, addedAt: at, changedAt: at }
  await putLine({ kind: 'ebook', id: `ebook:${isbn13}`, ...line })
}

const owns = async (isbn13: string) => (await findEntitlement(t.deps, { accountId: shopper, isbn13 })) !== null
const purchases = () => t.deps.db.selectFrom('ownedEbook').select(['isbn13', 'grantedAt', 'withdrawnAt']).execute()

async function ebookOrderOf(id: string): Promise<{ state: string; totalMinor: bigint; shipTo: unknown } | undefined> {
  const { ebookOrderId = '' } = await view(id)
  const order = t.deps.db.selectFrom('order').select(['state', 'totalMinor', 'shipTo']).where('id', '=', ebookOrderId)
  return await order.executeTakeFirst()
}

/** Nobody owns or is promised anything, no money moved or is held, and the ebook is in the cart again as it was accepted. */
async function expectNothingLeft(id: string): Promise<void> {
  expect(await owns(emma)).toBe(false)
  expect((await purchases()).filter(({ withdrawnAt, grantedAt }) => !withdrawnAt || grantedAt)).toEqual([])
  expect(await provider()).toEqual({ captures: [], held: 0 })
  expect(await ebookOrderOf(id)).toMatchObject({ state: 'CANCELLED' })
  expect((await look()).lines).toMatchObject([{ kind: 'ebook', isbn13: emma, accepted: { minor: 499n }, changes: [] }])
  expect(await listUnbalanced(t.deps.db)).toEqual([])
}

it('puts what is paid into the library, in one order of ebooks beside one of copies, under one charge', async () => {
  await put(dune, 1)
  await putEbook(emma, 499n)
  const { totals } = await look()
  expect(totals).toMatchObject({ kind: 'known', total: { minor: 2_098n }, shipping: { minor: 399n } })
  const id = await placeAndDrive()
  expect(await view(id)).toMatchObject({
    state: 'PAID',
    goods: { minor: 1_699 },
    shipping: { minor: 399 },
    total: { minor: 2_098 },
    ebooks: [{ isbn13: emma, item: { minor: 499 } }],
  })
  expect(await provider()).toEqual({ captures: [2_098], held: 0 })
  expect(await owns(emma)).toBe(true)
  expect(await ebookOrderOf(id)).toMatchObject({ state: 'DELIVERED', totalMinor: 499n })
  expect(await shelf()).toMatchObject({ [dune]: '2/0' })
  const sums = await sumAccountsOf(t.deps.db, [paymentIdOf(id)])
  expect(sums.find(({ account }) => account === 'sales:own')?.amount.minor).toBe(2_098n)
  expect((await look()).lines).toEqual([])
})

it('tells the reader once that it is in the library, with a way there', async () => {
  await putEbook(emma, 499n)
  await putEbook(dune, 899n)
  const id = await placeAndDrive()
  const { ebookOrderId = '' } = await view(id)
  const messages = t.deps.db
    .selectFrom('message')
    .select(['subject', 'link'])
    .where('key', 'like', `order:${ebookOrderId}:%`)
  expect(await messages.orderBy('createdAt').orderBy('key').execute()).toEqual([
    { subject: 'We have your order of “Book 0” and 1 more ebook', link: `/orders/${ebookOrderId}` },
    { subject: '“Book 0” and 1 more ebook are in your library', link: '/library' },
  ])
})

describe('ebooks alone', () => {
  const order = async (address: PlaceInput['address']) => {
    const { fingerprint } = await look()
    const ask = { key: randomUUID(), fingerprint, paymentMethod: 'pm_card_visa', address }
    const { id, turn } = await placeCheckout(deps(), ask, { accountId: shopper, token: null })
    if (turn) await advance(deps(), id, turn)
    return id
  }

  it('need no postal address, only whose tax it is', async () => {
    await putEbook(emma, 499n)
    const id = await order({ taxedIn: { country: 'US', postalCode: '75201' } })
    expect(await view(id)).toMatchObject({ state: 'PAID', shipTo: { country: 'US', postalCode: '75201' } })
    expect(await ebookOrderOf(id)).toMatchObject({ shipTo: { country: 'US', postalCode: '75201' } })
    expect(await owns(emma)).toBe(true)
  })

  it('are not ordered to a country whose tax depends on a postal code without one, nor with copies beside them', async () => {
    await putEbook(emma, 499n)
    await expect(order({ taxedIn: { country: 'US' } })).rejects.toMatchObject({
      code: 'checkout.postal_code_needed',
      fields: { 'address.taxedIn.postalCode': expect.any(String) },
    })
    await put(dune, 1)
    await expect(order({ taxedIn: { country: 'US', postalCode: '75201' } })).rejects.toMatchObject({
      code: 'checkout.address_needed',
      fields: { address: expect.any(String) },
    })
    expect(await purchases()).toEqual([])
  })
})

describe('every way out grants nothing and gives the line back:', () => {
  beforeEach(() => putEbook(emma, 499n))

  it('a card that is declined', async () => {
    const id = await placeAndDrive({ paymentMethod: 'pm_card_visa_chargeDeclined' })
    expect(await view(id)).toMatchObject({ state: 'DECLINED' })
    await expectNothingLeft(id)
  })

  it('a no while the bank asks', async () => {
    const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    expect(await owns(emma), 'before it is paid').toBe(false)
    await advance(deps(), id, await cancelCheckout(deps(), id, shopper))
    expect(await view(id)).toMatchObject({ state: 'CANCELLED', reason: 'BY_SHOPPER' })
    await expectNothingLeft(id)
  })

  it('a bank that is never answered', async () => {
    const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    expect(await driveToEnd(id)).toMatchObject({ state: 'EXPIRED' })
    await expectNothingLeft(id)
  })

  it('a bank that does not pay out', async () => {
    await t.patchPayments({ captureDeclineRate: 1 })
    const id = await placeAndDrive()
    expect(await driveToEnd(id)).toMatchObject({ state: 'DECLINED' })
    await expectNothingLeft(id)
  })
})

it('goes on when the shopper has been at the bank', async () => {
  await putEbook(emma, 499n)
  const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
  await approveAtBank(t)
  await advance(deps(), id, await notePayment(deps(), id))
  expect(await view(id)).toMatchObject({ state: 'PAID' })
  expect(await owns(emma)).toBe(true)
})

describe('an ebook is bought once:', () => {
  it('who owns it is told, and cannot order it', async () => {
    await putEbook(emma, 499n)
    await placeAndDrive()
    await putEbook(emma, 499n)
    expect((await look()).lines).toMatchObject([{ price: null, changes: [{ kind: 'owned' }] }])
    await expect(place()).rejects.toMatchObject({
      code: 'checkout.cart_changed',
      fields: { [`ebook:${emma}`]: 'You own this ebook already: it is in your library.' },
    })
    expect((await provider()).captures).toEqual([499])
  })

  it('who is just paying for it does not pay for a second one', async () => {
    await putEbook(emma, 499n)
    await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    await putEbook(emma, 499n)
    expect((await look()).lines).toMatchObject([{ price: null, changes: [{ kind: 'being_bought' }] }])
    await expect(place()).rejects.toMatchObject({ code: 'checkout.cart_changed' })
  })

  it('PostgreSQL refuses a second purchase that stands, whoever types it', async () => {
    await putEbook(emma, 499n)
    await placeAndDrive()
    const again = sql`insert into owned_ebook (id, account_id, isbn13, order_id, line, key, at, by)
      select gen_random_uuid(), account_id, isbn13, order_id, 1, 'again', now(), 'psql' from owned_ebook`
    await expect(again.execute(t.deps.db)).rejects.toMatchObject({ constraint: 'one_live_purchase_per_reader' })
  })

  it('is granted once, whatever is replayed', async () => {
    await putEbook(emma, 499n)
    const id = await placeAndDrive()
    const before = await purchases()
    const { checkout, accountId } = await getCheckoutOf(t.deps.db, id, shopper)
    const { ebooks } = checkout.terms
    for (let turn = 0; turn < 2; turn++) {
      await inTransaction(t.deps.db, (tx) => grantEbooks(deps(), tx, { id, accountId, ebooks, at: new Date() }))
      await advance(deps(), id)
    }
    expect(await purchases()).toEqual(before)
    expect(before).toHaveLength(1)
    expect((await provider()).captures).toEqual([499])
  })
})

it('says at the checkout that the price of an ebook changed, and charges nothing', async () => {
  await putEbook(emma, 499n)
  const { fingerprint } = await look()
  await repriceEbook(t.deps.db, emma, 599)
  await expect(place({ fingerprint })).rejects.toMatchObject({
    code: 'checkout.cart_changed',
    fields: { [`ebook:${emma}`]: 'The price went up, from $4.99 to $5.99.' },
  })
  await repriceEbook(t.deps.db, emma, null)
  expect(await look()).toMatchObject({ isOrderable: false, lines: [{ changes: [{ kind: 'not_sold' }] }] })
  expect((await t.payments()).intents).toEqual([])
})

const crashes = ['authorize', 'capture'].flatMap((step) =>
  ['beforeIntent', 'beforeCall', 'afterCall', 'afterCommit'].map((point) => `checkout.${point}:${step}`),
)
it.each(crashes)('is paid once and owned once when the process dies at %s', async (point) => {
  await put(dune, 1)
  await putEbook(emma, 499n)
  armCrashPoint(point, () => {
    throw new Error('died here')
  })
  const died = await placeAndDrive().catch((error: unknown) => error)
  expect(String(died)).toContain('died here')
  const row = await t.deps.db.selectFrom('checkout').select('id').executeTakeFirst()
  if (!row) await placeAndDrive() // nothing was committed: the shopper's own second try
  const { id } = row ?? (await t.deps.db.selectFrom('checkout').select('id').executeTakeFirstOrThrow())
  await t.deps.db.updateTable('checkout').set({ leaseUntil: null }).execute() // as if it had run out
  expect(await driveToEnd(id)).toMatchObject({ state: 'PAID' })
  expect(await provider()).toEqual({ captures: [2_098], held: 0 })
  expect(await purchases()).toMatchObject([{ isbn13: emma, grantedAt: expect.any(Date), withdrawnAt: null }])
  expect(await ebookOrderOf(id)).toMatchObject({ state: 'DELIVERED' })
})

describe('PostgreSQL refuses', () => {
  beforeEach(() => putEbook(emma, 499n))

  it.each([
    [
      'a purchase granted before its order is paid',
      sql`update owned_ebook set granted_at = now()`,
      'granted_when_paid',
    ],
    ['one opened before that', sql`update owned_ebook set opened_at = now()`, 'opened_when_granted'],
    ['another reader', sql`update owned_ebook set account_id = 'another'`, 'owned_ebook_moves_on'],
  ] as const)('%s', async (_, statement, constraint) => {
    await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    await expect(statement.execute(t.deps.db)).rejects.toMatchObject({ constraint })
  })

  it('a checkout that ends paid without its ebooks, or unpaid with them', async () => {
    const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    await expect(
      t.deps.db.transaction().execute(async (tx) => {
        await sql`update owned_ebook set withdrawn_at = now(), withdrawn_by = 'psql', withdrawn_reason = 'none'`.execute(
          tx,
        )
        await sql`insert into checkout_event (checkout_id, seq, from_state, to_state, event, by, at)
          select ${id}, max(seq) + 1, 'ACTION_REQUIRED', 'CAPTURING', 'held', 'psql', now() from checkout_event where checkout_id = ${id}`.execute(
          tx,
        )
        await sql`update checkout set state = 'CAPTURING' where id = ${id}`.execute(tx)
      }),
    ).rejects.toMatchObject({ constraint: 'charged_with_copies' })
  })
})
