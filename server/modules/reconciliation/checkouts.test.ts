// Reconciliation of checkouts: what the provider took for our own copies, and what the ledger says that we sold.
import { expect, it } from 'vitest'
import { inTransaction } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { dune, useCheckouts } from '#testing/checkouts'
import { paymentIdOf } from '../checkout/keys.ts'
import { recordJournal } from '../payments/keep-ledger.ts'
import { listCases, reconcileBooks } from './index.ts'

const { t, put, placeAndDrive } = useCheckouts()
const signal = new AbortController().signal

/** Compares the books as they would be compared in two hours, when all is at rest. */
function compare() {
  const { clock } = t.deps
  const now = () => new Date(clock.now().getTime() + 2 * 3_600_000)
  return reconcileBooks({ ...t.deps, clock: { ...clock, now } }, signal)
}

it('agrees with what was paid, and finds a sale that the ledger has and nobody paid for', async () => {
  await put(dune, 2)
  const id = await placeAndDrive()
  expect(await compare()).toMatchObject({ payments: 1, opened: 0 })
  const paymentId = paymentIdOf(id)
  const postings = [
    { account: 'sales:own', amount: money(7n, 'USD') },
    { account: 'clearing:fx', amount: money(-7n, 'USD') },
  ] as const
  const entry = { effectKey: `void:${systemIds.next()}` as const, paymentId, memo: 'planted', at: new Date() }
  await inTransaction(t.deps.db, (tx) => recordJournal(tx, { ...entry, postings }))
  expect(await compare()).toMatchObject({ opened: 1 })
  expect(await listCases(t.deps.db, { isOpen: true, limit: 10 })).toMatchObject([
    {
      kind: 'LEDGER_CHARGE',
      paymentId,
      ours: { 'sales:own': { currency: 'USD', minor: 2_906 } },
      theirs: { 'sales:own': { currency: 'USD', minor: 2_899 } },
    },
  ])
})

it('finds what the provider took otherwise', async () => {
  await t.deps.db
    .updateTable('payment')
    .set({ createdAt: new Date('2026-01-01') })
    .execute()
  await put(dune, 1)
  await placeAndDrive()
  const [intent] = (await t.payments()).intents
  await t.damageIntent(intent?.id ?? '', { capturedMinor: 1 })
  await compare()
  const kinds = (await listCases(t.deps.db, { isOpen: true, limit: 10 })).map(({ kind }) => kind)
  expect(kinds).toContain('PAYMENT_AMOUNT')
})
