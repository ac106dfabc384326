// The budget under many hands: what the database holds, whatever happens at once.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import { insertMandate, listMandates, listUses, moveMandate, reserveUse } from './queries.ts'
import { settleUse } from './settle-use.ts'

const database = useDatabase()
let db: Db
beforeAll(async () => {
  db = createDb(createPool({ url: database.url, max: 16, name: 'mandates' }))
  await db.insertInto('account').values({ id: accountId, name: 'Robin', email: 'robin@example.com' }).execute()
})
afterAll(() => db.destroy())

const accountId = 'shopper-1'
const at = new Date('2026-11-22T00:00:00Z')
const usd = (minor: bigint) => money(minor, 'USD')

async function openPending(terms: { cap: bigint; count: number; budget: bigint }): Promise<string> {
  const id = systemIds.next()
  const { cap, count, budget } = terms
  const rest = { accountId, paymentMethod: 'pm_card_visa', sellersAllowed: null, sellersRefused: null, at }
  const mandate = { id, cap: usd(cap), count, budget: usd(budget), ...rest }
  await db.transaction().execute((tx) => insertMandate(tx, mandate, { confirmBy: at, dueAt: at }))
  return id
}

/** As the provider's word makes it. */
async function open(terms: Parameters<typeof openPending>[0]): Promise<string> {
  const id = await openPending(terms)
  const card = { setupRef: `seti_${id}`, customer: 'cus_1', savedMethod: 'pm_1' }
  await db.transaction().execute((tx) => moveMandate(tx, id, { state: 'ACTIVE', dueAt: null, ...card }))
  return id
}

const reserve = (mandateId: string, firing: number, purchaseId = systemIds.next()) =>
  db.transaction().execute(async (tx) => {
    const minor = await reserveUse(tx, { mandateId, firing, purchaseId, at })
    return minor === null ? null : { purchaseId, minor }
  })

const settle = (purchaseId: string, spent: bigint | null) =>
  db.transaction().execute((tx) =>
    settleUse(tx, {
      purchaseId,
      settled: spent === null ? { kind: 'notBought' } : { kind: 'bought', amount: usd(spent), sellerName: 'Harbor' },
      at,
    }),
  )

const state = async (id: string) => (await listMandates(db, [id])).get(id)

it('sets aside no more than the budget for fifty purchases at once', async () => {
  const id = await open({ cap: 700n, count: 20, budget: 5_000n })
  const taken = await Promise.all(Array.from({ length: 50 }, (_, n) => reserve(id, n + 1)))
  const amounts = taken.flatMap((one) => one?.minor ?? []).toSorted((a, b) => Number(a - b))
  expect(amounts).toEqual([100n, 700n, 700n, 700n, 700n, 700n, 700n, 700n]) // the last has what is left
  expect(await state(id)).toMatchObject({ reserved: usd(5_000n), reservedCount: 8, left: usd(0n) })
})

it('begins no more purchases than were allowed', async () => {
  const id = await open({ cap: 100n, count: 3, budget: 5_000n })
  const taken = await Promise.all(Array.from({ length: 50 }, (_, n) => reserve(id, n + 1)))
  expect(taken.filter(Boolean)).toHaveLength(3)
})

it('never spends above the budget while purchases begin, end well and end badly at once', async () => {
  const id = await open({ cap: 700n, count: 20, budget: 5_000n })
  let next = 0
  async function hand(n: number): Promise<void> {
    for (let turn = 0; turn < 5; turn++) {
      const taken = await reserve(id, ++next)
      if (taken) await settle(taken.purchaseId, (n + turn) % 3 === 0 ? null : (taken.minor * 2n + 2n) / 3n)
    }
  }
  await Promise.all(Array.from({ length: 10 }, (_, n) => hand(n)))
  const uses = await listUses(db, [id])
  const spent = uses.reduce((sum, { spentMinor }) => sum + (spentMinor ?? 0n), 0n)
  expect(await state(id)).toMatchObject({ reserved: usd(0n), reservedCount: 0, spent: usd(spent) })
  expect(spent).toBeLessThanOrEqual(5_000n)
  expect(uses.filter((use) => use.state === 'CONSUMED').length).toBeLessThanOrEqual(20)
})

it('settles once: a purchase that is told again, or told otherwise, changes nothing', async () => {
  const id = await open({ cap: 700n, count: 2, budget: 1_000n })
  const taken = await reserve(id, 1)
  await settle(taken?.purchaseId ?? '', 650n)
  await settle(taken?.purchaseId ?? '', 650n)
  await settle(taken?.purchaseId ?? '', null)
  expect(await state(id)).toMatchObject({ spent: usd(650n), usedCount: 1, left: usd(350n), leftCount: 1 })
  expect(await reserve(id, 1)).toBeNull() // the same firing
  expect(await reserve(id, 2)).toMatchObject({ minor: 350n })
})

it('is refused by the database when more is spent than was set aside, or set aside than there is', async () => {
  const id = await open({ cap: 700n, count: 2, budget: 1_000n })
  const taken = await reserve(id, 1)
  await expect(settle(taken?.purchaseId ?? '', 701n)).rejects.toMatchObject({ constraint: 'spent_within_reserved' })
  const over = db.updateTable('mandate').set({ reservedMinor: 1_001n }).where('id', '=', id)
  await expect(over.execute()).rejects.toMatchObject({ constraint: 'within_budget' })
  const many = db.updateTable('mandate').set({ reservedCount: 3 }).where('id', '=', id)
  await expect(many.execute()).rejects.toMatchObject({ constraint: 'within_count' })
})

it.each(['PENDING', 'FAILED', 'EXPIRED'] as const)(
  'sets nothing aside in %s, and the database does not either',
  async (name) => {
    const id = await openPending({ cap: 700n, count: 2, budget: 1_000n })
    const change = { state: name, dueAt: null, ...(name === 'FAILED' && { declineReason: 'card_declined' }) }
    if (name !== 'PENDING') await db.transaction().execute((tx) => moveMandate(tx, id, change))
    expect(await reserve(id, 1)).toBeNull()
    const forced = db.updateTable('mandate').set({ reservedCount: 1, reservedMinor: 1n }).where('id', '=', id)
    await expect(forced.execute()).rejects.toMatchObject({ constraint: 'only_active_spends' })
  },
)

it('is refused by the database when it is confirmed without its card, twice, or from the start', async () => {
  const id = await openPending({ cap: 700n, count: 2, budget: 1_000n })
  const set = (change: object) => db.updateTable('mandate').set(change).where('id', '=', id).execute()
  await expect(set({ state: 'ACTIVE', dueAt: null })).rejects.toMatchObject({ constraint: 'active_has_its_card' })
  await set({ state: 'EXPIRED', dueAt: null })
  const card = { setupRef: 'seti_late', customer: 'cus_1', savedMethod: 'pm_1' }
  await expect(set({ state: 'ACTIVE', ...card })).rejects.toMatchObject({ constraint: 'mandate_settles_once' })
  await expect(set({ state: 'PENDING', dueAt: at })).rejects.toMatchObject({ constraint: 'mandate_settles_once' })
  const row = await db.selectFrom('mandate').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const born = { ...row, id: systemIds.next(), state: 'ACTIVE', ...card }
  await expect(db.insertInto('mandate').values(born).execute()).rejects.toMatchObject({
    constraint: 'mandate_begins_pending',
  })
})
