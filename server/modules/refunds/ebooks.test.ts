// Ebooks that are given back, on real parts: from the checkout that sold them to the reader's library and the ledger.
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { findEntitlement } from '#ebooks'
import { sumAccountsOf } from '#payments'
import { createCallerFactory } from '#platform/trpc'
import { money } from '#platform/money'
import { dune, emma, shopper, useCheckouts } from '#testing/checkouts'
import { clearEbooks, sellEbook } from '#testing/ebooks'
import { unopened } from '#testing/lending'
import { useJobs } from '#testing/run-jobs'
import { markOpened } from '../ebooks/owned-queries.ts'
import { refundsRouter } from './router.ts'

const { t, putLine, placeAndDrive, view, look } = useCheckouts()
const { runWaiting, forget } = useJobs(t)
const key = () => randomUUID()
let orderId: string

/** Emma for $4.99 and Dune for $8.99 as ebooks, paid and in the library. */
beforeEach(async () => {
  await forget()
  await clearEbooks(t.deps.db)
  await sellEbook(t.deps.db, emma, 499)
  await sellEbook(t.deps.db, dune, 899)
  await putEbook(emma, 499n)
  await putEbook(dune, 899n)
  orderId = (await view(await placeAndDrive())).ebookOrderId ?? ''
})

async function putEbook(isbn13: string, minor: bigint): Promise<void> {
  const at = t.deps.clock.now()
  const line = { isbn13, accepted: money(minor, 'USD'), quantity: 1 as const, addedAt: at, changedAt: at }
  await putLine({ kind: 'ebook', id: `ebook:${isbn13}`, ...line })
}

function callAs(id: string, role: 'reader' | 'staff') {
  const { signal } = new AbortController()
  const deps = { ...t.deps, drm: unopened }
  return createCallerFactory(refundsRouter(deps))({
    requestId: 'r',
    caller: { id, role },
    signal,
    log: pino({ level: 'silent' }),
  })
}
const reader = () => callAs(shopper, 'reader')
const clerk = () => callAs('clerk', 'staff')

async function lineOf(isbn13: string): Promise<number> {
  const lines = t.deps.db.selectFrom('orderLine').select('line').where('orderId', '=', orderId)
  return (await lines.where('isbn13', '=', isbn13).executeTakeFirstOrThrow()).line
}

const owns = async (isbn13: string) => (await findEntitlement(t.deps, { accountId: shopper, isbn13 })) !== null

async function open(isbn13: string): Promise<void> {
  const { id = '' } = (await findEntitlement(t.deps, { accountId: shopper, isbn13 })) ?? {}
  await markOpened(t.deps.db, id, t.deps.clock.now())
}

it('takes an unopened ebook back at once, gives its money back once, and lets it be bought again', async () => {
  const ask = { key: key(), orderId, reason: 'CHANGED_MIND' as const, lines: [{ line: await lineOf(emma) }] }
  const { id, state } = await reader().request(ask)
  expect((await reader().request(ask)).id).toBe(id)
  expect(state).toBe('APPROVED')
  expect([await owns(emma), await owns(dune)]).toEqual([false, true])
  expect(await runWaiting('refunds.driveRefund', 2)).toBe(1)
  expect(await reader().get({ refundId: id })).toMatchObject({ state: 'REFUNDED', total: { minor: 499 } })
  const { paymentId } = await t.deps.db
    .selectFrom('order')
    .select('paymentId')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  const sums = await sumAccountsOf(t.deps.db, [paymentId])
  expect(sums.find(({ account }) => account === 'sales:own')?.amount.minor).toBe(899n)
  const messages = t.deps.db.selectFrom('message').select('subject').where('key', 'not like', 'order:%')
  expect((await messages.orderBy('createdAt').execute()).map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['“Book 0” has left your library', '$4.99 for “Book 0” went back']),
  )
  await putEbook(emma, 499n)
  expect((await look()).lines).toMatchObject([{ isbn13: emma, changes: [] }])
  await placeAndDrive()
  expect(await owns(emma)).toBe(true)
})

it('takes no opened ebook back for a change of mind; what is wrong with it is for staff', async () => {
  await open(emma)
  const lines = [{ line: await lineOf(emma) }]
  await expect(reader().request({ key: key(), orderId, reason: 'CHANGED_MIND', lines })).rejects.toMatchObject({
    cause: { code: 'refunds.ebook_opened', fields: { 'lines.0.line': 'is an ebook that was opened' } },
  })
  const { id, state } = await reader().request({ key: key(), orderId, reason: 'DAMAGED', lines })
  expect([state, await owns(emma)]).toEqual(['REQUESTED', true])
  const approved = await clerk().approve({ refundId: id, key: key(), awaitsReturn: true })
  expect(approved, 'no copy comes back').toMatchObject({ state: 'APPROVED', awaitsReturn: false })
  expect(await owns(emma)).toBe(false)
})

it('leaves the ebook to whoever gets a part of its price back, until nothing of it is left', async () => {
  const line = await lineOf(dune)
  const part = (minor: number) => ({ line, amount: { currency: 'USD', minor } })
  await expect(
    reader().request({ key: key(), orderId, reason: 'CHANGED_MIND', lines: [part(400)] }),
  ).rejects.toMatchObject({ cause: { code: 'refunds.ebook_whole' } })
  for (const [minor, isOwned] of [
    [400, true],
    [499, false],
  ] as const) {
    const { id } = await clerk().requestFor({ key: key(), orderId, reason: 'GOODWILL', lines: [part(minor)] })
    await clerk().approve({ refundId: id, key: key(), awaitsReturn: false })
    expect(await owns(dune)).toBe(isOwned)
  }
  expect(await owns(emma)).toBe(true)
})

it('takes nothing away for a refund that is refused', async () => {
  const { id } = await reader().request({ key: key(), orderId, reason: 'NOT_AS_DESCRIBED' })
  await clerk().reject({ refundId: id, key: key(), reason: 'It is as described.' })
  expect([await owns(emma), await owns(dune)]).toEqual([true, true])
})
