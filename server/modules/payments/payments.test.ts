// The payment's own record on a real PostgreSQL: intents, outcomes, facts told twice, and what the database refuses by itself.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool, inTransaction, violates } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import {
  beginAuthorization,
  beginCapture,
  beginVoid,
  getPayment,
  listUnbalanced,
  openAuthorization,
  toAuthorizeRequest,
  openPayment,
  recordAuthorization,
  recordCapture,
  recordCaptureRefused,
  recordVoid,
  sumAccounts,
  sumAccountsOf,
} from './index.ts'
import { paymentMachine } from './machine.ts'

const database = useDatabase()
const at = new Date('2026-11-21T12:00:00Z')
const usd = (minor: number) => money(BigInt(minor), 'USD')
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  await db.insertInto('account').values({ id: 'reader', name: 'Reader', email: 'r@example.com' }).execute()
})
afterAll(() => db.destroy())

const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, work)
const stateOf = async (id: string) => (await getPayment(db, id)).state

function paymentOf(max = usd(2_000)) {
  const id = systemIds.next()
  return { id, purpose: 'purchase', reference: systemIds.next(), accountId: 'reader', method: 'pm_x', max, at }
}

async function opened(max = usd(2_000)) {
  const payment = paymentOf(max)
  await inTx((tx) => openPayment(tx, payment))
  return payment
}

async function authorized(max = usd(2_000)) {
  const { id } = await opened(max)
  await inTx((tx) => beginAuthorization(tx, id, at))
  await inTx((tx) => recordAuthorization(tx, id, { kind: 'authorized', ref: `pi_${id}`, amount: max }, at))
  return id
}

it('opens a payment once, and refuses another for the same thing', async () => {
  const payment = await opened()
  await inTx((tx) => openPayment(tx, payment))
  const other = { ...payment, id: systemIds.next() }
  await expect(inTx((tx) => openPayment(tx, other))).rejects.toMatchObject({ code: 'payments.conflict' })
  const dearer = { ...payment, max: usd(9_999) }
  await expect(inTx((tx) => openPayment(tx, dearer))).rejects.toMatchObject({ code: 'payments.conflict' })
})

it('opens and begins a payment in one go, once, and refuses another', async () => {
  const payment = paymentOf()
  await inTx((tx) => openAuthorization(tx, payment))
  expect(await getPayment(db, payment.id)).toMatchObject({ state: 'AUTHORIZING', authorized: { minor: 0n } })
  await inTx((tx) => openAuthorization(tx, payment))
  expect(await inTx((tx) => beginAuthorization(tx, payment.id, at))).toEqual(toAuthorizeRequest(payment))
  const dearer = { ...payment, max: usd(2_001) }
  await expect(inTx((tx) => openAuthorization(tx, dearer))).rejects.toMatchObject({ code: 'payments.conflict' })
})

it('gives the same request each time until the answer is there', async () => {
  const { id, reference } = await opened()
  const first = await inTx((tx) => beginAuthorization(tx, id, at))
  expect(first).toEqual({
    paymentId: id,
    purpose: 'purchase',
    reference,
    accountId: 'reader',
    method: 'pm_x',
    amountMinor: '2000',
    currency: 'USD',
  })
  expect(await inTx((tx) => beginAuthorization(tx, id, at))).toEqual(first)
})

it('gives the same request when a webhook was quicker than the driver that comes to ask again', async () => {
  const outcomes = [
    ['AUTHORIZED', { kind: 'authorized', ref: 'pi_quick', amount: usd(2_000) }],
    ['ACTION_REQUIRED', { kind: 'actionRequired', ref: 'pi_asks', actionUrl: 'https://bank.example/2' }],
    ['DECLINED', { kind: 'declined', reason: 'card_declined' }],
  ] as const
  for (const [state, outcome] of outcomes) {
    const { id } = await opened()
    const first = await inTx((tx) => beginAuthorization(tx, id, at))
    await inTx((tx) => recordAuthorization(tx, id, outcome, at))
    expect(await inTx((tx) => beginAuthorization(tx, id, at))).toEqual(first)
    await inTx((tx) => recordAuthorization(tx, id, outcome, at))
    expect(await stateOf(id)).toBe(state)
  }
})

it('takes a hold that the bank has let go by itself as an answer', async () => {
  const id = await authorized()
  await inTx((tx) => recordVoid(tx, id, at, 'holdExpired'))
  await inTx((tx) => beginAuthorization(tx, id, at))
  await inTx((tx) => recordAuthorization(tx, id, { kind: 'declined', reason: 'canceled' }, at))
  expect(await stateOf(id)).toBe('VOIDED')
})

it('pays: holds, captures less than the hold, owes the seller', async () => {
  const before = await balances()
  const id = await authorized()
  expect(await balances()).toEqual(plus(before, { 'hold:customer': -2_000n, 'hold:processor': 2_000n }))

  const request = await inTx((tx) => beginCapture(tx, id, usd(1_550), at))
  expect(request).toEqual({ paymentId: id, ref: `pi_${id}`, amountMinor: '1550', currency: 'USD' })
  expect(await inTx((tx) => beginCapture(tx, id, usd(1_550), at))).toEqual(request)
  for (const _ of ['learned', 'learned again'])
    await inTx((tx) => recordCapture(tx, id, { amount: usd(1_550), payTo: 'harbor' }, at))

  expect(await getPayment(db, id)).toMatchObject({ state: 'CAPTURED', captured: usd(1_550), authorized: usd(2_000) })
  expect(await balances()).toEqual(plus(before, { 'charge:customer': -1_550n, 'payable:seller:harbor': 1_550n }))
})

it('owes a seller abroad in its own currency, with the rate beside it, and balances in each', async () => {
  const id = await authorized()
  await inTx((tx) => beginCapture(tx, id, usd(1_550), at))
  const exchange = { owed: money(1_220n, 'GBP'), rate: { rate: '1.2704918033', at } }
  for (const _ of ['learned', 'learned again'])
    await inTx((tx) => recordCapture(tx, id, { amount: usd(1_550), payTo: 'northgate', exchange }, at))
  const accounts = await sumAccountsOf(db, [id])
  expect(accounts.map(({ account, amount }) => `${account} ${amount.currency} ${amount.minor}`).toSorted()).toEqual([
    'charge:customer USD -1550',
    'clearing:fx GBP -1220',
    'clearing:fx USD 1550',
    'payable:seller:northgate GBP 1220',
  ])
  const journals = db.selectFrom('journal').select(['effectKey', 'fxRate', 'fxAt']).where('paymentId', '=', id)
  expect(await journals.where('fxRate', 'is not', null).execute()).toEqual([
    { effectKey: `exchange:${id}`, fxRate: '1.2704918033', fxAt: at },
  ])
  expect(await listUnbalanced(db)).toEqual([])
})

it('lets a hold go, once', async () => {
  const before = await balances()
  const id = await authorized()
  expect(await inTx((tx) => beginVoid(tx, id, at))).toEqual({
    paymentId: id,
    ref: `pi_${id}`,
    since: at.toISOString(),
  })
  await inTx((tx) => recordVoid(tx, id, at))
  await inTx((tx) => recordVoid(tx, id, at))
  expect(await stateOf(id)).toBe('VOIDED')
  expect(await balances()).toEqual(before)
})

it('goes through the bank’s own questions', async () => {
  const { id } = await opened()
  const ref = `pi_${id}`
  await inTx((tx) => beginAuthorization(tx, id, at))
  const asked = { kind: 'actionRequired', ref, actionUrl: 'https://bank.example/1' } as const
  await inTx((tx) => recordAuthorization(tx, id, asked, at))
  expect(await getPayment(db, id)).toMatchObject({ state: 'ACTION_REQUIRED', actionUrl: 'https://bank.example/1' })
  await inTx((tx) => recordAuthorization(tx, id, { kind: 'authorized', ref, amount: usd(2_000) }, at))
  await inTx((tx) => recordAuthorization(tx, id, asked, at)) // older news
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED', actionUrl: null })
})

it('gives up what was never answered, and what was never asked', async () => {
  const asked = await opened()
  await inTx((tx) => beginAuthorization(tx, asked.id, at))
  const since = at.toISOString()
  expect(await inTx((tx) => beginVoid(tx, asked.id, at))).toEqual({ paymentId: asked.id, ref: null, since })
  const fresh = await opened()
  expect(await inTx((tx) => beginVoid(tx, fresh.id, at))).toEqual({ paymentId: fresh.id, ref: null, since: null })
  for (const { id } of [asked, fresh]) await inTx((tx) => recordVoid(tx, id, at))
  expect([await stateOf(asked.id), await stateOf(fresh.id)]).toEqual(['VOIDED', 'VOIDED'])
})

it('stays where it is when a refused capture or an expired hold is told to somebody who did not know', async () => {
  const id = await authorized()
  await inTx((tx) => beginCapture(tx, id, usd(100), at))
  await inTx((tx) => recordCaptureRefused(tx, id, at))
  expect(await getPayment(db, id)).toMatchObject({ state: 'AUTHORIZED', capture: null })
  await inTx((tx) => recordVoid(tx, id, at, 'holdExpired'))
  await inTx((tx) => beginCapture(tx, id, usd(100), at))
  await inTx((tx) => recordCaptureRefused(tx, id, at))
  await inTx((tx) => beginVoid(tx, id, at))
  await inTx((tx) => recordVoid(tx, id, at))
  expect(await stateOf(id)).toBe('VOIDED')

  const declined = await opened()
  await inTx((tx) => beginAuthorization(tx, declined.id, at))
  await inTx((tx) => recordAuthorization(tx, declined.id, { kind: 'declined', reason: 'insufficient_funds' }, at))
  await inTx((tx) => beginVoid(tx, declined.id, at))
  await inTx((tx) => recordVoid(tx, declined.id, at))
  expect(await getPayment(db, declined.id)).toMatchObject({ state: 'DECLINED', declineReason: 'insufficient_funds' })
})

it('refuses what the table does not have, and changes nothing', async () => {
  const { id } = await opened()
  const hold = { kind: 'authorized', ref: 'pi_early', amount: usd(2_000) } as const
  await expect(inTx((tx) => recordAuthorization(tx, id, hold, at))).rejects.toMatchObject({
    code: 'payments.illegal_event',
    facts: { state: 'NEW', event: 'authorized' },
  })
  expect(await getPayment(db, id)).toMatchObject({ state: 'NEW', ref: null })
})

it('refuses another intent, more than the maximum, more than the hold, another amount than begun', async () => {
  const conflict = { code: 'payments.conflict' }
  const { id } = await opened()
  await inTx((tx) => beginAuthorization(tx, id, at))
  const hold = (ref: string, amount: number) => ({ kind: 'authorized', ref, amount: usd(amount) }) as const
  await expect(inTx((tx) => recordAuthorization(tx, id, hold('pi_dear', 2_001), at))).rejects.toMatchObject(conflict)
  await inTx((tx) => recordAuthorization(tx, id, hold('pi_one', 2_000), at))
  await expect(inTx((tx) => recordAuthorization(tx, id, hold('pi_two', 2_000), at))).rejects.toMatchObject(conflict)
  await expect(inTx((tx) => beginCapture(tx, id, usd(2_001), at))).rejects.toMatchObject(conflict)
  await inTx((tx) => beginCapture(tx, id, usd(1_000), at))
  await expect(inTx((tx) => beginCapture(tx, id, usd(999), at))).rejects.toMatchObject(conflict)
  const other = { amount: usd(999), payTo: 'harbor' }
  await expect(inTx((tx) => recordCapture(tx, id, other, at))).rejects.toMatchObject(conflict)
})

it.each([
  ['authorized_at_most_max', { authorizedMinor: 2_001n }],
  ['capture_at_most_authorized', { captureMinor: 2_001n }],
  ['captured_at_most_authorized', { captureMinor: null, authorizedMinor: 5n, capturedMinor: 6n }],
  ['captured_as_intended', { captureMinor: null, capturedMinor: 6n }],
  ['captured_as_intended', { captureMinor: 7n, capturedMinor: 6n }],
  ['refunded_at_most_captured', { refundedMinor: 1n }],
])('the database itself refuses (%s)', async (constraint, change) => {
  const id = await authorized()
  const update = db.updateTable('payment').set(change).where('id', '=', id).execute()
  const error = await update.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  const refusedBy = ['captured_as_intended', constraint] // where two are broken PostgreSQL names either
  expect(refusedBy.some((name) => violates(error, name))).toBe(true)
})

it('knows the machine’s states in the database too', async () => {
  const { rows } = await createPoolQuery(
    `select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'payment_state_check'`,
  )
  const inDatabase = [...String(rows[0]?.def).matchAll(/'([A-Z_]+)'/g)].map(([, state]) => state)
  expect(inDatabase.sort()).toEqual(Object.keys(paymentMachine.states).sort())
})

async function createPoolQuery(text: string): Promise<{ rows: { def?: string }[] }> {
  const pool = createPool({ url: database.url, name: 'test', max: 1 })
  try {
    return await pool.query(text)
  } finally {
    await pool.end()
  }
}

async function balances(): Promise<Record<string, bigint>> {
  const sums = await sumAccounts(db)
  return Object.fromEntries(sums.filter(({ minor }) => minor !== 0n).map(({ account, minor }) => [account, minor]))
}

function plus(a: Record<string, bigint>, b: Record<string, bigint>): Record<string, bigint> {
  const accounts = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const sums = accounts.map((account) => [account, (a[account] ?? 0n) + (b[account] ?? 0n)] as const)
  return Object.fromEntries(sums.filter(([, minor]) => minor !== 0n))
}
