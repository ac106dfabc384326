// What keeps drivers apart and what the database refuses, one guard at a time: each must hold when the code around it is wrong.
import { expect, it } from 'vitest'
import { armCrashPoint } from '#platform/crash-points'
import { inTransaction } from '#platform/db'
import { shopper, usePurchases } from '#testing/purchases'
import { advance } from './advance.ts'
import { intendEffect } from './effect-queries.ts'
import type { EffectKind } from './effect-queries.ts'
import { getPurchaseOf, lockPurchase, saveAttempt } from './queries.ts'

const { t, start, buy } = usePurchases()

it('the database refuses a second open order, a second settlement and a second live attempt', async () => {
  const { id } = await buy({ max: 2_000n })
  const another = (kind: EffectKind) =>
    inTransaction(t.deps.db, (tx) =>
      intendEffect(tx, { key: `another-${kind}`, purchaseId: id, kind, request: {}, at: new Date() }),
    )
  await expect(another('place')).rejects.toMatchObject({ constraint: 'one_open_order' })
  await expect(another('void')).rejects.toMatchObject({ constraint: 'one_settlement' })
  await expect(another('capture')).rejects.toMatchObject({ constraint: 'one_settlement' })

  const [bought] = (await getPurchaseOf(t.deps.db, id, shopper)).purchase.attempts
  if (!bought) throw new Error('nothing was attempted')
  const { order: _, ...rest } = bought
  const second = inTransaction(t.deps.db, (tx) => saveAttempt(tx, id, { ...rest, ordinal: 2, state: 'PLACING' }))
  await expect(second).rejects.toMatchObject({ constraint: 'one_live_attempt' })
})

it('a locked purchase waits for the transaction that has it', async () => {
  const { id } = await start({ max: 2_000n })
  const free = () =>
    t.deps.db.selectFrom('purchase').select('id').where('id', '=', id).forUpdate().skipLocked().execute()
  await inTransaction(t.deps.db, async (tx) => {
    await lockPurchase(tx, id)
    expect(await free()).toEqual([])
  })
  expect(await free()).toEqual([{ id }])
})

it('a driver whose step another has taken over writes nothing', async () => {
  const { id, turn } = await start({ max: 2_000n })
  await t.deps.db.updateTable('purchase').set({ leaseUntil: null }).where('id', '=', id).execute() // it was gone for too long
  armCrashPoint('buying.beforeCall:quote', () => {
    throw new Error('the second driver takes its time')
  })
  await expect(advance(t.deps, id)).rejects.toThrow('takes its time')
  const taken = await getPurchaseOf(t.deps.db, id, shopper)
  await advance(t.deps, id, turn) // the first one has its answer now
  expect(await getPurchaseOf(t.deps.db, id, shopper)).toEqual(taken)
})
