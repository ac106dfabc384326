// Reconciliation on real parts: purchases made for real, then one side's books are damaged behind everybody's back, and the case is looked for.
import { expect, it, beforeEach } from 'vitest'
import { inTransaction } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { isbn13, shopper, usePurchases } from '#testing/purchases'
import { attemptId, paymentIdOf } from '../buying/keys.ts'
import { recordJournal } from '../payments/keep-ledger.ts'
import { closeCase, findLastRun, listCases, reconcileBooks, startReconciliation } from './index.ts'
import type { CaseView } from './index.ts'

const { t, buy, startAndDrive, driveToEnd } = usePurchases()
const hour = 3_600_000
const signal = AbortSignal.timeout(600_000)

// The world outside is made anew for each test: what was bought in the old one is put where nobody compares it any more.
beforeEach(async () => {
  const longAgo = new Date('2026-01-01')
  for (const { id } of await open()) await closeCase(t.deps, { id, by: shopper, note: 'The test is over.' })
  await t.deps.db.updateTable('payment').set({ createdAt: longAgo }).execute()
  await t.deps.db.updateTable('purchase').set({ createdAt: longAgo }).execute()
})

it('opens nothing where everybody agrees: bought, declined, not found, refused and found again', async () => {
  await buy({ max: 2_000n })
  await buy({ max: 2_000n, paymentMethod: 'pm_card_visa_chargeDeclined' })
  await buy({ max: 999n })
  await t.patchSeller('fleet-street', { soldOutRate: 1 })
  await buy({ max: 2_000n })
  await t.patchSeller('harbor', { loseAnswerRate: 1 })
  expect(await driveToEnd(await startAndDrive({ max: 2_000n }))).toMatchObject({ state: 'PURCHASED' })
  const run = await compare()
  expect(run).toMatchObject({ unanswered: 0, opened: 0, closed: 0 })
  expect(run.intents).toBe((await t.payments()).intents.length)
  for (const count of [run.payments, run.intents, run.orders]) expect(count).toBeGreaterThan(1)
  expect(await findLastRun(t.deps.db)).toEqual(run)
})

it('leaves alone what may still be moving', async () => {
  const { id } = await buy({ max: 2_000n })
  await t.damageIntent(await refOf(id), { isForgotten: true })
  expect(await compare({ hoursLater: 0 })).toMatchObject({ opened: 0 })
  expect(await compare()).toMatchObject({ opened: 1 })
})

type Plant = (bought: Bought) => Promise<void>
const planted: Record<string, { plant: Plant; find: Partial<CaseView>; undo?: Plant }> = {
  'a charge that the provider has lost': {
    plant: ({ ref }) => t.damageIntent(ref, { isForgotten: true }),
    find: { kind: 'PAYMENT_NOT_THERE', theirs: { state: 'none' } },
  },
  'a charge that the provider says was let go': {
    plant: ({ ref }) => t.damageIntent(ref, { status: 'canceled' }),
    find: { kind: 'PAYMENT_STATE' },
    undo: ({ ref }) => t.damageIntent(ref, { status: 'succeeded' }),
  },
  'another amount at the provider': {
    plant: ({ ref }) => t.damageIntent(ref, { capturedMinor: 1_999 }),
    find: { kind: 'PAYMENT_AMOUNT' },
    undo: ({ ref, minor }) => t.damageIntent(ref, { capturedMinor: minor }),
  },
  'an order that its seller does not have': {
    plant: ({ seller, reference }) => t.damageOrder(seller, reference, { isForgotten: true }),
    find: { kind: 'ORDER_NOT_THERE', theirs: { state: 'none' } },
  },
  'an order that its seller has cancelled': {
    plant: ({ seller, reference }) => t.damageOrder(seller, reference, { state: 'CANCELLED' }),
    find: { kind: 'ORDER_STATE' },
    undo: ({ seller, reference }) => t.damageOrder(seller, reference, { state: 'ACCEPTED' }),
  },
  'an order for another total': {
    plant: ({ seller, reference }) => t.damageOrder(seller, reference, { totalMinor: 1_100 }),
    find: { kind: 'ORDER_TOTAL' },
    undo: ({ seller, reference, minor }) => t.damageOrder(seller, reference, { totalMinor: minor }),
  },
  'a hold in the ledger that is over': {
    plant: ({ paymentId }) => post(paymentId, ['hold:customer', -5n], ['hold:processor', 5n]),
    find: { kind: 'LEDGER_HOLD' },
    undo: ({ paymentId }) => post(paymentId, ['hold:customer', 5n], ['hold:processor', -5n]),
  },
}

it.each(Object.entries(planted))('finds %s, once, and closes it when it is gone', async (_, { plant, find, undo }) => {
  const bought = await aPurchase()
  await plant(bought)
  expect(await compare()).toMatchObject({ opened: 1, closed: 0 })
  const [found, ...others] = await open()
  expect(others).toEqual([])
  if (find.kind?.startsWith('ORDER')) expect(found?.sellerId).toBe(bought.seller)
  expect(found).toMatchObject({ ...find, purchaseId: bought.id, paymentId: bought.paymentId, note: null })
  expect(await compare()).toMatchObject({ opened: 0, closed: 0 })
  expect(await open()).toMatchObject([{ id: found?.id, openedAt: found?.openedAt }])
  if (!undo) return
  await undo(bought)
  expect(await compare()).toMatchObject({ opened: 0, closed: 1 })
  const [closed] = await listCases(t.deps.db, { isOpen: false, limit: 1 })
  expect(closed).toMatchObject({ id: found?.id, closedBy: 'reconciliation', note: 'Both sides agree again.' })
})

it('finds a payment whose answer is missing here, and known there', async () => {
  const { paymentId, minor } = await aPurchase()
  await t.deps.db
    .updateTable('payment')
    .set({ state: 'CAPTURING', capturedMinor: 0n })
    .where('id', '=', paymentId)
    .execute()
  await compare()
  const found = await open()
  expect(found.map(({ kind }) => kind).toSorted()).toEqual(['LEDGER_CHARGE', 'LEDGER_HOLD', 'PAYMENT_STATE'])
  expect(found.find(({ kind }) => kind === 'PAYMENT_STATE')).toMatchObject({
    ours: { state: 'CAPTURING' },
    theirs: { state: 'captured', captured: { currency: 'USD', minor } },
  })
})

it('finds a charge and a payable that the ledger has and the payment has not', async () => {
  const { paymentId } = await aPurchase()
  await post(paymentId, ['charge:customer', -7n], ['payable:seller:harbor', 7n])
  expect(await compare()).toMatchObject({ opened: 2 })
  expect((await open()).map(({ kind }) => kind).toSorted()).toEqual(['LEDGER_CHARGE', 'LEDGER_PAYABLE'])
})

it('compares what a seller abroad is owed in the seller’s own currency', async () => {
  await t.offer('northgate', isbn13, { price: '4.00', currency: 'GBP', quantity: 5 })
  const { id, result } = await buy({ max: 2_000n })
  expect(result).toMatchObject({ sellerId: 'northgate', total: { currency: 'USD' } })
  const [order] = await t.ordersAt('northgate')
  const paymentId = paymentIdOf(id)
  const owed = await t.deps.db
    .selectFrom('posting')
    .innerJoin('journal', 'journal.id', 'journalId')
    .select(['account', 'currency', 'minor', 'fxRate'])
    .where('effectKey', '=', `exchange:${paymentId}`)
    .orderBy('line')
    .execute()
  const minor = order?.total.minor ?? 0
  expect(owed).toMatchObject([
    { account: 'clearing:fx', currency: 'GBP', minor: BigInt(-minor), fxRate: expect.stringMatching(/^\d/) },
    { account: 'payable:seller:northgate', currency: 'GBP', minor: BigInt(minor) },
  ])
  expect(await compare()).toMatchObject({ opened: 0 })
  await post(paymentId, ['clearing:fx', -7n], ['payable:seller:northgate', 7n])
  expect(await compare()).toMatchObject({ opened: 1 })
  expect(await open()).toMatchObject([{ kind: 'LEDGER_PAYABLE', sellerId: 'northgate' }])
})

it('finds money at the provider that nobody here claims', async () => {
  const { ref } = await strayIntent({ paymentId: systemIds.next() })
  const { id, paymentId } = await aPurchase()
  const second = await strayIntent({ paymentId })
  expect(await compare()).toMatchObject({ opened: 2 })
  const found = await open()
  expect(found.map(({ kind, subject, purchaseId }) => [kind, subject, purchaseId])).toEqual(
    expect.arrayContaining([
      ['UNCLAIMED_INTENT', `intent:${ref}`, null],
      ['UNCLAIMED_INTENT', `intent:${second.ref}`, id],
    ]),
  )
  for (const each of [ref, second.ref]) await t.damageIntent(each, { status: 'canceled' })
  expect(await compare()).toMatchObject({ opened: 0, closed: 2 })
})

it('finds an order that stands at a seller after we gave it up', async () => {
  const { id } = await aPurchase()
  await t.deps.db
    .updateTable('purchase')
    .set(({ ref, fn, val }) => ({
      facts: fn('jsonb_set', [ref('facts'), val('{attempts,0,state}'), val('"CANCELLED"')]),
    }))
    .where('id', '=', id)
    .execute()
  await compare()
  expect((await open()).map(({ kind }) => kind)).toContain('ORDER_NOT_HERE')
})

it('keeps a case whose other side is silent, and counts the silence', async () => {
  const { seller, reference, minor } = await aPurchase()
  await t.damageOrder(seller, reference, { totalMinor: 900 })
  expect(await compare()).toMatchObject({ opened: 1, unanswered: 0 })
  await t.damageOrder(seller, reference, { totalMinor: minor })
  await t.patchSeller(seller, { failRate: 1 })
  expect(await compare()).toMatchObject({ closed: 0, unanswered: 1 })
  expect(await open()).toHaveLength(1)
  await t.patchSeller(seller, { failRate: 0 })
  expect(await compare()).toMatchObject({ closed: 1 })
})

it('looks again at an open case when its purchase has left the window', async () => {
  const { ref, seller, reference, minor } = await aPurchase()
  await t.damageIntent(ref, { capturedMinor: 1 })
  await t.damageOrder(seller, reference, { totalMinor: 900 })
  expect(await compare()).toMatchObject({ opened: 2 })
  expect(await compare({ hoursLater: 240 })).toMatchObject({ payments: 0, opened: 0, closed: 0 })
  await t.damageIntent(ref, { capturedMinor: minor })
  await t.damageOrder(seller, reference, { totalMinor: minor })
  expect(await compare({ hoursLater: 240 })).toMatchObject({ payments: 0, opened: 0, closed: 2 })
})

it('takes a person’s word for a difference until its figures change', async () => {
  const { seller, reference } = await aPurchase()
  await t.damageOrder(seller, reference, { totalMinor: 900 })
  await compare()
  const [found] = await open()
  const id = found?.id ?? ''
  await expect(closeCase(t.deps, { id, by: shopper, note: ' ' })).rejects.toMatchObject({
    code: 'reconciliation.note_missing',
  })
  await closeCase(t.deps, { id, by: shopper, note: 'The seller gave a dollar back.' })
  await expect(closeCase(t.deps, { id, by: shopper, note: 'Again.' })).rejects.toMatchObject({
    code: 'reconciliation.already_closed',
  })
  await expect(closeCase(t.deps, { id: systemIds.next(), by: shopper, note: 'What?' })).rejects.toMatchObject({
    code: 'reconciliation.not_found',
  })
  expect(await compare()).toMatchObject({ opened: 0 })
  await t.damageOrder(seller, reference, { totalMinor: 800 })
  expect(await compare()).toMatchObject({ opened: 1 })
})

it('makes one case of two comparisons at once', async () => {
  const { ref } = await aPurchase()
  await t.damageIntent(ref, { capturedMinor: 1 })
  const runs = await Promise.all([compare(), compare(), compare()])
  expect(runs.map(({ opened }) => opened).toSorted()).toEqual([0, 0, 1])
  expect(await open()).toHaveLength(1)
})

it('can be asked for by hand', async () => {
  await startReconciliation(t.deps)
  const waiting = await t.deps.boss.findJobs('reconciliation.compareDue')
  expect(waiting).toHaveLength(1)
})

interface Bought {
  readonly id: string
  readonly paymentId: string
  readonly ref: string
  /** Who sold it, our reference there, and its price. */
  readonly seller: string
  readonly reference: string
  readonly minor: number
}

/** One copy, from the first seller that was tried. */
async function aPurchase(): Promise<Bought> {
  const { id, result } = await buy({ max: 2_000n })
  if (!result) throw new Error('nothing was bought')
  const { sellerId: seller, total } = result
  return {
    id,
    paymentId: paymentIdOf(id),
    ref: await refOf(id),
    seller,
    reference: attemptId(id, 1),
    minor: total.minor,
  }
}

async function refOf(purchaseId: string): Promise<string> {
  const { intents } = await t.payments()
  const intent = intents.find(({ metadata }) => metadata['paymentId'] === paymentIdOf(purchaseId))
  if (!intent) throw new Error('the provider has no such intent')
  return intent.id
}

/** Compares the books as they would be compared so many hours after now; two, unless a test says otherwise. */
function compare({ hoursLater = 2 } = {}) {
  const { clock } = t.deps
  const now = () => new Date(clock.now().getTime() + hoursLater * hour)
  return reconcileBooks({ ...t.deps, clock: { ...clock, now } }, signal)
}

const open = () => listCases(t.deps.db, { isOpen: true, limit: 100 })

async function post(paymentId: string, ...lines: [Parameters<typeof line>[0], bigint][]): Promise<void> {
  const effectKey = `void:${systemIds.next()}` as const
  const postings = lines.map(([account, minor]) => line(account, minor))
  await inTransaction(t.deps.db, (tx) =>
    recordJournal(tx, { effectKey, paymentId, memo: 'planted', at: new Date(), postings }),
  )
}

function line(account: Parameters<typeof recordJournal>[1]['postings'][number]['account'], minor: bigint) {
  return { account, amount: money(minor, 'USD') }
}

async function strayIntent({ paymentId }: { paymentId: string }) {
  const request = {
    paymentId,
    purpose: 'purchase',
    reference: paymentId,
    accountId: shopper,
    method: 'pm_card_visa',
    amountMinor: '500',
    currency: 'USD',
  }
  const made = await t.deps.processor.createIntent(request, { key: systemIds.next(), signal })
  if (made.kind !== 'ok') throw new Error(JSON.stringify(made))
  return made.value
}
