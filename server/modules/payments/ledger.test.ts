// Whatever happens to a payment, in whatever order, the ledger balances and nobody is charged more than was held.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool, inTransaction, violates } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { Refusal } from '#platform/errors'
import { derivedId, systemIds } from '#platform/ids'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import { useDatabase } from '#testing/world'
import {
  beginAuthorization,
  beginCapture,
  beginVoid,
  getPayment,
  listUnbalanced,
  openPayment,
  recordAuthorization,
  recordCapture,
  recordCaptureRefused,
  recordVoid,
} from './index.ts'
import { recordJournal } from './keep-ledger.ts'

const database = useDatabase()
const at = new Date('2026-11-21T12:00:00Z')
const max = money(2_000n, 'USD')
let db: Db

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  await db.insertInto('account').values({ id: 'reader', name: 'Reader', email: 'r@example.com' }).execute()
})
afterAll(() => db.destroy())

type Operation = (tx: Tx, id: string) => Promise<unknown>

const usd = fc.bigInt({ min: 1n, max: 3_000n }).map((minor) => money(minor, 'USD'))
const ref = fc.constantFrom('one', 'one', 'one', 'two')
const begin: Operation = (tx, id) => beginAuthorization(tx, id, at)
const hold =
  (which: string, amount = max): Operation =>
  (tx, id) =>
    recordAuthorization(tx, id, { kind: 'authorized', ref: id + which, amount }, at)
const take =
  (amount: Money): Operation =>
  (tx, id) =>
    beginCapture(tx, id, amount, at)

// Chance alone seldom gets far: half of the runs start on the way to a charge.
const part = money(500n, 'USD')
const start = fc.constantFrom<Operation[][]>([], [begin], [begin, hold('one')], [begin, hold('one'), take(part)])
const operation = fc.oneof<fc.Arbitrary<Operation>[]>(
  fc.constant(begin),
  fc.tuple(ref, fc.oneof(fc.constant(max), usd)).map(([which, amount]) => hold(which, amount)),
  ref.map(
    (which) => (tx, id) => recordAuthorization(tx, id, { kind: 'actionRequired', ref: id + which, actionUrl: 'u' }, at),
  ),
  fc.constant((tx, id) => recordAuthorization(tx, id, { kind: 'declined', reason: 'no' }, at)),
  usd.map(take),
  // What the provider captured is what it was asked for; another amount now and then must be refused.
  fc.option(usd, { freq: 5 }).map((other) => async (tx, id) => {
    const amount = other ?? (await getPayment(tx, id)).capture
    if (amount) await recordCapture(tx, id, { amount, payTo: 'harbor' }, at)
  }),
  fc.constant((tx, id) => recordCaptureRefused(tx, id, at)),
  fc.constant((tx, id) => beginVoid(tx, id, at)),
  fc.constant((tx, id) => recordVoid(tx, id, at)),
  fc.constant((tx, id) => recordVoid(tx, id, at, 'holdExpired')),
)

it('whatever happens, it balances, charges at most what is held, and holds nothing once it is over', async () => {
  const reached = new Map<string, number>()
  const property = fc.asyncProperty(start, fc.array(operation, { maxLength: 12 }), async (begun, operations) => {
    const id = systemIds.next()
    const payment = { id, purpose: 'test', reference: id, accountId: 'reader', method: 'pm_x', max, at }
    await inTransaction(db, (tx) => openPayment(tx, payment))
    for (const operate of [...begun, ...operations]) {
      await inTransaction(db, (tx) => operate(tx, id)).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error // a constraint that had to step in is a bug up here
      })
    }
    const { state, authorized, captured } = await getPayment(db, id)
    reached.set(state, (reached.get(state) ?? 0) + 1)
    expect(captured.minor).toBeLessThanOrEqual(authorized.minor)
    expect(authorized.minor).toBeLessThanOrEqual(max.minor)
    const sums = await accountsOf(id)
    const isOver = ['CAPTURED', 'VOIDED', 'DECLINED'].includes(state)
    expect(sums.get('hold:processor') ?? 0n).toBe(isOver ? 0n : authorized.minor)
    expect(sums.get('payable:seller:harbor') ?? 0n).toBe(captured.minor)
    expect(sums.get('charge:customer') ?? 0n).toBe(-captured.minor)
  })
  await fc.assert(property, { numRuns: 150 })
  expect(await listUnbalanced(db)).toEqual([])
  // The property says little when the interesting ends are never reached.
  expect([...reached.keys()]).toEqual(expect.arrayContaining(['AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED']))
}, 60_000)

it('does not commit a journal that does not balance, even one that is written past the code', async () => {
  const journalId = systemIds.next()
  const lopsided = inTransaction(db, async (tx) => {
    await tx.insertInto('journal').values({ id: journalId, effectKey: 'test:lopsided', memo: '', at }).execute()
    const line = { journalId, currency: 'USD' }
    await tx
      .insertInto('posting')
      .values([
        { ...line, line: 0, account: 'a', minor: 5n },
        { ...line, line: 1, account: 'b', minor: -4n },
      ])
      .execute()
  })
  await expect(lopsided.catch((error) => violates(error, 'journal_balances'))).resolves.toBe(true)
  expect(await db.selectFrom('journal').select('id').where('id', '=', journalId).execute()).toEqual([])
})

it('records an effect once, and never changes or deletes it', async () => {
  const paymentId = systemIds.next()
  const payment = { id: paymentId, purpose: 'test', reference: paymentId, accountId: 'reader', method: 'pm_x', max, at }
  await inTransaction(db, (tx) => openPayment(tx, payment))
  const postings = [
    { account: 'hold:customer', amount: money(-1n, 'USD') },
    { account: 'hold:processor', amount: money(1n, 'USD') },
  ] as const
  const effectKey = `authorize:${paymentId}` as const
  const write = () => inTransaction(db, (tx) => recordJournal(tx, { effectKey, paymentId, memo: '', at, postings }))
  await write()
  await expect(write()).rejects.toMatchObject({ code: '23505' })
  const id = derivedId(paymentId, effectKey)
  await expect(db.updateTable('journal').set({ memo: 'x' }).where('id', '=', id).execute()).rejects.toThrow(
    'append-only',
  )
  await expect(db.deleteFrom('posting').where('journalId', '=', id).execute()).rejects.toThrow('append-only')
})

it('refuses to write what does not add up', async () => {
  const postings = [{ account: 'hold:customer', amount: money(-1n, 'USD') }] as const
  const entry = { effectKey: 'void:x', paymentId: systemIds.next(), memo: '', at, postings } as const
  await expect(inTransaction(db, (tx) => recordJournal(tx, entry))).rejects.toThrow('does not balance')
})

async function accountsOf(paymentId: string): Promise<Map<string, bigint>> {
  const rows = await db
    .selectFrom('posting')
    .innerJoin('journal', 'journal.id', 'posting.journalId')
    .select(['account', 'minor'])
    .where('paymentId', '=', paymentId)
    .execute()
  const sums = new Map<string, bigint>()
  for (const { account, minor } of rows) sums.set(account, (sums.get(account) ?? 0n) + minor)
  return sums
}
