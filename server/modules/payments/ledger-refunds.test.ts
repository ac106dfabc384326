// What refunds leave in the ledger where the seller is owed in another currency than was charged.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import {
  beginAuthorization,
  beginCapture,
  getPayment,
  listUnbalanced,
  openPayment,
  recordAuthorization,
  recordCapture,
  recordRefund,
  stillOwed,
  sumAccountsOf,
} from './index.ts'

const database = useDatabase()
const at = new Date('2026-11-22T12:00:00Z')
const rate = { rate: '1.2704918033', at: new Date('2026-11-22T11:00:00Z') }
const usd = (minor: number) => money(BigInt(minor), 'USD')
const gbp = (minor: number) => money(BigInt(minor), 'GBP')
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  await db.insertInto('account').values({ id: 'reader', name: 'Reader', email: 'r@example.com' }).execute()
})
afterAll(() => db.destroy())

/** A payment of `captured` cents, for which `northgate` is owed `owed` pence, and of which everything may be asked back. */
async function captured({ captured: minor, owed }: { captured: number; owed: number }): Promise<string> {
  const id = systemIds.next()
  const amount = usd(minor)
  const what = { id, purpose: 'purchase', reference: systemIds.next(), accountId: 'reader', method: 'pm_x', at }
  await inTransaction(db, async (tx) => {
    await openPayment(tx, { ...what, max: amount })
    await beginAuthorization(tx, id, at)
    await recordAuthorization(tx, id, { kind: 'authorized', ref: `pi_${id}`, amount }, at)
    await beginCapture(tx, id, amount, at)
    await recordCapture(tx, id, { amount, payTo: 'northgate', exchange: { owed: gbp(owed), rate } }, at)
  })
  await db.updateTable('payment').set({ refundClaimedMinor: amount.minor }).where('id', '=', id).execute()
  return id
}

function giveBack(paymentId: string, cents: number): Promise<void> {
  const refund = { refundId: systemIds.next(), amount: usd(cents), payFrom: 'northgate' }
  return inTransaction(db, (tx) => recordRefund(tx, paymentId, refund, at))
}

async function accountsOf(paymentId: string): Promise<Record<string, number>> {
  const sums = await sumAccountsOf(db, [paymentId])
  return Object.fromEntries(sums.map(({ account, amount }) => [`${account} ${amount.currency}`, Number(amount.minor)]))
}

it('owes a seller abroad less by the same part, at the rate that was kept, and nothing when all went back', async () => {
  const id = await captured({ captured: 1_550, owed: 1_221 })
  await giveBack(id, 550)
  expect(await accountsOf(id)).toEqual({
    'charge:customer USD': -1_000,
    'clearing:fx USD': 1_000,
    'clearing:fx GBP': -788,
    'payable:seller:northgate GBP': 788, // 1221 × 1000 / 1550 = 787.74…
  })
  await giveBack(id, 1_000)
  expect(await accountsOf(id)).toEqual({})
  const journals = db.selectFrom('journal').select(['fxRate', 'fxAt']).where('paymentId', '=', id)
  expect(await journals.where('effectKey', 'like', 'exchange:%').execute()).toEqual([
    { fxRate: rate.rate, fxAt: rate.at },
    { fxRate: rate.rate, fxAt: rate.at },
    { fxRate: rate.rate, fxAt: rate.at },
  ])
})

it('refuses more than is left, and writes nothing then', async () => {
  const id = await captured({ captured: 1_000, owed: 800 })
  await giveBack(id, 400)
  const before = await accountsOf(id)
  await expect(giveBack(id, 601)).rejects.toMatchObject({ code: 'payments.conflict' })
  expect(await accountsOf(id)).toEqual(before)
})

it('in however many parts it goes back, what is owed follows how much did, and ends at nothing', async () => {
  const amounts = fc.record({
    owed: fc.integer({ min: 1, max: 3_000 }),
    parts: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }),
  })
  const property = fc.asyncProperty(amounts, async ({ owed, parts }) => {
    const id = await captured({ captured: parts.reduce((sum, part) => sum + part, 0), owed })
    for (const part of parts) {
      await giveBack(id, part)
      const due = Number(stillOwed(gbp(owed), await getPayment(db, id)).minor)
      const accounts = await accountsOf(id)
      expect(accounts['payable:seller:northgate GBP'] ?? 0).toBe(due)
      expect(accounts['clearing:fx GBP'] ?? 0).toBe(-due || 0)
      expect(accounts['clearing:fx USD'] ?? 0).toBe(-(accounts['charge:customer USD'] ?? 0) || 0)
    }
    expect(await accountsOf(id)).toEqual({})
    expect(await listUnbalanced(db)).toEqual([])
  })
  await fc.assert(property, { numRuns: 25 })
}, 30_000)
