// The driver of one purchase: outcome and next intent in one transaction, then one remote call, until there is nothing due.
import { crashPoint } from '#platform/crash-points'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { requestId } from '#platform/ids'
import { leaseMinMs } from './intend.ts'
import { drivePurchase } from './jobs.ts'
import { isAtRest } from './machine.ts'
import type { BuyingDeps } from './model.ts'
import { lockPurchase, lockStep } from './queries.ts'
import type { LockedPurchase } from './queries.ts'
import { moveOn } from './move-on.ts'
import { recordOutcome } from './record-outcome.ts'
import type { Turn } from './move-on.ts'
import { takeStep } from './take-step.ts'
import type { PurchaseEvent } from './purchase.ts'

const faultsMax = 20 // tries of one step that all ended in a fault of ours; then a person looks

/**
 * Drives the purchase from where it stands until it has ended, waits for something, or another driver has it.
 * Safe to call any number of times, from any process: a lease keeps drivers apart, a version keeps a late one from writing, and
 * every call it repeats carries the key of the first.
 */
export async function advance(deps: BuyingDeps, id: string, first?: Turn | null): Promise<void> {
  let turn = first ?? (await takeOver(deps, id))
  while (turn) {
    const { intent, pending } = turn
    if (deps.clock.now() > turn.sendBy) return // paused for longer than the lease: somebody else has it now
    crashPoint(`buying.beforeCall:${intent.kind}`)
    const event = await call(deps, turn)
    crashPoint(`buying.afterCall:${intent.kind}`)
    turn = await settle(deps, turn, event)
    crashPoint(`buying.afterCommit:${pending.step.kind}`)
  }
}

/** The step that is due, if nobody has it; a step found in flight is decided on first, since its driver is gone. */
async function takeOver(deps: BuyingDeps, id: string): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockPurchase(tx, id)
    if (!row || isAtRest(row.purchase.state)) return null
    const at = deps.clock.now()
    const { pending } = row.purchase
    if (!pending) return null
    if (row.isLeased || (!pending.isInFlight && pending.dueAt > at)) return await sleepOn(deps, tx, row, at)
    if (!pending.isInFlight) return await moveOn(deps, tx, row, row.purchase, at)
    deps.log.info({ purchaseId: id, step: pending.step.kind }, 'taking over from a lost driver')
    return await recordOutcome(
      deps,
      tx,
      row,
      { type: pending.tries >= faultsMax ? 'faulted' : 'resumed', at },
      'buying',
    )
  })
}

/**
 * Sets the alarm that went off too early: for the time at which somebody has to look, and never for later than any step begun from now on would
 * set it, whose driver takes it that an alarm is there.
 */
async function sleepOn({ jobs }: BuyingDeps, tx: Tx, { id, nextActionAt }: LockedPurchase, at: Date): Promise<null> {
  const latest = new Date(at.getTime() + leaseMinMs)
  const startAfter = nextActionAt && nextActionAt < latest ? nextActionAt : latest
  await jobs.send(tx, drivePurchase, { purchaseId: id }, { startAfter })
  return null
}

async function call(deps: BuyingDeps, { intent, pending }: Turn): Promise<PurchaseEvent> {
  const id = requestId()
  try {
    return await takeStep(deps, intent, pending, deps.clock.now(), id)
  } catch (error) {
    deps.log.error({ err: error, step: intent.kind, requestId: id }, 'a step of a purchase failed')
    // What an order call threw after it was sent is unknown, like a broken connection.
    const at = deps.clock.now()
    if (intent.kind === 'place') return { type: 'orderUnknown', at }
    return pending.tries >= faultsMax ? { type: 'faulted', at } : { type: 'unsettled', at }
  }
}

/** Writes the outcome, unless another driver has taken over: then its call, under the same key, has the same outcome. */
async function settle(deps: BuyingDeps, turn: Turn, event: PurchaseEvent): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockStep(tx, turn.id, turn)
    if (!row) return null
    const { pending } = row.purchase
    const mine = { ...row, alarmAt: turn.alarmAt }
    const landed = pending
      ? { ...mine, purchase: { ...row.purchase, pending: { ...pending, isInFlight: false } } }
      : mine
    return await recordOutcome(deps, tx, landed, event, 'buying')
  })
}
